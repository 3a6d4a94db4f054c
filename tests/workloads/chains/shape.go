// SPDX-License-Identifier: GPL-2.0

package main

import "mapgc/workloads/harness"

// A shape is a way to write map operations in Go, as one function that is never
// inlined, with what one call of it does.
type shape struct {
	name string
	// truth lists the operations of one call in words such as "r1 r2 3w2":
	// a count (1 if left out), the first letter of the kind, or u for m[k]++,
	// the depth.
	truth string
	// run calls the shape's function with arguments that turn i picks.
	run func(w *world, i int)

	hard  bool
	tally harness.Tally
}

var shapes []shape

// register adds the shapes of one file under a common first name. The hard ones
// go beyond one expression, or a local variable, in one function.
func register(group string, hard bool, list []shape) {
	for _, s := range list {
		s.name = group + "/" + s.name
		s.hard = hard
		s.tally = parseTruth(s.truth)
		shapes = append(shapes, s)
	}
}

func parseTruth(truth string) harness.Tally {
	var t harness.Tally
	for rest := truth; rest != ""; {
		var n uint64
		var depth int

		n, rest = number(rest, 1)
		letter := rest[0]
		depth, rest = depthOf(rest[1:])
		if letter == 'u' && instrumented {
			t[harness.Read][depth] += n
		}
		t[kindOf(letter)][depth] += n
		for rest != "" && rest[0] == ' ' {
			rest = rest[1:]
		}
	}
	return t
}

func number(s string, otherwise uint64) (uint64, string) {
	n, i := uint64(0), 0
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		n = n*10 + uint64(s[i]-'0')
	}
	if i == 0 {
		return otherwise, s
	}
	return n, s[i:]
}

func depthOf(s string) (int, string) {
	n, rest := number(s, 0)
	if n == 0 || n > harness.MaxDepth {
		panic("no depth in shape's truth: " + s)
	}
	return int(n), rest
}

func kindOf(letter byte) harness.Kind {
	switch letter {
	case 'r':
		return harness.Read
	case 'w', 'u':
		return harness.Write
	case 'd':
		return harness.Delete
	case 'i':
		return harness.Iterate
	case 'c':
		return harness.Clear
	case 'm':
		return harness.Make
	}
	panic("no such kind in a shape's truth: " + string(letter))
}
