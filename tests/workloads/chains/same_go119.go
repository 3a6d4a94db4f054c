// SPDX-License-Identifier: GPL-2.0

//go:build !go1.21

package main

// sameInRange tells for which key types the compiler takes both m[a] in
// "for k := range m[a] { delete(m[a], k) }" for the same: those it hands on as
// they are.
func sameInRange[K any]() bool {
	var key K
	switch interface{}(key).(type) {
	case keyString, keyUint64, keyPtr:
		return true
	}
	return false
}

// sameInAppend tells for which key types the compiler takes both m[a][b] in
// m[a][b] = append(m[a][b], x) for the same: those it does not copy to memory.
func sameInAppend[K any]() bool {
	var key K
	if instrumented {
		return false
	}
	switch interface{}(key).(type) {
	case keyString, keyInt, keyInt32, keyUint64, keyPtr:
		return true
	}
	return false
}
