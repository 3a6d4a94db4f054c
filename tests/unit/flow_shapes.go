// SPDX-License-Identifier: GPL-2.0

// What flow_go_test compiles. "want" lists the verdicts on a function's calls of
// map functions, in the order of the code: the depth, or ? where it depends on
// the path, with an R where the call may have found the map of a ?.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type one = map[string]int
type two = map[string]one
type three = map[string]two

type inner struct {
	id   int
	tags one
	next *inner
}

type large struct {
	pad  [150]int
	tags one
	more [50]int
}

type ring struct {
	slots [4]one
}

var global two
var kept *one

//go:noinline
func work(k string) string { return k + "." }

//go:noinline
func keep(m *one) { kept = m }

//go:noinline
func fill(i *inner) { i.tags = global["x"] }

// want 1 2 3
//
//go:noinline
func read(m three, a, b, c string) int { return m[a][b][c] }

// want 1 2 3
//
//go:noinline
func readOK(m three, a, b, c string) bool { _, ok := m[a][b][c]; return ok }

// want 1 2 3
//
//go:noinline
func write(m three, a, b, c string) { m[a][b][c] = 1 }

// want 1 2 3
//
//go:noinline
func increment(m three, a, b, c string) { m[a][b][c]++ }

// want 1 2
//
//go:noinline
func multiply(m two, a, b string) { m[a][b] *= 3 }

// want 1 2
//
//go:noinline
func appendTo(m map[string]map[string][]int, a, b string) { m[a][b] = append(m[a][b], 1) }

// want 1 2 3
//
//go:noinline
func remove(m three, a, b, c string) { delete(m[a][b], c) }

// want 1 2
//
//go:noinline
func iterate(m two, a string) (n int) {
	for _, v := range m[a] {
		n += v
	}
	return
}

// want 1 2
//
//go:noinline
func clearByDelete(m two, a string) {
	x := m[a]
	for k := range x {
		delete(x, k)
	}
}

// want 1 1 2
//
//go:noinline
func keyFromMap(m two, n map[string]string, a, b string) int { return m[a][n[b]] }

// want 1 1
//
//go:noinline
func sameTypeApart(m two, x one, a, b string) int { return len(m[a]) + x[b] }

// want 1 2 2 2
//
//go:noinline
func local(m two, a, b, c string) int {
	x := m[a]
	x[b] = 1
	delete(x, c)
	return x[c]
}

// want 1 1 2 2
//
//go:noinline
func spilled(m two, a, b string) int {
	x := m[a]
	b = work(b)
	y := m[b]
	b = work(strconv.Itoa(len(b)) + b)
	fmt.Fprintln(os.Stderr, b, len(a))
	return x[b] + y[b]
}

// want 1 2
//
//go:noinline
func localOK(m two, a, b string) int {
	if x, ok := m[a]; ok {
		return x[b]
	}
	return 0
}

// want 1 2
//
//go:noinline
func loopAround(m two, ks []string) (n int) {
	for _, k := range ks {
		x := m[k]
		n += x[work(k)]
	}
	return
}

// want 1 2
//
//go:noinline
func loopBehind(m two, a string, ks []string) (n int) {
	x := m[a]
	for _, k := range ks {
		n += x[work(k)]
	}
	return
}

// want 1 1 1 2
//
//go:noinline
func arms(m two, a, b string) int {
	var x one
	switch len(a) {
	case 1:
		x = m[a]
	case 2:
		x = m[b]
	default:
		x = global[a]
	}
	return x[b]
}

// want 1 2 2 2 2 2 2 2 2 2 2
//
//go:noinline
func jumpTable(m two, a string, n int) int {
	x := m[a]
	switch n {
	case 0:
		return x["zero"]
	case 1:
		return x["one"] + 1
	case 2:
		x["two"]++
	case 3:
		return -x["three"]
	case 4:
		delete(x, "four")
	case 5:
		return x["five"] * 5
	case 6:
		x["six"] = 6
	case 7:
		return x["seven"] ^ 7
	case 8:
		return x["eight"] + x["nine"]
	}
	return n
}

// want 1 2
//
//go:noinline
func barrier(m two, x *struct{ p, q one }, a, b string) int {
	y := m[a]
	x.p, x.q = y, x.p
	return y[b]
}

func find(m three, a, b string) one { return m[a][b] }

// want 1 2 3
//
//go:noinline
func inlined(m three, a, b, c string) int { return find(m, a, b)[c] }

// want 1 2
//
//go:noinline
func field(m map[string]inner, a, b string) int { return m[a].tags[b] }

// want 1 2 2
//
//go:noinline
func fieldLocal(m map[string]inner, a, b string) int {
	t := m[a]
	b = work(b)
	return t.tags[b] + t.tags[work(b)] + t.id
}

// want 1 2
//
//go:noinline
func pointerField(m map[string]*inner, a, b string) int { return m[a].tags[b] }

// want 1 1
//
//go:noinline
func pointerToPointer(m map[string]*inner, a, b string) int { return m[a].next.tags[b] }

// want 1 2 2
//
//go:noinline
func largeField(m map[string]large, a, b string) int {
	t := m[a]
	n := t.tags[b]
	return n + t.tags[work(b)] + t.more[n&31]
}

// want 1 2
//
//go:noinline
func arrayInValue(m map[string]ring, a, b string, i int) int { return m[a].slots[i&3][b] }

// want 1R ?
//
//go:noinline
func sliceInValue(m map[string][]one, a, b string, i int) int { return m[a][i][b] }

// want 1R ?
//
//go:noinline
func sliceConstant(m map[string][]one, a, b string) int { return m[a][0][b] }

// want 1R ?
//
//go:noinline
func sliceRange(m map[string][]one, a, b string) (n int) {
	for _, x := range m[a] {
		n += x[b]
	}
	return
}

// want 1R ?
//
//go:noinline
func sliceOfStructs(m map[string][]inner, a, b string) (n int) {
	for _, x := range m[a] {
		n += x.tags[b]
	}
	return
}

// want 1 1
//
//go:noinline
func sliceOfMaps(m []one, n one, a, b string) int { return m[n[a]][b] }

// want 1 2
//
//go:noinline
func assertion(m map[string]any, a, b string) any { return m[a].(map[string]any)[b] }

// want 1 2
//
//go:noinline
func assertionOK(m map[string]any, a, b string) any {
	if x, ok := m[a].(map[string]any); ok {
		return x[b]
	}
	return nil
}

// want 1 2
//
//go:noinline
func assertionOrNil(m map[string]any, a, b string) any {
	x, _ := m[a].(map[string]any)
	return x[b]
}

// want 1 2
//
//go:noinline
func assertionOrNilSpilled(m map[string]any, a, b string) any {
	x, _ := m[a].(map[string]any)
	b = work(b)
	return x[b]
}

// want 1 2 3
//
//go:noinline
func assertionTwice(m map[string]any, a, b, c string) any {
	return m[a].(map[string]any)[b].(map[string]any)[c]
}

// want 1 2
//
//go:noinline
func assertionOfStruct(m map[string]any, a, b string) int { return m[a].(inner).tags[b] }

// want 1 2
//
//go:noinline
func assertionOfPointer(m map[string]any, a, b string) int { return m[a].(*inner).tags[b] }

// want 1 1
//
//go:noinline
func rangeValue(m two, a string) (n int) {
	for _, x := range m {
		n += x[a]
	}
	return
}

// want 1 2
//
//go:noinline
func generic[K comparable, V any](m map[K]map[K]V, a, b K) V { return m[a][b] }

//go:noinline
func genericOfString(m two, a, b string) int { return generic(m, a, b) }

// want 1R 1R 1R AR
//
//go:noinline
func makeIfNil(m two, a, b string) {
	x := m[a]
	if x == nil {
		x = make(one)
		m[a] = x
	}
	x[b]++
}

// want 1 1 1 1 2
//
//go:noinline
func makeInPlace(m two, a, b string) {
	if m[a] == nil {
		m[a] = make(one)
	}
	m[a][b]++
}

// want ?R
//
//go:noinline
func walk(cur map[string]any, ks []string) map[string]any {
	for _, k := range ks {
		cur = cur[k].(map[string]any)
	}
	return cur
}

// want 1R ?
//
//go:noinline
func orGiven(m two, x one, a, b string) int {
	if len(a) > 3 {
		x = m[a]
	}
	return x[b]
}

// want 1R ?
//
//go:noinline
func changedByCallee(m map[string]inner, a, b string) int {
	t := m[a]
	fill(&t)
	return t.tags[b]
}

func main() {
	sum := read(nil, "", "", "") + spilled(nil, "", "") + local(nil, "", "", "")
	write(nil, "", "", "")
	increment(nil, "", "", "")
	multiply(nil, "", "")
	appendTo(nil, "", "")
	remove(nil, "", "", "")
	clearByDelete(nil, "")
	makeIfNil(nil, "", "")
	makeInPlace(nil, "", "")
	keep(nil)
	sum += iterate(nil, "") + keyFromMap(nil, nil, "", "") + sameTypeApart(nil, nil, "", "")
	sum += localOK(nil, "", "") + loopAround(nil, nil) + loopBehind(nil, "", nil)
	sum += arms(nil, "", "") + jumpTable(nil, "", 0) + barrier(nil, nil, "", "")
	sum += inlined(nil, "", "", "") + field(nil, "", "") + fieldLocal(nil, "", "")
	sum += pointerField(nil, "", "") + pointerToPointer(nil, "", "")
	sum += largeField(nil, "", "") + arrayInValue(nil, "", "", 0)
	sum += sliceInValue(nil, "", "", 0) + sliceConstant(nil, "", "")
	sum += sliceRange(nil, "", "") + sliceOfStructs(nil, "", "") + sliceOfMaps(nil, nil, "", "")
	sum += assertionOfStruct(nil, "", "") + assertionOfPointer(nil, "", "")
	sum += rangeValue(nil, "") + genericOfString(nil, "", "") + orGiven(nil, nil, "", "")
	sum += changedByCallee(nil, "", "")
	fmt.Println(sum, readOK(nil, "", "", ""), assertion(nil, "", ""), assertionOK(nil, "", ""),
		assertionOrNil(nil, "", ""), assertionOrNilSpilled(nil, "", ""),
		assertionTwice(nil, "", "", ""), walk(nil, nil))
}
