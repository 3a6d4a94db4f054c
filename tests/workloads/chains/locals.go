// SPDX-License-Identifier: GPL-2.0

package main

// Found maps in local variables: kept across calls, several at once, used in
// another order than found, and left unused.

func init() {
	register("local", false, []shape{
		{name: "acrossCall", truth: "r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localAcrossCall(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "acrossCalls", truth: "r1 r2 r3 w3", run: func(w *world, i int) {
			k := &w.String
			w.sum += localAcrossCalls(k.m3, k.a(i), k.b(i), k.c(i))
		}},
		{name: "two", truth: "2r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localTwo(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "twoSwapped", truth: "2r1 r2 w2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localTwoSwapped(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "many", truth: "6r1 6r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localMany(k.m2, k.keys, k.b(i))
		}},
		{name: "levels", truth: "r1 2r2 r3 2r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += localLevels(k.m3, k.m1, k.a(i), k.b(i), k.c(i))
		}},
		{name: "twoTypes", truth: "2r1 r2 d2", run: func(w *world, i int) {
			w.sum += localTwoTypes(w.String.m2, w.Int.m2, w.String.a(i), w.String.b(i), w.Int.a(i), w.Int.b(i))
		}},
		{name: "sameTypeApart", truth: "2r1 r2 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localSameTypeApart(k.m2, k.scratch, k.a(i), k.b(i))
		}},
		{name: "reassigned", truth: "2r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localReassigned(k.m2, k.a(i), k.b(i))
		}},
		{name: "length", truth: "r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += localLength(k.m2, k.a(i))
		}},
		{name: "range", truth: "r1 i2 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localRange(k.m2, k.a(i), k.b(i))
		}},
		{name: "rangeDelete", truth: "r1 2w2 " + emptiedLocal(), run: func(w *world, i int) {
			k := &w.String
			localRangeDelete(k.scratch, k.a(i), k.b(i), k.c(i))
		}},
		{name: "keyFromChain", truth: "r1 r2 r1 r2", run: func(w *world, i int) {
			k := &w.Int
			w.sum += localKeyFromChain(k.m2, k.a(i), k.b(i))
		}},
		{name: "swapLeaves", truth: "4r1 2r2 2w2", run: func(w *world, i int) {
			k := &w.String
			localSwapLeaves(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "argument", truth: "2r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localArgument(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "concatKey", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localConcatKey(k.m2, k.a(i), k.b(i))
		}},
		{name: "bytesKey", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localBytesKey(k.m2, []byte(k.a(i)), []byte(k.b(i)))
		}},
		{name: "missing", truth: "r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localString(k.m2, k.missing, k.b(i), k.c(i))
		}},
	})
}

// between is a call that every register dies in.
//
//go:noinline
func between(n int) int {
	return n + 1
}

//go:noinline
func localAcrossCall(m map[string]map[string]int, a, b, c string) int {
	x := m[a]
	n := between(len(b))
	v := x[b]
	return x[c] + v + between(n)
}

//go:noinline
func localAcrossCalls(m map[string]map[string]map[string]int, a, b, c string) int {
	x := m[a]
	n := between(len(a))
	y := x[b]
	n += between(n)
	v := y[c]
	n += between(n)
	y[c] = v + n
	return v
}

//go:noinline
func localTwo(m map[string]map[string]int, a, b, c string) int {
	x := m[a]
	y := m[b]
	return x[c] - y[c]
}

//go:noinline
func localTwoSwapped(m map[string]map[string]int, a, b, c string) int {
	x := m[a]
	y := m[b]
	v := y[c]
	x[c] = v
	return v
}

//go:noinline
func localMany(m map[string]map[string]int, keys []string, b string) int {
	p := m[keys[0]]
	q := m[keys[1]]
	r := m[keys[2]]
	s := m[keys[3]]
	t := m[keys[4]]
	u := m[keys[5]]
	return u[b] + p[b]*2 + t[b]*3 + q[b]*4 + s[b]*5 + r[b]*6
}

//go:noinline
func localLevels(m map[string]map[string]map[string]int, flat map[string]int, a, b, c string) int {
	x := m[a]
	v := flat[b]
	y := x[b]
	w := flat[c]
	z := x[c]
	return y[c] + v + w + len(z)
}

//go:noinline
func localTwoTypes(m map[string]map[string]int, n map[int]map[int]int, a, b string, c, d int) int {
	x := m[a]
	y := n[c]
	v := x[b]
	delete(y, d)
	return v
}

//go:noinline
func localSameTypeApart(m, n map[string]map[string]int, a, b string) int {
	x := m[a]
	v := n[a][b]
	return x[b] + v
}

//go:noinline
func localReassigned(m map[string]map[string]int, a, b string) int {
	x := m[a]
	v := x[b]
	x = m[b]
	return x[a] + v
}

//go:noinline
func localLength(m map[string]map[string]int, a string) int {
	return len(m[a])
}

//go:noinline
func localRange(m map[string]map[string]int, a, b string) int {
	x := m[a]
	sum := 0
	for _, v := range x {
		sum += v
	}
	return sum + x[b]
}

//go:noinline
func localRangeDelete(m map[string]map[string]int, a, b, c string) {
	x := m[a]
	x[b] = 1
	x[c] = 2
	for k := range x {
		delete(x, k)
	}
}

//go:noinline
func localKeyFromChain(m map[int]map[int]int, a, b int) int {
	return m[m[a][b]][a]
}

//go:noinline
func localSwapLeaves(m map[string]map[string]int, a, b, c string) {
	m[a][c], m[b][c] = m[b][c], m[a][c]
}

//go:noinline
func localArgument(m map[string]map[string]int, a, b, c string) int {
	return difference(m[a][b], m[c][b])
}

//go:noinline
func difference(x, y int) int {
	return x - y
}

//go:noinline
func localConcatKey(m map[string]map[string]int, a, b string) int {
	return m[a+""][b+a]
}

//go:noinline
func localBytesKey(m map[string]map[string]int, a, b []byte) int {
	return m[string(a)][string(b)]
}
