// SPDX-License-Identifier: GPL-2.0

// Stdlib works with maps the way that Go's own packages do it for a program: package
// sync's Map, reflection, package maps, iterators. It counts beside every call which
// operations that is on the program's maps, the same for every Go version.
package main

import (
	"flag"
	"os"
	"runtime"

	"mapgc/workloads/harness"
)

func main() {
	opts := harness.Flags()
	rounds := flag.Int("rounds", 50, "do everything `n` times in each goroutine")
	list := flag.Bool("list", false, "list what this Go has of it, and stop")
	flag.Parse()

	if *list {
		os.Stdout.Write(listing())
		return
	}
	workers := make([]*worker, opts.Procs)
	for i := range workers {
		workers[i] = newWorker(opts, i)
	}
	opts.Apply()
	opts.Ready()
	numgc := harness.Rounds(opts, len(workers), func(i int, churn *harness.Churn) {
		workers[i].run(*rounds, churn)
	})
	opts.Finish(report(workers, numgc))
}

// report returns one line of JSON; how often a part ran is the same for all of them.
func report(workers []*worker, numgc uint64) []byte {
	var sum harness.Tally
	var runs uint64
	var j harness.JSON

	for _, w := range workers {
		for i := range parts {
			sum.Add(&w.did[i], 1)
		}
		runs += w.rounds
	}
	j.Open().Key("ops")
	sum.Write(&j)
	j.Key("ops_total").Uint(sum.Total())
	j.Key("numgc").Uint(numgc)
	j.Key("rounds").Uint(runs)
	j.Key("go_version").String(runtime.Version())
	writeParts(&j, workers)
	j.Close()
	return j.Bytes()
}

func writeParts(j *harness.JSON, workers []*worker) {
	j.Key("parts").Open()
	for i, p := range parts {
		var sum harness.Tally

		for _, w := range workers {
			sum.Add(&w.did[i], 1)
		}
		j.Key(p.name)
		sum.Write(j)
	}
	j.Close()
}

func listing() []byte {
	var lines []byte

	for _, p := range parts {
		lines = append(append(lines, p.name...), '\n')
	}
	return lines
}
