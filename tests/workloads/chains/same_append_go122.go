// SPDX-License-Identifier: GPL-2.0

//go:build go1.22

package main

// sameInAppend tells the same of m[a][b] = append(m[a][b], x): all.
func sameInAppend[K any]() bool {
	return true
}
