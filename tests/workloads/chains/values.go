// SPDX-License-Identifier: GPL-2.0

package main

// Values that make the compiler choose other map functions (by size), put the
// found map elsewhere than at the start of the value, or hide its type.

type (
	big [20]int64  // over 128 bytes: no fast variants
	fat [150]int64 // over 1024 bytes: mapaccess…_fat

	inner map[string]int
	outer map[string]inner

	boxed struct {
		id int
		f  map[string]int
	}
	bigBoxed struct {
		pad big
		f   map[string]int
	}
	fatBoxed struct {
		pad fat
		f   map[string]int
	}
	boxedTwice struct {
		id int
		in boxed
	}
)

type values struct {
	keys     []string
	bigs     map[string]map[string]big
	fats     map[string]map[string]fat
	named    outer
	boxes    map[string]boxed
	bigBoxes map[string]bigBoxed
	fatBoxes map[string]fatBoxed
	twice    map[string]map[string]boxedTwice
	pointers map[string]*boxed
	any      map[string]interface{}
	anyDeep  map[string]map[int]interface{}
	mixed    map[string]map[int]map[uint64]map[bool]int
	bytes    map[byte]map[int16]int
	arrays   map[string][2]map[string]int
}

func newValues(keys []string) values {
	v := values{keys: keys}
	m1 := newM1String
	box := func(ks []string) boxed { return boxed{id: 1, f: m1(ks)} }

	v.bigs = nested(keys, func([]string) map[string]big { return make(map[string]big) })
	v.fats = nested(keys, func([]string) map[string]fat { return make(map[string]fat) })
	v.named = nested(keys, func(ks []string) inner { return m1(ks) })
	v.boxes = nested(keys, box)
	v.bigBoxes = nested(keys, func(ks []string) bigBoxed { return bigBoxed{f: m1(ks)} })
	v.fatBoxes = nested(keys, func(ks []string) fatBoxed { return fatBoxed{f: m1(ks)} })
	v.twice = nested(keys, func(ks []string) map[string]boxedTwice {
		return nested(ks, func(ks []string) boxedTwice { return boxedTwice{in: box(ks)} })
	})
	v.pointers = nested(keys, func(ks []string) *boxed { b := box(ks); return &b })
	v.any = nested(keys, func(ks []string) interface{} {
		return nested(ks, func([]string) interface{} { return 1 })
	})
	v.anyDeep = nested(keys, func([]string) map[int]interface{} {
		return map[int]interface{}{0: m1(keys), 1: m1(keys)}
	})
	v.mixed = nested(keys, func([]string) map[int]map[uint64]map[bool]int {
		return map[int]map[uint64]map[bool]int{1: {2: {true: 3}}}
	})
	v.bytes = map[byte]map[int16]int{1: {2: 3}}
	v.arrays = nested(keys, func(ks []string) [2]map[string]int {
		return [2]map[string]int{m1(ks), m1(ks)}
	})
	return v
}

func (v *values) a(i int) string { return v.keys[i%fanout] }
func (v *values) b(i int) string { return v.keys[(i+1)%fanout] }
func (v *values) c(i int) string { return v.keys[(i+2)%fanout] }

func init() {
	register("value", false, []shape{
		{name: "bigRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += bigRead(w.values.bigs, w.values.a(i), w.values.b(i))
		}},
		{name: "bigReadOK", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += bigReadOK(w.values.bigs, w.values.a(i), w.values.b(i))
		}},
		{name: "bigSet", truth: "r1 w2", run: func(w *world, i int) {
			bigSet(w.values.bigs, w.values.a(i), w.values.b(i), int64(i))
		}},
		{name: "bigWhole", truth: "r1 r2 r1 w2", run: func(w *world, i int) {
			bigWhole(w.values.bigs, w.values.a(i), w.values.b(i), w.values.c(i))
		}},
		{name: "fatRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += fatRead(w.values.fats, w.values.a(i), w.values.b(i))
		}},
		{name: "fatReadOK", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += fatReadOK(w.values.fats, w.values.a(i), w.values.b(i))
		}},
		{name: "fatSet", truth: "r1 w2", run: func(w *world, i int) {
			fatSet(w.values.fats, w.values.a(i), w.values.b(i), int64(i))
		}},
		{name: "fatDelete", truth: "r1 d2", run: func(w *world, i int) {
			fatDelete(w.values.fats, w.values.a(i), w.values.b(i))
		}},
		{name: "namedRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += namedRead(w.values.named, w.values.a(i), w.values.b(i))
		}},
		{name: "namedIncrement", truth: "r1 u2", run: func(w *world, i int) {
			namedIncrement(w.values.named, w.values.a(i), w.values.b(i))
		}},
		{name: "namedMethod", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += w.values.named.get(w.values.a(i), w.values.b(i))
		}},
		{name: "fieldRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += fieldRead(w.values.boxes, w.values.a(i), w.values.b(i))
		}},
		{name: "fieldIncrement", truth: "r1 u2", run: func(w *world, i int) {
			fieldIncrement(w.values.boxes, w.values.a(i), w.values.b(i))
		}},
		{name: "fieldDelete", truth: "r1 d2", run: func(w *world, i int) {
			fieldDelete(w.values.boxes, w.values.a(i), w.values.b(i))
		}},
		{name: "fieldLocal", truth: "r1 2r2", run: func(w *world, i int) {
			w.sum += fieldLocal(w.values.boxes, w.values.a(i), w.values.b(i), w.values.c(i))
		}},
		{name: "fieldDeep", truth: "r1 r2 r3", run: func(w *world, i int) {
			w.sum += fieldDeep(w.values.twice, w.values.a(i), w.values.b(i), w.values.c(i))
		}},
		{name: "fieldOfBig", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += fieldOfBig(w.values.bigBoxes, w.values.a(i), w.values.b(i))
		}},
		{name: "fieldOfFat", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += fieldOfFat(w.values.fatBoxes, w.values.a(i), w.values.b(i))
		}},
		{name: "assertRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += assertRead(w.values.any, w.values.a(i), w.values.b(i))
		}},
		{name: "assertSet", truth: "r1 w2", run: func(w *world, i int) {
			assertSet(w.values.any, w.values.a(i), w.values.b(i))
		}},
		{name: "assertDeep", truth: "r1 r2 r3", run: func(w *world, i int) {
			w.sum += assertDeep(w.values.anyDeep, w.values.a(i), i%2, w.values.b(i))
		}},
		{name: "assertLocal", truth: "r1 2r2", run: func(w *world, i int) {
			w.sum += assertLocal(w.values.any, w.values.a(i), w.values.b(i), w.values.c(i))
		}},
		{name: "mixedRead", truth: "r1 r2 r3 r4", run: func(w *world, i int) {
			w.sum += mixedRead(w.values.mixed, w.values.a(i), 1, 2, true)
		}},
		{name: "mixedIncrement", truth: "r1 r2 r3 u4", run: func(w *world, i int) {
			mixedIncrement(w.values.mixed, w.values.a(i), 1, 2, true)
		}},
		{name: "bytesRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += bytesRead(w.values.bytes, 1, 2)
		}},
		{name: "bytesSet", truth: "r1 w2", run: func(w *world, i int) {
			bytesSet(w.values.bytes, 1, int16(i%8), i)
		}},
	})
	register("value", true, []shape{
		{name: "pointerRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += pointerRead(w.values.pointers, w.values.a(i), w.values.b(i))
		}},
		{name: "pointerIncrement", truth: "r1 u2", run: func(w *world, i int) {
			pointerIncrement(w.values.pointers, w.values.a(i), w.values.b(i))
		}},
		{name: "bigLocal", truth: "r1 2r2", run: func(w *world, i int) {
			w.sum += bigLocal(w.values.bigBoxes, w.values.a(i), w.values.b(i), w.values.c(i))
		}},
		{name: "arrayRead", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += arrayRead(w.values.arrays, w.values.a(i), i%2, w.values.b(i))
		}},
		{name: "assertOK", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += assertOK(w.values.any, w.values.a(i), w.values.b(i))
		}},
		{name: "assertSwitch", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += assertSwitch(w.values.any, w.values.a(i), w.values.b(i))
		}},
	})
}

//go:noinline
func bigRead(m map[string]map[string]big, a, b string) int {
	return int(m[a][b][3])
}

//go:noinline
func bigReadOK(m map[string]map[string]big, a, b string) int {
	v, ok := m[a][b]
	if !ok {
		return -1
	}
	return int(v[7])
}

//go:noinline
func bigSet(m map[string]map[string]big, a, b string, x int64) {
	m[a][b] = big{5: x}
}

//go:noinline
func bigWhole(m map[string]map[string]big, a, b, c string) {
	m[a][b] = m[a][c]
}

//go:noinline
func fatRead(m map[string]map[string]fat, a, b string) int {
	return int(m[a][b][3])
}

//go:noinline
func fatReadOK(m map[string]map[string]fat, a, b string) int {
	v, ok := m[a][b]
	if !ok {
		return -1
	}
	return int(v[7])
}

//go:noinline
func fatSet(m map[string]map[string]fat, a, b string, x int64) {
	m[a][b] = fat{5: x}
}

//go:noinline
func fatDelete(m map[string]map[string]fat, a, b string) {
	delete(m[a], b)
}

//go:noinline
func namedRead(m outer, a, b string) int {
	return m[a][b]
}

//go:noinline
func namedIncrement(m outer, a, b string) {
	m[a][b]++
}

//go:noinline
func (m outer) get(a, b string) int {
	return m[a][b]
}

//go:noinline
func fieldRead(m map[string]boxed, a, b string) int {
	return m[a].f[b]
}

//go:noinline
func fieldIncrement(m map[string]boxed, a, b string) {
	m[a].f[b]++
}

//go:noinline
func fieldDelete(m map[string]boxed, a, b string) {
	delete(m[a].f, b)
}

//go:noinline
func fieldLocal(m map[string]boxed, a, b, c string) int {
	x := m[a]
	return x.f[b] + x.id + x.f[c]
}

//go:noinline
func fieldDeep(m map[string]map[string]boxedTwice, a, b, c string) int {
	return m[a][b].in.f[c]
}

//go:noinline
func fieldOfBig(m map[string]bigBoxed, a, b string) int {
	return m[a].f[b]
}

//go:noinline
func fieldOfFat(m map[string]fatBoxed, a, b string) int {
	return m[a].f[b]
}

//go:noinline
func assertRead(m map[string]interface{}, a, b string) int {
	return m[a].(map[string]interface{})[b].(int)
}

//go:noinline
func assertSet(m map[string]interface{}, a, b string) {
	m[a].(map[string]interface{})[b] = 2
}

//go:noinline
func assertDeep(m map[string]map[int]interface{}, a string, b int, c string) int {
	return m[a][b].(map[string]int)[c]
}

//go:noinline
func assertLocal(m map[string]interface{}, a, b, c string) int {
	x := m[a].(map[string]interface{})
	return x[b].(int) + x[c].(int)
}

//go:noinline
func mixedRead(m map[string]map[int]map[uint64]map[bool]int, a string, b int, c uint64, d bool) int {
	return m[a][b][c][d]
}

//go:noinline
func mixedIncrement(m map[string]map[int]map[uint64]map[bool]int, a string, b int, c uint64, d bool) {
	m[a][b][c][d]++
}

//go:noinline
func bytesRead(m map[byte]map[int16]int, a byte, b int16) int {
	return m[a][b]
}

//go:noinline
func bytesSet(m map[byte]map[int16]int, a byte, b int16, x int) {
	m[a][b] = x
}

//go:noinline
func pointerRead(m map[string]*boxed, a, b string) int {
	return m[a].f[b]
}

//go:noinline
func pointerIncrement(m map[string]*boxed, a, b string) {
	m[a].f[b]++
}

//go:noinline
func bigLocal(m map[string]bigBoxed, a, b, c string) int {
	x := m[a]
	return x.f[b] + int(x.pad[i20(b)]) + x.f[c]
}

// i20 picks an element of a big, such that all of it must be kept.
//
//go:noinline
func i20(s string) int {
	return len(s) % len(big{})
}

//go:noinline
func arrayRead(m map[string][2]map[string]int, a string, i int, b string) int {
	return m[a][i][b]
}

//go:noinline
func assertOK(m map[string]interface{}, a, b string) int {
	if x, ok := m[a].(map[string]interface{}); ok {
		return x[b].(int)
	}
	return -1
}

//go:noinline
func assertSwitch(m map[string]interface{}, a, b string) int {
	switch x := m[a].(type) {
	case map[string]int:
		return x[b]
	case map[string]interface{}:
		return x[b].(int)
	default:
		return -1
	}
}
