// SPDX-License-Identifier: GPL-2.0

// Hot does one kind of map operation as fast as it can, checks the results, and
// prints the time each repetition took.
package main

import (
	"flag"
	"fmt"
	"os"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	name := flag.String("shape", "nested", "nested | fast64 | write")
	threads := flag.Int("threads", 2, "`n` threads at once")
	ops := flag.Uint64("ops", 3000000, "map operations per repetition, of all threads; 0: run for ever, a line per second")
	rate := flag.Uint64("rate", 0, "with -ops 0: `n` operations per second, in bursts; 0: as many as it can")
	garbage := flag.Uint64("garbage", 0, "with -gc: `n` pieces of 64 KiB per second; 0: as many as it can, smaller ones")
	reps := flag.Int("reps", 10, "repetitions")
	flag.Parse()

	loop := loopNamed(*name)
	if loop == nil || *threads < 1 {
		fmt.Fprintln(os.Stderr, "hot: -shape must be nested, fast64 or write, -threads at least 1")
		os.Exit(2)
	}
	b := newBench(opts, loop, *threads)
	opts.Apply()
	opts.Ready()
	if opts.GC && *garbage != 0 {
		go litter(*garbage)
	} else if opts.GC {
		harness.StartChurn(1)
	}
	if *ops == 0 {
		b.runForever(*rate)
	}
	for rep := 1; rep <= *reps; rep++ {
		b.run(*ops)
		b.print(rep)
	}
	opts.Finish(b.total())
}
