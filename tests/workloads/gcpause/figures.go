// SPDX-License-Identifier: GPL-2.0

package main

import (
	"runtime/debug"
	"runtime/metrics"

	"mapgc/workloads/harness"
)

// Histograms of Go's own. The first is there from Go 1.17, the others from 1.22.
var histograms = []string{
	"/gc/pauses:seconds",
	"/sched/pauses/total/gc:seconds",
	"/sched/pauses/stopping/gc:seconds",
	"/sched/pauses/total/other:seconds",
	"/sched/pauses/stopping/other:seconds",
}

// figures are what Go says about its pauses so far. Taking them stops no world.
type figures struct {
	gc      debug.GCStats
	samples []metrics.Sample
}

func takeFigures() figures {
	f := figures{samples: make([]metrics.Sample, len(histograms))}
	for i, name := range histograms {
		f.samples[i].Name = name
	}
	metrics.Read(f.samples)
	f.gc = harness.GCStats()
	return f
}

// count returns how many pauses a histogram holds, or false if this version of
// Go does not have it.
func (f *figures) count(histogram int) (uint64, bool) {
	value := f.samples[histogram].Value
	if value.Kind() != metrics.KindFloat64Histogram {
		return 0, false
	}
	var n uint64
	for _, c := range value.Float64Histogram().Counts {
		n += c
	}
	return n, true
}
