// SPDX-License-Identifier: GPL-2.0

// Service is a session cache under its own load: nested maps up to four deep,
// several workers at a mixed pace, and responses that keep the collector busy.
// It runs until it is killed.
package main

import (
	"flag"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	rate := flag.Int("rate", 2000, "requests per second, of all workers")
	workers := flag.Int("workers", 4, "how many `n` workers")
	flag.Parse()
	if *workers < 1 {
		*workers = 1
	}

	opts.Apply()
	c := newCache()
	for i := 0; i < *workers; i++ {
		w := &worker{
			cache: c,
			rand:  harness.Rand(opts.Seed + uint64(i)),
			pace:  newPace(float64(*rate) / float64(*workers)),
		}
		go w.serve()
	}
	harness.Announce()
	select {}
}
