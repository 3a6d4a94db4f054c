// SPDX-License-Identifier: GPL-2.0

// Random is a program of functions that a generator wrote, for a seed: map
// operations in whatever order and nesting came up, each counted where it stands.
// The build adds functions.go, see generate.
package main

import (
	"flag"

	"mapgc/workloads/harness"
)

// What the functions have done so far.
var count harness.Tally

func main() {
	opts := harness.Flags()
	first := flag.Int("first", 0, "begin with function `n`")
	end := flag.Int("end", len(functions), "end before function `n`")
	times := flag.Int("times", 10, "call each `n` times")
	flag.Parse()

	w := newWorld()
	opts.Apply()
	opts.Ready()
	before := harness.NumGC()
	call(opts, w, functions[*first:*end], *times)
	opts.Finish(report(harness.NumGC() - before))
}

func call(opts *harness.Options, w *world, chosen []func(*world, int) int, times int) {
	rand := harness.Rand(opts.Seed)
	if opts.GC {
		defer harness.StartChurn(1).Stop()
	}
	for i := 0; i < times; i++ {
		for _, f := range chosen {
			opts.Run(&rand, func() { f(w, i) })
		}
	}
}

func report(numgc uint64) []byte {
	var j harness.JSON

	j.Open().Key("ops")
	count.Write(&j)
	j.Key("functions").Int(len(functions))
	j.Key("numgc").Uint(numgc)
	j.Close()
	return j.Bytes()
}
