// SPDX-License-Identifier: GPL-2.0

//go:build go1.21

package main

func init() {
	register("clear", false, []shape{
		{name: "flat", truth: "w1 c1", run: func(w *world, i int) {
			clearFlat(w.String.fresh, w.String.a(i))
		}},
		{name: "nested", truth: "r1 w2 r1 c2", run: func(w *world, i int) {
			clearNested(w.String.scratch, w.String.a(i), w.String.b(i))
		}},
		{name: "local", truth: "r1 w2 c2", run: func(w *world, i int) {
			clearLocal(w.Int.scratch, w.Int.a(i), w.Int.b(i))
		}},
		{name: "float64", truth: "r1 w2 r1 c2", run: func(w *world, i int) {
			clearFloat64(w.Float64.scratch, w.Float64.a(i), w.Float64.b(i))
		}},
	})
}

//go:noinline
func clearFlat(m map[string]int, a string) {
	m[a] = 1
	clear(m)
}

//go:noinline
func clearNested(m map[string]map[string]int, a, b string) {
	m[a][b] = 1
	clear(m[a])
}

//go:noinline
func clearLocal(m map[int]map[int]int, a, b int) {
	x := m[a]
	x[b] = 1
	clear(x)
}

//go:noinline
func clearFloat64(m map[float64]map[float64]int, a, b float64) {
	m[a][b] = 1
	clear(m[a])
}
