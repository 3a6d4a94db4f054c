// SPDX-License-Identifier: GPL-2.0

package main

import (
	"reflect"

	. "mapgc/workloads/harness"
)

func init() {
	register(
		part{"reflect.index", reflectIndex},
		part{"reflect.set", reflectSet},
		part{"reflect.range", reflectRange},
		part{"reflect.keys", reflectKeys},
		part{"reflect.make", reflectMake},
	)
}

// The entries of reflect for string keys are others.
func reflectIndex(w *worker, i int) {
	n := reflect.ValueOf(w.ages).MapIndex(reflect.ValueOf(name(i))).Int()
	n += reflect.ValueOf(w.squares).MapIndex(reflect.ValueOf(i)).Int()
	missing := reflect.ValueOf(w.squares).MapIndex(reflect.ValueOf(-1))
	w.count(Read, 3)
	must(n == int64(i+i*i) && !missing.IsValid(), "MapIndex")

	inner := reflect.ValueOf(w.teams).MapIndex(reflect.ValueOf(name(i)))
	n = inner.MapIndex(reflect.ValueOf(name(i))).Int()
	w.count(Read, 2) // each in a frame of package reflect
	must(n == int64(i), "MapIndex of MapIndex")
}

// A value that is none deletes.
func reflectSet(w *worker, i int) {
	ages, squares := reflect.ValueOf(w.ages), reflect.ValueOf(w.squares)
	ages.SetMapIndex(reflect.ValueOf("new"), reflect.ValueOf(i))
	squares.SetMapIndex(reflect.ValueOf(people), reflect.ValueOf(i))
	w.count(Write, 2)
	must(len(w.ages) == people+1 && len(w.squares) == people+1, "SetMapIndex")
	ages.SetMapIndex(reflect.ValueOf("new"), reflect.Value{})
	squares.SetMapIndex(reflect.ValueOf(people), reflect.Value{})
	w.count(Delete, 2)
	must(len(w.ages) == people && len(w.squares) == people, "SetMapIndex deletes")
}

// Each first Next starts an iteration.
func reflectRange(w *worker, i int) {
	iter := reflect.ValueOf(w.ages).MapRange()
	n := 0
	for iter.Next() {
		n += int(iter.Value().Int())
	}
	w.count(Iterate, 1)
	must(n == people*(people-1)/2, "MapRange")

	iter.Reset(reflect.ValueOf(w.squares))
	iter.Next()
	w.count(Iterate, 1)
	iter.Reset(reflect.Value{})
}

func reflectKeys(w *worker, i int) {
	must(len(reflect.ValueOf(w.ages).MapKeys()) == people, "MapKeys")
	w.count(Iterate, 1)
}

func reflectMake(w *worker, i int) {
	m := reflect.MakeMap(reflect.TypeOf(w.ages))
	w.count(Make, 1)
	m.SetMapIndex(reflect.ValueOf(name(i)), reflect.ValueOf(i))
	w.count(Write, 1)
	big := reflect.MakeMapWithSize(reflect.TypeOf(w.ages), 100)
	w.count(Make, 1)
	must(m.Len() == 1 && big.Len() == 0, "MakeMap")
}
