// SPDX-License-Identifier: GPL-2.0

// Library is Go code for programs that are not Go: built with -buildmode=c-shared,
// or, as a plugin, for one that is.
package main

import "C"

var stock = map[string]map[string]int{"a": {"b": 3}}

// Look reads two maps.
//
//export Look
func Look() C.int {
	return C.int(stock["a"]["b"])
}

func main() {}
