// SPDX-License-Identifier: GPL-2.0

// Library is Go code for programs that are not Go: built with -buildmode=c-shared or
// c-archive, or, as a plugin, for one that is.
package main

import "C"

import "runtime"

var stock = map[string]map[string]int{"a": {"b": 3}}

// Look reads two maps.
//
//export Look
func Look() C.int {
	return C.int(stock["a"]["b"])
}

// Collect runs n collections.
//
//export Collect
func Collect(n C.int) {
	for ; n > 0; n-- {
		runtime.GC()
	}
}

// LookOften and CollectOften are the same for Go, which has types of its own.
func LookOften(n int) int {
	sum := 0
	for ; n > 0; n-- {
		sum += stock["a"]["b"]
	}
	return sum
}

func CollectOften(n int) { Collect(C.int(n)) }

func main() {}
