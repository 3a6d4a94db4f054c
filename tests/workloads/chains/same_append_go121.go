// SPDX-License-Identifier: GPL-2.0

//go:build go1.21 && !go1.22

package main

// sameInAppend tells for which key types the compiler takes both m[a][b] in
// m[a][b] = append(m[a][b], x) for the same: all but a struct as large as a word;
// none of an instrumented program.
func sameInAppend[K any]() bool {
	var key K
	_, isCell := interface{}(key).(keyCell)
	return !isCell && !instrumented
}
