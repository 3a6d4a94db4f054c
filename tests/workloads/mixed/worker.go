// SPDX-License-Identifier: GPL-2.0

package main

import "mapgc/workloads/harness"

// A worker has maps of its own, and reads those that all share.
type worker struct {
	did      harness.Tally
	rand     harness.Rand
	opts     *harness.Options
	create   bool
	sessions sessions
	stock    stock
	routes   *routes
}

func newWorker(opts *harness.Options, number int, shared *routes, create bool) *worker {
	return &worker{
		rand:     harness.Rand(opts.Seed + uint64(number)),
		opts:     opts,
		create:   create,
		sessions: newSessions(),
		stock:    newStock(),
		routes:   shared,
	}
}

// run does at least so many rounds, and some of them while the collector runs.
func (w *worker) run(rounds int, churn *harness.Churn) {
	for i := 0; i < rounds || !churn.Collected(); i++ {
		w.opts.Run(&w.rand, func() { w.round(i) })
	}
}

func (w *worker) round(i int) {
	w.useSessions(i)
	w.useStock(i)
	w.useRoutes(i)
	if w.create {
		w.openSession(i)
	}
	nested(w, i%40)
}

// nested works with maps on the way down a deep recursion and on the way up.
func nested(w *worker, levels int) int {
	var pad [24]int

	n := w.stock.shelves[levels%aisles][levels%bins]
	w.did[harness.Read][1]++
	w.did[harness.Read][2]++
	if levels > 0 {
		pad[levels%len(pad)] = nested(w, levels-1)
	}
	w.stock.counts[levels%aisles]++
	w.did[harness.Write][1]++
	return n + pad[levels%len(pad)]
}
