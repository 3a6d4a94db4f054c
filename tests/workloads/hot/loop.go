// SPDX-License-Identifier: GPL-2.0

package main

import (
	"strconv"

	"mapgc/workloads/harness"
)

const (
	keys     = 8    // per level
	flatKeys = 1024 // of the flat map
)

// A loop is one kind of map operation, on maps of one thread's own.
type loop interface {
	// turn does n rounds and tells whether the results were right.
	turn(n uint64) bool
	// tally returns what n rounds in one turn do.
	tally(n uint64) harness.Tally
}

// opsPerRound is how many operations the loops' rounds have; a turn of the
// write loop has some more.
func opsPerRound(l loop) uint64 {
	one, two := l.tally(1), l.tally(2)
	return two.Total() - one.Total()
}

func loopNamed(name string) func() loop {
	switch name {
	case "nested":
		return newNested
	case "fast64":
		return newFast64
	case "write":
		return newWrite
	}
	return nil
}

// nested reads m[string][string][uint64].
type nested struct {
	names [keys]string
	m     map[string]map[string]map[uint64]uint64
}

func newNested() loop {
	l := &nested{m: make(map[string]map[string]map[uint64]uint64)}
	for a := range l.names {
		l.names[a] = "key-" + strconv.Itoa(a)
	}
	for a, name := range l.names {
		l.m[name] = make(map[string]map[uint64]uint64)
		for b, second := range l.names {
			l.m[name][second] = make(map[uint64]uint64)
			for c := uint64(0); c < keys; c++ {
				l.m[name][second][c] = uint64(a)*keys*keys + uint64(b)*keys + c
			}
		}
	}
	return l
}

func (l *nested) turn(n uint64) bool {
	sum, expected := uint64(0), uint64(0)
	for i := uint64(0); i < n; i++ {
		at := i * 37 % (keys * keys * keys)
		sum += l.m[l.names[at/(keys*keys)]][l.names[at/keys%keys]][at%keys]
		expected += at
	}
	return sum == expected
}

func (l *nested) tally(n uint64) harness.Tally {
	var t harness.Tally
	t[harness.Read][1], t[harness.Read][2], t[harness.Read][3] = n, n, n
	return t
}

// fast64 reads a flat map[uint64]uint64.
type fast64 struct {
	m map[uint64]uint64
}

func newFast64() loop {
	l := &fast64{m: make(map[uint64]uint64)}
	for i := uint64(0); i < flatKeys; i++ {
		l.m[i] = i * 3
	}
	return l
}

func (l *fast64) turn(n uint64) bool {
	sum, expected := uint64(0), uint64(0)
	for i := uint64(0); i < n; i++ {
		key := i * 37 % flatKeys
		sum += l.m[key]
		expected += key * 3
	}
	return sum == expected
}

func (l *fast64) tally(n uint64) harness.Tally {
	var t harness.Tally
	t[harness.Read][1] = n
	return t
}

// write increments the leaves of a map[uint64]map[uint64]uint64, and reads them
// all at the end of a turn.
type write struct {
	m       map[uint64]map[uint64]uint64
	written uint64
}

func newWrite() loop {
	l := &write{m: make(map[uint64]map[uint64]uint64)}
	for a := uint64(0); a < keys; a++ {
		l.m[a] = make(map[uint64]uint64)
	}
	return l
}

func (l *write) turn(n uint64) bool {
	for i := uint64(0); i < n; i++ {
		at := i * 37 % (keys * keys)
		l.m[at/keys][at%keys]++
	}
	l.written += n
	sum := uint64(0)
	for at := uint64(0); at < keys*keys; at++ {
		sum += l.m[at/keys][at%keys]
	}
	return sum == l.written
}

func (l *write) tally(n uint64) harness.Tally {
	var t harness.Tally
	t[harness.Read][1] = n + keys*keys
	t[harness.Read][2] = keys * keys
	t[harness.Write][2] = n
	return t
}
