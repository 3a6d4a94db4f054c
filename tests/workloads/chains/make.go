// SPDX-License-Identifier: GPL-2.0

package main

// Maps that are made: by makemap, by makemap_small, and from literals. (Where a
// small map does not leave its function the compiler makes it in place, without
// a call: no shape does that.)

func init() {
	register("make", false, []shape{
		{name: "hint", truth: "m1", run: func(w *world, i int) { makeHint(i % 100) }},
		{name: "hint64", truth: "m1", run: func(w *world, i int) { makeHint64(int64(i % 100)) }},
		{name: "constant", truth: "m1", run: func(w *world, i int) { makeConstant() }},
		{name: "small", truth: "m1", run: func(w *world, i int) { makeSmall() }},
		{name: "onStack", truth: "m1 w1 r1", run: func(w *world, i int) { w.sum += makeOnStack(i%50, w.String.a(i)) }},
		{name: "empty", truth: "m1", run: func(w *world, i int) { makeEmpty() }},
		{name: "literal", truth: "m1 3w1", run: func(w *world, i int) { makeLiteral(i) }},
		{name: "longLiteral", truth: "m1 30w1", run: func(w *world, i int) { makeLongLiteral() }},
		{name: "thenSet", truth: "m1 2w1", run: func(w *world, i int) {
			makeThenSet(w.String.made, w.String.a(i), w.String.b(i))
		}},
		{name: "inPlace", truth: "m1 w1 r1 w2", run: func(w *world, i int) {
			makeInPlace(w.String.made, w.String.a(i), w.String.b(i))
		}},
		{name: "nestedLiteral", truth: "3m1 5w1", run: func(w *world, i int) {
			makeNestedLiteral(w.String.m3, w.String.keys[fanout], i)
		}},
	})
}

//go:noinline
func makeHint(n int) map[string]int {
	return make(map[string]int, n)
}

//go:noinline
func makeHint64(n int64) map[string]int {
	return make(map[string]int, n)
}

//go:noinline
func makeConstant() map[string]int {
	return make(map[string]int, 100)
}

//go:noinline
func makeSmall() map[string]int {
	return make(map[string]int)
}

//go:noinline
func makeOnStack(n int, a string) int {
	m := make(map[string]int, n)
	m[a] = n
	return m[a]
}

//go:noinline
func makeEmpty() map[string]int {
	return map[string]int{}
}

//go:noinline
func makeLiteral(n int) map[string]int {
	return map[string]int{"one": n, "two": 2, "three": 3}
}

//go:noinline
func makeLongLiteral() map[string]int {
	return map[string]int{
		"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6,
		"g": 7, "h": 8, "i": 9, "j": 10, "k": 11, "l": 12,
		"m": 13, "n": 14, "o": 15, "p": 16, "q": 17, "r": 18,
		"s": 19, "t": 20, "u": 21, "v": 22, "w": 23, "x": 24,
		"y": 25, "z": 26, "A": 27, "B": 28, "C": 29, "D": 30,
	}
}

//go:noinline
func makeThenSet(m map[string]map[string]int, a, b string) {
	x := make(map[string]int)
	m[a] = x
	x[b] = 1
}

//go:noinline
func makeInPlace(m map[string]map[string]int, a, b string) {
	m[a] = make(map[string]int)
	m[a][b] = 1
}

//go:noinline
func makeNestedLiteral(m map[string]map[string]map[string]int, a string, n int) {
	m[a] = map[string]map[string]int{
		"left":  {"one": n},
		"right": {"two": n},
	}
}
