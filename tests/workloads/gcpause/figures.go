// SPDX-License-Identifier: GPL-2.0

package main

import (
	"runtime/debug"
	"runtime/metrics"
	"time"

	"mapgc/workloads/harness"
)

const (
	gcPauses = iota
	gcTotal
	gcStopping
	otherTotal
	otherStopping
)

// Histograms of Go's own. The first is there from Go 1.17, the others from 1.22.
var histograms = []string{
	gcPauses:      "/gc/pauses:seconds",
	gcTotal:       "/sched/pauses/total/gc:seconds",
	gcStopping:    "/sched/pauses/stopping/gc:seconds",
	otherTotal:    "/sched/pauses/total/other:seconds",
	otherStopping: "/sched/pauses/stopping/other:seconds",
}

// How long a pause that has begun may take to be recorded.
const (
	recordPolls    = 5000
	recordInterval = time.Millisecond
)

// figures are what Go says about its pauses so far. Taking them stops no world.
type figures struct {
	gc      debug.GCStats
	samples []metrics.Sample
}

// takeFigures waits for the last pause: Go starts the world, and records the whole
// of the pause after that, when the program may already be here.
func takeFigures() figures {
	f := figures{samples: make([]metrics.Sample, len(histograms))}
	for i, name := range histograms {
		f.samples[i].Name = name
	}
	metrics.Read(f.samples)
	for i := 0; i < recordPolls && !f.allRecorded(); i++ {
		time.Sleep(recordInterval)
		metrics.Read(f.samples)
	}
	f.gc = harness.GCStats()
	return f
}

// allRecorded tells whether each pause that the world stopped for has its total, in every
// histogram: they are read one after the other.
func (f *figures) allRecorded() bool {
	total, has := f.count(gcTotal)
	if !has {
		return true
	}
	others, _ := f.count(otherTotal)
	return f.holds(gcPauses, total) && f.holds(gcStopping, total) &&
		f.holds(otherStopping, others)
}

func (f *figures) holds(histogram int, wanted uint64) bool {
	n, _ := f.count(histogram)
	return n == wanted
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
