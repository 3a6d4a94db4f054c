// SPDX-License-Identifier: GPL-2.0

package main

// Found maps that are handed to another function: where that is inlined the
// frame, and so the depth, goes on; where it is not, depth starts at 1.

func init() {
	register("call", true, []shape{
		{name: "other", truth: "2r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += callOther(k.m2, k.a(i), k.b(i))
		}},
		{name: "inlined", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += callInlined(k.m2, k.a(i), k.b(i))
		}},
		{name: "inlinedTwice", truth: "r1 r2 r3", run: func(w *world, i int) {
			k := &w.String
			w.sum += callInlinedTwice(k.m3, k.a(i), k.b(i), k.c(i))
		}},
		{name: "result", truth: "2r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += callResult(k.m2, k.a(i), k.b(i))
		}},
		{name: "methodValue", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += callMethodValue(w.sources.holder.deep, w.sources.a(i), w.sources.b(i))
		}},
		{name: "closure", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += callClosure(newReader(k.m2, k.a(i)), k.b(i))
		}},
		{name: "captured", truth: "2r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += callCaptured(k.m2, k.a(i), k.b(i))
		}},
		{name: "deferDelete", truth: "r1 d1", run: func(w *world, i int) {
			k := &w.String
			callDeferDelete(k.m2, k.a(i), k.b(i))
		}},
		{name: "deferClosure", truth: "r1 d2", run: func(w *world, i int) {
			k := &w.String
			callDeferClosure(k.m2, k.a(i), k.b(i))
		}},
		{name: "throughPointer", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += callThroughPointer(k.m2, k.a(i), k.b(i))
		}},
	})
}

//go:noinline
func lookup(m map[string]int, a string) int {
	return m[a]
}

func lookupInlined(m map[string]int, a string) int {
	return m[a]
}

func findInlined(m map[string]map[string]map[string]int, a, b string) map[string]int {
	return m[a][b]
}

//go:noinline
func find(m map[string]map[string]int, a string) map[string]int {
	return m[a]
}

//go:noinline
func callOther(m map[string]map[string]int, a, b string) int {
	return lookup(m[a], b)
}

//go:noinline
func callInlined(m map[string]map[string]int, a, b string) int {
	return lookupInlined(m[a], b)
}

//go:noinline
func callInlinedTwice(m map[string]map[string]map[string]int, a, b, c string) int {
	return lookupInlined(findInlined(m, a, b), c)
}

//go:noinline
func callResult(m map[string]map[string]int, a, b string) int {
	return find(m, a)[b]
}

//go:noinline
func callMethodValue(f func(a, b string) int, a, b string) int {
	return f(a, b)
}

//go:noinline
func newReader(m map[string]map[string]int, a string) func(b string) int {
	return func(b string) int { return m[a][b] }
}

//go:noinline
func callClosure(f func(b string) int, b string) int {
	return f(b)
}

//go:noinline
func newFoundReader(x map[string]int) func(b string) int {
	return func(b string) int { return x[b] }
}

//go:noinline
func callCaptured(m map[string]map[string]int, a, b string) int {
	return newFoundReader(m[a])(b)
}

// callDeferDelete finds the map here; the deferred delete runs in a frame of
// its own that the compiler wraps around it.
//
//go:noinline
func callDeferDelete(m map[string]map[string]int, a, b string) {
	defer delete(m[a], b)
}

//go:noinline
func callDeferClosure(m map[string]map[string]int, a, b string) {
	defer func() { delete(m[a], b) }()
}

// point leaves its argument where it is: the compiler must keep what it points
// to in memory.
//
//go:noinline
func point(x *map[string]int) int {
	return len(*x)
}

//go:noinline
func callThroughPointer(m map[string]map[string]int, a, b string) int {
	x := m[a]
	n := point(&x)
	return x[b] + n
}
