// SPDX-License-Identifier: GPL-2.0

//go:build go1.21

package main

import (
	"maps"
	"reflect"

	. "mapgc/workloads/harness"
)

func init() {
	register(
		part{"maps.clone", mapsClone},
		part{"maps.cloneFound", mapsCloneFound},
		part{"maps.copy", mapsCopy},
		part{"maps.deleteFunc", mapsDeleteFunc},
		part{"maps.equal", mapsEqual},
		part{"clear", clearAll},
		part{"clear.range", clearByRange},
		part{"reflect.clear", reflectClear},
	)
}

// A clone is a map that is made; that the runtime also fills it is not the program's.
func mapsClone(w *worker, i int) {
	ages := maps.Clone(w.ages)
	w.count(Make, 1)
	w.escape = ages
	must(len(ages) == people, "Clone")

	squares := maps.Clone(w.squares)
	w.count(Make, 1)
	w.escape = squares
	must(squares[i] == i*i, "what is in a clone")
	w.count(Read, 1)

	empty := map[string]bool{}
	w.escape = empty
	w.escape = maps.Clone(empty)
	w.count(Make, 2)

	var none map[string]int
	must(maps.Clone(none) == nil, "Clone of nothing")
}

// What was made by a clone was not found by a read.
//
//go:noinline
func mapsCloneFound(w *worker, i int) {
	team := maps.Clone(w.teams[name(i)])
	w.count(Read, 1)
	w.count(Make, 1)
	team["x"] = i
	w.count(Write, 1)
	w.escape = team
}

func mapsCopy(w *worker, i int) {
	to := make(map[string]int, 2*people)
	w.count(Make, 1)
	w.escape = to
	maps.Copy(to, w.ages)
	w.count(Iterate, 1)
	w.count(Write, people)
	must(len(to) == people, "Copy")
}

func mapsDeleteFunc(w *worker, i int) {
	squares := maps.Clone(w.squares)
	w.count(Make, 1)
	maps.DeleteFunc(squares, func(k, v int) bool { return k%2 == 0 })
	w.count(Iterate, 1)
	w.count(Delete, people/2)
	must(len(squares) == people/2, "DeleteFunc")
}

func mapsEqual(w *worker, i int) {
	squares := maps.Clone(w.squares)
	w.count(Make, 1)
	must(maps.Equal(squares, w.squares), "Equal")
	w.count(Iterate, 1)
	w.count(Read, people)
	same := maps.EqualFunc(squares, w.squares, func(a, b int) bool { return a == b })
	w.count(Iterate, 1)
	w.count(Read, people)
	must(same, "EqualFunc")
}

//go:noinline
func clearAll(w *worker, i int) {
	squares := maps.Clone(w.squares)
	w.count(Make, 1)
	clear(squares)
	w.count(Clear, 1)
	must(len(squares) == 0, "clear")
}

// The compiler makes a clear of it.
//
//go:noinline
func clearByRange(w *worker, i int) {
	ages := maps.Clone(w.ages)
	w.count(Make, 1)
	for k := range ages {
		delete(ages, k)
	}
	w.count(Clear, 1)
	must(len(ages) == 0, "delete of all")
}

func reflectClear(w *worker, i int) {
	ages := maps.Clone(w.ages)
	w.count(Make, 1)
	reflect.ValueOf(ages).Clear()
	w.count(Clear, 1)
	must(len(ages) == 0, "Clear of a value")
}
