// SPDX-License-Identifier: GPL-2.0

// Mixed is a small program as anyone would write it: sessions, a stock, routes,
// kept in nested maps by several goroutines. It counts beside every map operation
// what it does, on the way that it really takes.
package main

import (
	"flag"
	"os"
	"runtime"
	"sync/atomic"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	rounds := flag.Int("rounds", 200, "do everything `n` times in each goroutine")
	workers := flag.Int("workers", 3, "how many `n` goroutines")
	create := flag.Bool("create", false, "also make maps where none was found, and go on with them")
	spin := flag.Bool("spin", false, "use a CPU, without a map, until it begins")
	flag.Parse()

	shared := newRoutes()
	all := make([]*worker, *workers)
	for i := range all {
		all[i] = newWorker(opts, i, shared, *create)
	}
	opts.Apply()
	var begun int32
	if *spin {
		go spinUntil(&begun)
	}
	opts.Ready()
	atomic.StoreInt32(&begun, 1)
	numgc := harness.Rounds(opts, len(all), func(i int, churn *harness.Churn) {
		all[i].run(*rounds, churn)
	})
	opts.Finish(report(all, numgc))
}

func spinUntil(begun *int32) {
	for atomic.LoadInt32(begun) == 0 {
	}
}

func report(all []*worker, numgc uint64) []byte {
	var sum harness.Tally
	var j harness.JSON

	for _, w := range all {
		sum.Add(&w.did, 1)
	}
	j.Open().Key("ops")
	sum.Write(&j)
	j.Key("ops_total").Uint(sum.Total())
	j.Key("numgc").Uint(numgc)
	j.Key("go_version").String(runtime.Version())
	j.Close()
	return j.Bytes()
}

// must ends the program if it has miscounted its own maps.
func must(ok bool, what string) {
	if !ok {
		os.Stderr.WriteString("mixed: " + what + "\n")
		os.Exit(1)
	}
}
