// SPDX-License-Identifier: GPL-2.0

package main

// The shapes that every key type has: in one expression, and through local
// variables. See keys.go for how this file stands for all key types.

func init() {
	self := selfEqual[keyString]()

	register("String", false, []shape{
		{name: "read1", truth: "r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += read1String(k.m1, k.a(i))
		}},
		{name: "read2", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += read2String(k.m2, k.a(i), k.b(i))
		}},
		{name: "read3", truth: "r1 r2 r3", run: func(w *world, i int) {
			k := &w.String
			w.sum += read3String(k.m3, k.a(i), k.b(i), k.c(i))
		}},
		{name: "read4", truth: "r1 r2 r3 r4", run: func(w *world, i int) {
			k := &w.String
			w.sum += read4String(k.m4, k.a(i), k.b(i), k.c(i), k.d(i))
		}},
		{name: "read5", truth: "r1 r2 r3 r4 r5", run: func(w *world, i int) {
			k := &w.String
			w.sum += read5String(k.m5, k.a(i), k.b(i), k.c(i), k.d(i), k.e(i))
		}},
		{name: "readOK1", truth: "r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += readOK1String(k.m1, k.a(i))
		}},
		{name: "readOK2", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += readOK2String(k.m2, k.a(i), k.b(i))
		}},
		{name: "readOK3", truth: "r1 r2 r3", run: func(w *world, i int) {
			k := &w.String
			w.sum += readOK3String(k.m3, k.a(i), k.b(i), k.c(i))
		}},
		{name: "readMissing2", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += read2String(k.m2, k.missing, k.b(i))
		}},
		{name: "readKeyRead", truth: "2r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += readKeyReadString(k.m2, k.index, k.a(i), k.b(i))
		}},
		{name: "set1", truth: "w1", run: func(w *world, i int) {
			k := &w.String
			set1String(k.m1, k.a(i), i)
		}},
		{name: "set2", truth: "r1 w2", run: func(w *world, i int) {
			k := &w.String
			set2String(k.m2, k.a(i), k.b(i), i)
		}},
		{name: "set3", truth: "r1 r2 w3", run: func(w *world, i int) {
			k := &w.String
			set3String(k.m3, k.a(i), k.b(i), k.c(i), i)
		}},
		{name: "increment1", truth: "u1", run: func(w *world, i int) {
			k := &w.String
			increment1String(k.m1, k.a(i))
		}},
		{name: "increment2", truth: "r1 u2", run: func(w *world, i int) {
			k := &w.String
			increment2String(k.m2, k.a(i), k.b(i))
		}},
		{name: "increment3", truth: "r1 r2 u3", run: func(w *world, i int) {
			k := &w.String
			increment3String(k.m3, k.a(i), k.b(i), k.c(i))
		}},
		{name: "add2", truth: "r1 u2", run: func(w *world, i int) {
			k := &w.String
			add2String(k.m2, k.a(i), k.b(i), i)
		}},
		{name: "append2", truth: appended2(sameInAppend[keyString]()), run: func(w *world, i int) {
			k := &w.String
			append2String(k.lists, k.a(i), k.b(i), byte(i))
		}},
		{name: "delete1", truth: "d1", run: func(w *world, i int) {
			k := &w.String
			delete1String(k.m1, k.a(i))
		}},
		{name: "delete2", truth: "r1 d2", run: func(w *world, i int) {
			k := &w.String
			delete2String(k.m2, k.a(i), k.b(i))
		}},
		{name: "delete3", truth: "r1 r2 d3", run: func(w *world, i int) {
			k := &w.String
			delete3String(k.m3, k.a(i), k.b(i), k.c(i))
		}},
		{name: "range1", truth: "i1", run: func(w *world, i int) {
			k := &w.String
			w.sum += range1String(k.m1)
		}},
		{name: "range2", truth: "r1 i2", run: func(w *world, i int) {
			k := &w.String
			w.sum += range2String(k.m2, k.a(i))
		}},
		{name: "range3", truth: "r1 r2 i3", run: func(w *world, i int) {
			k := &w.String
			w.sum += range3String(k.m3, k.a(i), k.b(i))
		}},
		{name: "rangeDelete1", truth: "2w1 " + emptied1(self), run: func(w *world, i int) {
			k := &w.String
			rangeDelete1String(k.fresh, k.a(i), k.b(i))
		}},
		{name: "rangeDelete2", truth: "2r1 2w2 " + emptied2(self, sameInRange[keyString]()), run: func(w *world, i int) {
			k := &w.String
			rangeDelete2String(k.scratch, k.a(i), k.b(i), k.c(i))
		}},
		{name: "make2", truth: "m1 r1 w2", run: func(w *world, i int) {
			k := &w.String
			make2String(k.m3, k.a(i), k.b(i), i)
		}},
		{name: "makeSmall1", truth: "m1 w1", run: func(w *world, i int) {
			k := &w.String
			makeSmall1String(k.made, k.a(i))
		}},
		{name: "local", truth: "r1 2r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localString(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "localOK", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localOKString(k.m2, k.a(i), k.b(i))
		}},
		{name: "localNil", truth: "r1 r2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localNilString(k.m2, k.a(i), k.b(i))
		}},
		{name: "localMixed", truth: "r1 r2 w2 u2 d2", run: func(w *world, i int) {
			k := &w.String
			w.sum += localMixedString(k.m2, k.a(i), k.b(i), k.c(i))
		}},
		{name: "localUnrelated", truth: "2r1", run: func(w *world, i int) {
			k := &w.String
			w.sum += localUnrelatedString(k.m2, k.m1, k.a(i), k.b(i))
		}},
		{name: "localDeep", truth: "r1 r2 r3 w3", run: func(w *world, i int) {
			k := &w.String
			w.sum += localDeepString(k.m3, k.a(i), k.b(i), k.c(i))
		}},
	})
}

//go:noinline
func read1String(m map[keyString]int, a keyString) int {
	return m[a]
}

//go:noinline
func read2String(m map[keyString]map[keyString]int, a, b keyString) int {
	return m[a][b]
}

//go:noinline
func read3String(m map[keyString]map[keyString]map[keyString]int, a, b, c keyString) int {
	return m[a][b][c]
}

//go:noinline
func read4String(m map[keyString]map[keyString]map[keyString]map[keyString]int, a, b, c, d keyString) int {
	return m[a][b][c][d]
}

//go:noinline
func read5String(m map[keyString]map[keyString]map[keyString]map[keyString]map[keyString]int,
	a, b, c, d, e keyString) int {
	return m[a][b][c][d][e]
}

//go:noinline
func readOK1String(m map[keyString]int, a keyString) int {
	v, ok := m[a]
	if !ok {
		return -1
	}
	return v
}

//go:noinline
func readOK2String(m map[keyString]map[keyString]int, a, b keyString) int {
	v, ok := m[a][b]
	if !ok {
		return -1
	}
	return v
}

//go:noinline
func readOK3String(m map[keyString]map[keyString]map[keyString]int, a, b, c keyString) int {
	v, ok := m[a][b][c]
	if !ok {
		return -1
	}
	return v
}

//go:noinline
func readKeyReadString(m map[keyString]map[keyString]int, n map[keyString]keyString, a, b keyString) int {
	return m[a][n[b]]
}

//go:noinline
func set1String(m map[keyString]int, a keyString, v int) {
	m[a] = v
}

//go:noinline
func set2String(m map[keyString]map[keyString]int, a, b keyString, v int) {
	m[a][b] = v
}

//go:noinline
func set3String(m map[keyString]map[keyString]map[keyString]int, a, b, c keyString, v int) {
	m[a][b][c] = v
}

//go:noinline
func increment1String(m map[keyString]int, a keyString) {
	m[a]++
}

//go:noinline
func increment2String(m map[keyString]map[keyString]int, a, b keyString) {
	m[a][b]++
}

//go:noinline
func increment3String(m map[keyString]map[keyString]map[keyString]int, a, b, c keyString) {
	m[a][b][c]++
}

//go:noinline
func add2String(m map[keyString]map[keyString]int, a, b keyString, x int) {
	m[a][b] += x
}

//go:noinline
func append2String(m map[keyString]map[keyString][]byte, a, b keyString, x byte) {
	m[a][b] = append(m[a][b], x)
}

//go:noinline
func delete1String(m map[keyString]int, a keyString) {
	delete(m, a)
}

//go:noinline
func delete2String(m map[keyString]map[keyString]int, a, b keyString) {
	delete(m[a], b)
}

//go:noinline
func delete3String(m map[keyString]map[keyString]map[keyString]int, a, b, c keyString) {
	delete(m[a][b], c)
}

//go:noinline
func range1String(m map[keyString]int) int {
	sum := 0
	for _, v := range m {
		sum += v
	}
	return sum
}

//go:noinline
func range2String(m map[keyString]map[keyString]int, a keyString) int {
	n := 0
	for range m[a] {
		n++
	}
	return n
}

//go:noinline
func range3String(m map[keyString]map[keyString]map[keyString]int, a, b keyString) int {
	sum := 0
	for _, v := range m[a][b] {
		sum += v
	}
	return sum
}

//go:noinline
func rangeDelete1String(m map[keyString]int, a, b keyString) {
	m[a] = 1
	m[b] = 2
	for k := range m {
		delete(m, k)
	}
}

//go:noinline
func rangeDelete2String(m map[keyString]map[keyString]int, a, b, c keyString) {
	m[a][b] = 1
	m[a][c] = 2
	for k := range m[a] {
		delete(m[a], k)
	}
}

//go:noinline
func make2String(m map[keyString]map[keyString]map[keyString]int, a, b keyString, hint int) {
	m[a][b] = make(map[keyString]int, hint%64)
}

//go:noinline
func makeSmall1String(m map[keyString]map[keyString]int, a keyString) {
	m[a] = make(map[keyString]int)
}

//go:noinline
func localString(m map[keyString]map[keyString]int, a, b, c keyString) int {
	x := m[a]
	return x[b] + x[c]
}

//go:noinline
func localOKString(m map[keyString]map[keyString]int, a, b keyString) int {
	if x, ok := m[a]; ok {
		return x[b]
	}
	return -1
}

//go:noinline
func localNilString(m map[keyString]map[keyString]int, a, b keyString) int {
	x := m[a]
	if x == nil {
		return -1
	}
	return x[b]
}

//go:noinline
func localMixedString(m map[keyString]map[keyString]int, a, b, c keyString) int {
	x := m[a]
	x[b] = 3
	x[c]++
	v, ok := x[b]
	if ok {
		delete(x, c)
	}
	return v
}

//go:noinline
func localUnrelatedString(m map[keyString]map[keyString]int, other map[keyString]int, a, b keyString) int {
	y := m[a]
	return len(y) + other[b]
}

//go:noinline
func localDeepString(m map[keyString]map[keyString]map[keyString]int, a, b, c keyString) int {
	x := m[a]
	y := x[b]
	v := y[c]
	y[c] = v + 1
	return v
}
