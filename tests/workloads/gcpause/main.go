// SPDX-License-Identifier: GPL-2.0

// Gcpause collects garbage a known number of times, stops the world for other
// reasons a known number of times, and reports Go's own figures of the pauses.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	p := &plan{}
	flag.IntVar(&p.cycles, "cycles", 50, "collect `n` times by runtime.GC")
	flag.IntVar(&p.allocCycles, "alloc-cycles", 0, "allocate until at least `n` more cycles have run")
	flag.IntVar(&p.percent, "gcpercent", 100, "GOGC while allocating")
	flag.IntVar(&p.busy, "busy", -1, "`n` goroutines compute all the time (default: as many as -procs)")
	flag.IntVar(&p.other, "other", 0, "call ReadMemStats, and change GOMAXPROCS, `k` times each")
	flag.Parse()
	p.procs = opts.Procs
	if p.busy < 0 {
		p.busy = opts.Procs
	}
	if err := p.check(); err != nil {
		fmt.Fprintln(os.Stderr, "gcpause:", err)
		os.Exit(2)
	}

	opts.Apply()
	// Only the measured part collects: off, and no cycle is forced by time.
	debug.SetGCPercent(-1)
	opts.Ready()
	before := takeFigures()
	p.run()
	after := takeFigures()
	opts.Finish(report(p, before, after))
}
