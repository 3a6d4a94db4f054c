// SPDX-License-Identifier: GPL-2.0

// Canary deletes from a map now and then, in the middle of a flood of map reads on
// other threads, and reports its deletions. On request it gets as loud as the flood.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	threads := flag.Int("threads", 2, "`n` goroutines read maps as fast as they can, from the start")
	deletes := flag.Int("deletes", 200, "delete `n` times")
	rate := flag.Int("rate", 50, "so many times per second")
	loud := flag.Bool("loud", false, "go on deleting then, as fast as it goes")
	flag.Parse()
	if *threads < 0 || *deletes < 0 || *rate < 1 {
		fmt.Fprintln(os.Stderr, "canary: -threads and -deletes must not be negative, -rate at least 1")
		os.Exit(2)
	}
	opts.Apply()
	for i := 0; i < *threads; i++ {
		go flood()
	}
	m := map[string]uint64{"seed": 1}
	opts.Ready()
	for i := 0; i < *deletes; i++ {
		sing(m)
		time.Sleep(time.Second / time.Duration(*rate))
	}
	if *loud {
		go func() {
			for {
				sing(m)
			}
		}()
	}
	opts.Finish(report(uint64(*deletes)))
}

//go:noinline
func sing(m map[string]uint64) {
	delete(m, "canary")
}

// flood reads a flat map for ever.
func flood() {
	m := make(map[uint64]uint64)
	for i := uint64(0); i < 1024; i++ {
		m[i] = i
	}
	for i := uint64(0); ; i++ {
		if at := i * 37 % 1024; m[at] != at {
			os.Stderr.WriteString("canary: a map gave a wrong result\n")
			os.Exit(1)
		}
	}
}

// report tells of the canary alone.
func report(deletes uint64) []byte {
	var j harness.JSON
	var t harness.Tally
	t[harness.Delete][1] = deletes
	j.Open().Key("ops")
	t.Write(&j)
	j.Close()
	return j.Bytes()
}
