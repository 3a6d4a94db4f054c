// SPDX-License-Identifier: GPL-2.0

package main

import (
	"mapgc/workloads/harness"
)

// A run is the measured part: workers that call the chosen shapes, each on a
// world of its own, round after round in random order.
type run struct {
	opts       *harness.Options
	shapes     []*shape
	workers    []*worker
	rounds     int // per worker, or more until the collector has run
	goroutines uint64
	numgc      uint64
}

type worker struct {
	world *world
	rand  harness.Rand
	order []int
	calls []uint64 // per shape
}

// newRun builds the worlds and shares ops map operations out among n workers.
func newRun(opts *harness.Options, chosen []*shape, n int, ops uint64) *run {
	r := &run{opts: opts, shapes: chosen}
	for i := 0; i < n; i++ {
		r.workers = append(r.workers, newWorker(opts.Seed+uint64(i), len(chosen)))
	}
	var round harness.Tally
	for _, s := range chosen {
		round.Add(&s.tally, 1)
	}
	perRound := round.Total() * uint64(n)
	r.rounds = int((ops + perRound - 1) / perRound)
	return r
}

func newWorker(seed uint64, shapes int) *worker {
	w := &worker{
		world: newWorld(),
		rand:  harness.Rand(seed),
		order: make([]int, shapes),
		calls: make([]uint64, shapes),
	}
	for i := range w.order {
		w.order[i] = i
	}
	return w
}

func (r *run) measure() {
	r.numgc = harness.Rounds(r.opts, len(r.workers), func(i int, churn *harness.Churn) {
		r.workers[i].work(r, churn)
	})
	r.goroutines = r.countGoroutines()
}

func (w *worker) work(r *run, churn *harness.Churn) {
	for round := 0; round < r.rounds || !churn.Collected(); round++ {
		w.shuffle()
		for _, i := range w.order {
			w.call(r, i, round)
		}
	}
}

func (w *worker) call(r *run, i, round int) {
	s := r.shapes[i]
	r.opts.Run(&w.rand, func() { s.run(w.world, round) })
	w.calls[i]++
}

func (w *worker) shuffle() {
	for i := len(w.order) - 1; i > 0; i-- {
		j := w.rand.Intn(i + 1)
		w.order[i], w.order[j] = w.order[j], w.order[i]
	}
}

// countGoroutines returns how many goroutines did map operations.
func (r *run) countGoroutines() uint64 {
	if !r.opts.Grow {
		return uint64(len(r.workers))
	}
	var n uint64
	for i := range r.shapes {
		n += r.calls(i)
	}
	return n
}

// calls returns how often a shape was called, by all workers.
func (r *run) calls(shape int) uint64 {
	var n uint64
	for _, w := range r.workers {
		n += w.calls[shape]
	}
	return n
}
