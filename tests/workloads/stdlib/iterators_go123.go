// SPDX-License-Identifier: GPL-2.0

//go:build go1.23

package main

import (
	"iter"
	"maps"
	"reflect"
	"slices"

	. "mapgc/workloads/harness"
)

func init() {
	register(
		part{"iterators.keys", iteratorsKeys},
		part{"iterators.all", iteratorsAll},
		part{"iterators.collect", iteratorsCollect},
		part{"iterators.sorted", iteratorsSorted},
		part{"iterators.pull", iteratorsPull},
		part{"iterators.body", iteratorsBody},
		part{"iterators.outside", iteratorsOutside},
		part{"iterators.own", iteratorsOwn},
		part{"iterators.leave", iteratorsLeave},
		part{"iterators.reflect", iteratorsReflect},
	)
}

func iteratorsKeys(w *worker, i int) {
	n := 0
	for range maps.Keys(w.ages) {
		n++
	}
	for v := range maps.Values(w.ages) {
		n += v
	}
	w.count(Iterate, 2)
	must(n == people+people*(people-1)/2, "Keys and Values")
}

func iteratorsAll(w *worker, i int) {
	for k, v := range maps.All(w.squares) {
		must(v == k*k, "All")
	}
	w.count(Iterate, 1)
}

// The maps that are made leave this function.
func iteratorsCollect(w *worker, i int) {
	w.escape = maps.Collect(maps.All(w.ages))
	w.count(Make, 1)
	w.count(Iterate, 1)
	w.count(Write, people)

	squares := maps.Clone(w.squares)
	w.count(Make, 1)
	maps.Insert(squares, maps.All(w.squares))
	w.count(Iterate, 1)
	w.count(Write, people)
	must(len(squares) == people, "Insert")
}

func iteratorsSorted(w *worker, i int) {
	keys := slices.Sorted(maps.Keys(w.ages))
	values := slices.Collect(maps.Values(w.squares))
	w.count(Iterate, 2)
	must(keys[i] == name(i) && len(values) == people, "Sorted and Collect")
}

// The iterator runs in a coroutine, and is given up in the middle.
func iteratorsPull(w *worker, i int) {
	next, stop := iter.Pull2(maps.All(w.squares))
	for k := 0; k < 3; k++ {
		a, b, ok := next()
		must(ok && b == a*a, "Pull2")
	}
	stop()
	w.count(Iterate, 1)
}

// The body of the loop is a function that the iterator calls.
func iteratorsBody(w *worker, i int) {
	n := 0
	for k := range upTo(people) {
		n += w.teams[name(k)][name(k)]
		w.count(Read, 1)
		w.now[Read][2]++
		w.squares[k] = k * k
		w.count(Write, 1)
	}
	must(n == people*(people-1)/2, "reads in a body")
}

// A map that was found outside of the body is handed to another function: depth 1.
//
//go:noinline
func iteratorsOutside(w *worker, i int) {
	team := w.teams[name(i)]
	w.count(Read, 1)
	n := 0
	for k := range upTo(2) {
		n += team[name(i+k)]
		w.count(Read, 1)
	}
	must(n == 2*i+1, "what was found outside")
}

// upTo yields the numbers below n.
//
//go:noinline
func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	}
}

// members looks maps up while it iterates.
//
//go:noinline
func (w *worker) members(team string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		w.count(Read, 1)
		w.now[Iterate][2]++
		for who, age := range w.teams[team] {
			if !yield(who, age) {
				return
			}
		}
	}
}

func iteratorsOwn(w *worker, i int) {
	n := 0
	for who, age := range w.members(name(i)) {
		for other := range w.members(name((i + 1) % people)) {
			if other == who {
				n += age
			}
		}
		n += w.squares[i]
		w.count(Read, 1)
	}
	must(n >= 2*i*i, "nested iterators")
}

// leave returns from inside of two loops; what it deferred there runs at its end.
//
//go:noinline
func (w *worker) leave(i int) int {
	for k := range maps.Keys(w.squares) {
		for j := range upTo(people) {
			if j == i {
				defer func() {
					w.squares[k] = k * k
					w.count(Write, 1)
				}()
				return j
			}
		}
	}
	return -1
}

func iteratorsLeave(w *worker, i int) {
	must(w.leave(i) == i, "return from a body")
	w.count(Iterate, 1)
}

func iteratorsReflect(w *worker, i int) {
	n := 0
	for range reflect.ValueOf(w.ages).Seq2() {
		n++
	}
	for range reflect.ValueOf(w.squares).Seq() {
		n++
	}
	w.count(Iterate, 2)
	must(n == 2*people, "Seq and Seq2")
}
