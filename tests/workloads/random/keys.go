// SPDX-License-Identifier: GPL-2.0

package main

// The key types, and three keys of each.
type (
	pair struct {
		host string
		port uint16
	}
	cell struct {
		row, column int32
	}
)

var (
	keysString  = [3]string{"alpha", "beta", "gamma"}
	keysInt     = [3]int{7, 99, -3}
	keysInt32   = [3]int32{1, 2, 3}
	keysUint64  = [3]uint64{1 << 40, 5, 6}
	keysInt8    = [3]int8{0, 1, 2}
	keysFloat64 = [3]float64{0.5, 1.5, 2.5}
	keysPair    = [3]pair{{"a", 1}, {"b", 2}, {"c", 3}}
	keysCell    = [3]cell{{1, 2}, {2, 3}, {3, 4}}
	keysAny     = [3]interface{}{"s", 5, pair{"p", 1}}
	keysArray   = [3][2]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}
)
