// SPDX-License-Identifier: GPL-2.0

//go:build go1.21

package main

// sameInRange tells for which key types the compiler takes both m[a] in
// "for k := range m[a] { delete(m[a], k) }" for the same: those it does not
// convert.
func sameInRange[K any]() bool {
	var key K
	switch interface{}(key).(type) {
	case keyInt, keyInt32, keyCell:
		return false
	}
	return true
}
