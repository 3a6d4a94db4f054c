// SPDX-License-Identifier: GPL-2.0

package main

// Variables that hold one found map or another, as the flow of control has it.

func init() {
	register("phi", true, []shape{
		{name: "makeIfNilHit", truth: "r1 u2", run: func(w *world, i int) {
			k := &w.String
			phiMakeIfNil(k.m2, k.a(i), k.b(i))
		}},
		{name: "makeIfNilMiss", truth: "d1 r1 m1 w1 u1", run: func(w *world, i int) {
			k := &w.String
			phiMakeAfresh(k.made, k.missing, k.b(i))
		}},
		{name: "makeIfNilAgainMiss", truth: "d1 2r1 m1 w1 u2", run: func(w *world, i int) {
			k := &w.String
			phiMakeAgain(k.made, k.missing, k.b(i))
		}},
		{name: "eitherShallow", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiEither(k.m2, k.m3, k.a(i), k.b(i), k.c(i), true)
		}},
		{name: "eitherDeep", truth: "r1 r2 r3", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiEither(k.m2, k.m3, k.a(i), k.b(i), k.c(i), false)
		}},
		{name: "orPlainFound", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiOrPlain(k.m2, k.m1, k.a(i), k.b(i), true)
		}},
		{name: "orPlainGiven", truth: "r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiOrPlain(k.m2, k.m1, k.a(i), k.b(i), false)
		}},
		{name: "loopReassigned", truth: "4r1 3r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiLoopReassigned(k.m2, k.keys[:turns], k.a(i))
		}},
		{name: "loopFirstGiven", truth: "2r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiLoopFirstGiven(k.m2, k.m1, k.a(i), k.b(i))
		}},
		{name: "rangeValue", truth: "i1 12r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += phiRangeValue(k.m2, k.a(i))
		}},
	})
}

//go:noinline
func phiMakeIfNil(m map[string]map[string]int, a, b string) {
	x := m[a]
	if x == nil {
		x = make(map[string]int)
		m[a] = x
	}
	x[b]++
}

//go:noinline
func phiMakeAfresh(m map[string]map[string]int, a, b string) {
	delete(m, a)
	x := m[a]
	if x == nil {
		x = make(map[string]int)
		m[a] = x
	}
	x[b]++
}

//go:noinline
func phiMakeAgain(m map[string]map[string]int, a, b string) {
	delete(m, a)
	if m[a] == nil {
		m[a] = make(map[string]int)
	}
	m[a][b]++
}

//go:noinline
func phiEither(m map[string]map[string]int, n map[string]map[string]map[string]int, a, b, c string, first bool) int {
	var x map[string]int
	if first {
		x = m[a]
	} else {
		x = n[b][c]
	}
	return x[a]
}

//go:noinline
func phiOrPlain(m map[string]map[string]int, plain map[string]int, a, b string, found bool) int {
	x := plain
	if found {
		x = m[a]
	}
	return x[b]
}

//go:noinline
func phiLoopReassigned(m map[string]map[string]int, keys []string, a string) int {
	sum := 0
	x := m[a]
	for _, key := range keys {
		sum += x[key]
		x = m[key]
	}
	return sum + len(x)
}

// phiLoopFirstGiven works on the map it was given first, and on one it found
// itself after that, at the same place in the code.
//
//go:noinline
func phiLoopFirstGiven(m map[string]map[string]int, x map[string]int, a, b string) int {
	sum := 0
	for turn := 0; turn < 2; turn++ {
		sum += x[b]
		if turn == 0 {
			x = m[a]
		}
	}
	return sum
}

// phiRangeValue works on maps that an iteration found, not a read.
//
//go:noinline
func phiRangeValue(m map[string]map[string]int, a string) int {
	sum := 0
	for _, x := range m {
		sum += x[a]
	}
	return sum
}
