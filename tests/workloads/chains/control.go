// SPDX-License-Identifier: GPL-2.0

package main

// Found maps used in the arms of if and switch, and in loops. What a call does
// depends on its arguments, which each shape fixes.

const turns = 3 // of the loops

func init() {
	register("control", false, []shape{
		{name: "ifThen", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlIf(k.m2, k.a(i), k.b(i), true)
		}},
		{name: "ifElse", truth: "r1 u2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlIf(k.m2, k.a(i), k.b(i), false)
		}},
		{name: "switchRead", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlSwitch(k.m2, k.a(i), k.b(i), 0)
		}},
		{name: "switchIncrement", truth: "r1 u2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlSwitch(k.m2, k.a(i), k.b(i), 1)
		}},
		{name: "switchDelete", truth: "r1 d2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlSwitch(k.m2, k.a(i), k.b(i), 2)
		}},
		{name: "switchOther", truth: "2r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlSwitch(k.m2, k.a(i), k.b(i), 3)
		}},
		{name: "shortCircuit", truth: "2r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlShortCircuit(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "loop", truth: "3r1 3r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlLoop(k.m2, k.keys[:turns], k.b(i))
		}},
		{name: "loopHoisted", truth: "r1 3r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlLoopHoisted(k.m2, k.keys[:turns], k.a(i))
		}},
		{name: "loopNested", truth: "3r1 9r2 9u3", run: func(w *world, i int) {
			k := &w.String
			controlLoopNested(k.m3, k.keys[:turns], k.a(i))
		}},
		{name: "loopWrite", truth: "3r1 3w2", run: func(w *world, i int) {
			k := &w.Int
			controlLoopWrite(k.m2, k.keys[:turns], k.b(i))
		}},
		{name: "rangeNested", truth: "i1 12r1 12i2", run: func(w *world, i int) {
			w.sum += controlRangeNested(w.String.m2)
		}},
		{name: "rangeRead", truth: "i1 12r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += controlRangeRead(k.index, k.m1)
		}},
		{name: "rangeUse", truth: "i1", run: func(w *world, i int) {
			w.sum += controlRangeUse(w.Int.index)
		}},
	})
}

//go:noinline
func controlIf(m map[string]map[string]int, a, b string, read bool) int {
	x := m[a]
	if read {
		return x[b]
	}
	x[b]++
	return 0
}

//go:noinline
func controlSwitch(m map[string]map[string]int, a, b string, what int) int {
	x := m[a]
	switch what {
	case 0:
		return x[b]
	case 1:
		x[b]++
	case 2:
		delete(x, b)
	default:
		return m[b][a] + len(x)
	}
	return 0
}

//go:noinline
func controlShortCircuit(m map[string]map[string]int, a, b, c string) int {
	if m[a][b] != -1 && m[a][c] != -1 {
		return 1
	}
	return 0
}

//go:noinline
func controlLoop(m map[string]map[string]int, keys []string, b string) int {
	sum := 0
	for i := 0; i < len(keys); i++ {
		x := m[keys[i]]
		sum += x[b]
	}
	return sum
}

//go:noinline
func controlLoopHoisted(m map[string]map[string]int, keys []string, a string) int {
	sum := 0
	x := m[a]
	for _, key := range keys {
		sum += x[key]
	}
	return sum
}

//go:noinline
func controlLoopNested(m map[string]map[string]map[string]int, keys []string, c string) {
	for _, key := range keys {
		x := m[key]
		for _, k := range keys {
			x[k][c]++
		}
	}
}

//go:noinline
func controlLoopWrite(m map[int]map[int]int, keys []int, b int) {
	for i, key := range keys {
		m[key][b] = i
	}
}

//go:noinline
func controlRangeNested(m map[string]map[string]int) int {
	n := 0
	for key := range m {
		for range m[key] {
			n++
		}
	}
	return n
}

//go:noinline
func controlRangeRead(m map[string]string, n map[string]int) int {
	sum := 0
	for _, v := range m {
		sum += n[v]
	}
	return sum
}

//go:noinline
func controlRangeUse(m map[int]int) int {
	sum := 0
	for k, v := range m {
		sum += difference(k, v)
	}
	return sum
}
