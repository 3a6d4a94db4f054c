// SPDX-License-Identifier: GPL-2.0

// Chains runs map operations in every shape that Go source can give them, and
// reports how many of each kind and depth it did.
package main

import (
	"flag"
	"fmt"
	"os"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	ops := flag.Uint64("ops", 100000, "do at least this many map operations")
	goroutines := flag.Int("goroutines", 0, "how many `n` work at once (default: as many as -procs)")
	names := flag.String("shape", "", "only these `shapes`: names or beginnings with *, separated by commas")
	hard := flag.Bool("hard", false, "the shapes beyond one expression or local variable in one function")
	list := flag.Bool("list", false, "list the shapes and stop")
	flag.Parse()

	chosen, err := choose(*names, *hard)
	if err != nil {
		fmt.Fprintln(os.Stderr, "chains:", err)
		os.Exit(2)
	}
	if *list {
		os.Stdout.Write(listing(chosen))
		return
	}
	if *goroutines <= 0 {
		*goroutines = opts.Procs
	}
	r := newRun(opts, chosen, *goroutines, *ops)
	opts.Apply()
	opts.Ready()
	r.measure()
	opts.Finish(r.report())
}
