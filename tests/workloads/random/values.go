// SPDX-License-Identifier: GPL-2.0

package main

import (
	"runtime"
	"strconv"
)

// The types of values that are no maps, and what functions do with them.
type (
	record struct {
		n int
		m map[string]int
	}
	large struct {
		a [30]int
		m map[string]int
		b [10]string
	}
)

var sink interface{}

//go:noinline
func spill(a, b int) int { return a*3 + b }

//go:noinline
func allocate(i int) int {
	sink = make([]byte, i%512)
	return 0
}

//go:noinline
func grow(n int) int {
	var pad [40]int
	if n > 0 {
		pad[n%40] = grow(n - 1)
	}
	return pad[n%40]
}

//go:noinline
func format(n int) int { return len(strconv.Itoa(n)) }

func yield() int {
	runtime.Gosched()
	return 0
}

//go:noinline
func passed(m map[string]int) int { return m["alpha"] }

func target(p *int) int {
	if p == nil {
		return 0
	}
	return *p
}

// shared are maps of fixed types that all functions use.
type shared struct {
	names  map[int]string
	table  map[string]map[string]int
	plain  map[string]int
	things map[string]interface{}
}

func newShared() shared {
	s := shared{
		names:  map[int]string{},
		table:  map[string]map[string]int{},
		plain:  map[string]int{"alpha": 1, "beta": 2},
		things: map[string]interface{}{"plain": map[string]int{"alpha": 4}},
	}
	for i, a := range keysString {
		s.names[i] = a
		s.table[a] = map[string]int{}
		for j, b := range keysString {
			s.table[a][b] = keysInt[j]
		}
	}
	return s
}
