// SPDX-License-Identifier: GPL-2.0

package main

import (
	"sync"

	. "mapgc/workloads/harness"
)

// A sync.Map is not a map of the language: what it is made of differs between the
// versions of Go, and is not the program's. Maps that are kept in it are.
type shared struct{ m sync.Map }

func init() {
	register(
		part{"sync.load", syncLoad},
		part{"sync.store", syncStore},
		part{"sync.delete", syncDelete},
		part{"sync.range", syncRange},
		part{"sync.value", syncValue},
		part{"sync.methodValue", syncMethodValue},
	)
}

// fill makes the readers' half and the writers' half of an old sync.Map differ.
//
//go:noinline
func (s *shared) fill() {
	for k := 0; k < people; k++ {
		s.m.Store(k, name(k))
	}
}

func syncLoad(w *worker, i int) {
	s := &w.shared
	s.fill()
	for k := 0; k < 2*people; k++ { // half of them are not there
		_, ok := s.m.Load(k)
		must(ok == (k < people), "Load")
	}
}

func syncStore(w *worker, i int) {
	s := &w.shared
	s.m.Store("new", i)
	v, loaded := s.m.LoadOrStore("new", -1)
	must(loaded && v == i, "LoadOrStore of what is there")
	_, loaded = s.m.LoadOrStore("newer", i)
	must(!loaded, "LoadOrStore of what is not there")
	s.m.Delete("new")
	s.m.Delete("newer")
}

func syncDelete(w *worker, i int) {
	s := &w.shared
	s.fill()
	_, ok := s.m.LoadAndDelete(i)
	must(ok, "LoadAndDelete")
	s.m.Delete(i)
	_, ok = s.m.Load(i)
	must(!ok, "Load of what was deleted")
}

// What the function does that Range calls is the program's.
func syncRange(w *worker, i int) {
	s := &w.shared
	s.fill()
	n := 0
	s.m.Range(func(k, v interface{}) bool {
		n += w.squares[i] + 1
		w.count(Read, 1)
		return k != nil
	})
	must(n >= people, "Range")
}

// A map that is found in a sync.Map was found by no map read: depth 1.
func syncValue(w *worker, i int) {
	s := &w.shared
	s.m.Store("team", w.teams)
	v, _ := s.m.Load("team")
	n := v.(map[string]map[string]int)[name(i)][name(i)]
	w.count(Read, 1)
	w.now[Read][2]++
	must(n == i, "value")
	s.m.Delete("team")
}

type loader interface {
	Load(key interface{}) (interface{}, bool)
}

func syncMethodValue(w *worker, i int) {
	s := &w.shared
	s.fill()
	load := s.m.Load
	var l loader = &s.m
	w.escape = load
	w.escape = l
	_, ok := w.escape.(loader).Load(i)
	must(ok, "method of an interface")
	_, ok = load(i)
	must(ok, "method value")
}
