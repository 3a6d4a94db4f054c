// SPDX-License-Identifier: GPL-2.0

// Package harness is what all workloads share: their flags, the hand-shake
// with the test that drives them, garbage and stack pressure, and a JSON
// writer. Nothing in it touches a map after Ready has printed its line, so that
// a workload's own count is the whole truth.
package harness

import (
	"flag"
	"runtime"
	"runtime/debug"
)

// Options are the flags common to all workloads.
type Options struct {
	Procs  int    // GOMAXPROCS
	Seed   uint64 // of every random choice
	Start  string // go when this file exists, instead of a line on stdin
	Linger string // stay alive after the report until this file exists
	GC     bool   // collect garbage all the time
	Grow   bool   // each operation on a fresh, deeply recursing stack
	C      bool   // each operation in a function that C calls
}

// Flags registers the common flags; flag.Parse fills the result.
func Flags() *Options {
	o := &Options{}
	flag.IntVar(&o.Procs, "procs", 2, "GOMAXPROCS")
	flag.Uint64Var(&o.Seed, "seed", 1, "seed of every random choice")
	flag.StringVar(&o.Start, "start", "", "begin when this `file` exists (default: a line on standard input)")
	flag.StringVar(&o.Linger, "linger", "", "stay alive after the report until this `file` exists")
	flag.BoolVar(&o.GC, "gc", false, "allocate in the background so that the collector runs all the time")
	flag.BoolVar(&o.Grow, "grow", false, "run each operation on a fresh stack that grows in the middle of it")
	if throughC != nil {
		flag.BoolVar(&o.C, "c", false, "run each operation in a function that C calls, which Go called")
	}
	return o
}

// Apply puts the scheduler options into effect: before Ready, as it stops the
// world.
func (o *Options) Apply() {
	runtime.GOMAXPROCS(o.Procs)
	if o.GC {
		debug.SetGCPercent(churnPercent)
	}
}
