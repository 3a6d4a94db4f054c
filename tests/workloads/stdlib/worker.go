// SPDX-License-Identifier: GPL-2.0

package main

import (
	"os"

	"mapgc/workloads/harness"
)

// A part is a few calls of one package; run counts what they do in w.now.
type part struct {
	name string
	run  func(w *worker, i int)
}

var parts []part

func register(more ...part) { parts = append(parts, more...) }

// A worker has maps of its own, which every part leaves as it found them.
type worker struct {
	did     []harness.Tally // by part
	now     *harness.Tally  // of the part that runs
	rounds  uint64
	rand    harness.Rand
	opts    *harness.Options
	ages    map[string]int
	squares map[int]int
	teams   map[string]map[string]int
	escape  interface{} // what is stored here leaves its function
	shared  shared
}

const people = 12 // more than fit into the first bucket or group

func newWorker(opts *harness.Options, number int) *worker {
	w := &worker{
		did:     make([]harness.Tally, len(parts)),
		rand:    harness.Rand(opts.Seed + uint64(number)),
		opts:    opts,
		ages:    map[string]int{},
		squares: map[int]int{},
		teams:   map[string]map[string]int{},
	}
	for i := 0; i < people; i++ {
		w.ages[name(i)] = i
		w.squares[i] = i * i
		w.teams[name(i)] = map[string]int{name(i): i, name(i + 1): i + 1}
	}
	return w
}

func name(i int) string { return string(rune('a'+i)) + "-person" }

// run does at least so many rounds, and some of them while the collector runs.
func (w *worker) run(rounds int, churn *harness.Churn) {
	for i := 0; i < rounds || !churn.Collected(); i++ {
		for p := range parts {
			w.now = &w.did[p]
			w.opts.Run(&w.rand, func() { parts[p].run(w, i%people) })
		}
		w.rounds++
	}
}

// count says that operations of depth 1 were done.
func (w *worker) count(kind harness.Kind, n int) { w.now[kind][1] += uint64(n) }

// must ends the program if it has miscounted its own maps.
func must(ok bool, what string) {
	if !ok {
		os.Stderr.WriteString("stdlib: " + what + "\n")
		os.Exit(1)
	}
}
