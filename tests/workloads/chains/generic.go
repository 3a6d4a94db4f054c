// SPDX-License-Identifier: GPL-2.0

package main

// Generic functions take their map types from a dictionary.

func init() {
	register("generic", false, []shape{
		{name: "readString", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += genericRead(k.m2, k.a(i), k.b(i))
		}},
		{name: "readInt", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.Int
			w.sum += genericRead(k.m2, k.a(i), k.b(i))
		}},
		{name: "readPair", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.Pair
			w.sum += genericRead(k.m2, k.a(i), k.b(i))
		}},
		{name: "readOKString", truth: "r1 r2 r3", run: func(w *world, i int) {
			k := &w.String
			v, _ := genericReadOK(k.m3, k.a(i), k.b(i), k.c(i))
			w.sum += v
		}},
		{name: "setPtr", truth: "r1 w2", run: func(w *world, i int) {
			k := &w.Ptr
			genericSet(k.m2, k.a(i), k.b(i), i)
		}},
		{name: "setFloat64", truth: "r1 w2", run: func(w *world, i int) {
			k := &w.Float64
			genericSet(k.m2, k.a(i), k.b(i), i)
		}},
		{name: "incrementInt32", truth: "r1 u2", run: func(w *world, i int) {
			k := &w.Int32
			genericIncrement(k.m2, k.a(i), k.b(i))
		}},
		{name: "deleteUint64", truth: "r1 d2", run: func(w *world, i int) {
			k := &w.Uint64
			genericDelete(k.m2, k.a(i), k.b(i))
		}},
		{name: "localArray", truth: "r1 2r2", run: func(w *world, i int) {
			k := &w.Array
			w.sum += genericLocal(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "namedMap", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += genericNamed(w.values.named, w.values.a(i), w.values.b(i))
		}},
	})
}

//go:noinline
func genericRead[K comparable, V any](m map[K]map[K]V, a, b K) V {
	return m[a][b]
}

//go:noinline
func genericReadOK[K comparable, V any](m map[K]map[K]map[K]V, a, b, c K) (V, bool) {
	v, ok := m[a][b][c]
	return v, ok
}

//go:noinline
func genericSet[K comparable, V any](m map[K]map[K]V, a, b K, v V) {
	m[a][b] = v
}

//go:noinline
func genericIncrement[K comparable](m map[K]map[K]int, a, b K) {
	m[a][b]++
}

//go:noinline
func genericDelete[K comparable, V any](m map[K]map[K]V, a, b K) {
	delete(m[a], b)
}

//go:noinline
func genericLocal[K comparable](m map[K]map[K]int, a, b, c K) int {
	x := m[a]
	return x[b] + x[c]
}

//go:noinline
func genericNamed[M ~map[string]N, N ~map[string]int](m M, a, b string) int {
	return m[a][b]
}
