// SPDX-License-Identifier: GPL-2.0

package main

import "strconv"

// The key types. shapes_String.go and data_String.go are about string keys; the
// build derives the same for every other key type NAME by putting NAME in the
// place of the word String. (Generic code would not do: its map operations look
// different, and an interface is no comparable type argument in Go 1.19.)
type (
	keyString  = string
	keyInt     = int
	keyInt32   = int32
	keyUint64  = uint64
	keyPair    = pair // hashed and compared by generated functions
	keyCell    = cell // as large as a word, and treated like one
	keyIface   = interface{}
	keyFloat64 = float64
	keyArray   = [2]string
	keyPtr     = *int
)

type pair struct {
	host string
	port uint16
}

type cell struct {
	row, column int32
}

// These make a key of each type from a number.
func newString(n int) keyString   { return "key-" + strconv.Itoa(n) }
func newInt(n int) keyInt         { return n * 7919 }
func newInt32(n int) keyInt32     { return int32(n) * 104729 }
func newUint64(n int) keyUint64   { return uint64(n) << 33 }
func newPair(n int) keyPair       { return pair{host: newString(n), port: uint16(n)} }
func newCell(n int) keyCell       { return cell{row: int32(n), column: int32(-n)} }
func newFloat64(n int) keyFloat64 { return float64(n) + 0.5 }
func newArray(n int) keyArray     { return [2]string{newString(n), newString(n + 1)} }
func newPtr(n int) keyPtr         { return &n }

func newIface(n int) keyIface {
	if n%2 == 0 {
		return newString(n)
	}
	return newInt(n)
}

// selfEqual tells whether every key of type K equals itself: a NaN does not,
// nor does an interface that holds one.
func selfEqual[K any]() bool {
	var key K
	switch interface{}(key).(type) {
	case nil, float64:
		return false
	}
	return true
}

// emptied1 is the truth about emptying a map of two entries by a range that
// deletes what it finds: the compiler, where it optimises, makes one clear of it if
// keys equal themselves.
func emptied1(selfEqual bool) string {
	if selfEqual && optimised && !instrumented {
		return "c1"
	}
	return "i1 2d1"
}

// emptied2 is the same for a map found in another, m[a]. There the compiler has
// to see that both m[a] are the same, which it does for some types of a.
func emptied2(selfEqual, same bool) string {
	if selfEqual && optimised && !instrumented && same {
		return "r1 c2"
	}
	return "r1 i2 2r1 2d2"
}

// emptiedLocal is the same for a map in a local variable that another one had.
func emptiedLocal() string {
	if optimised && !instrumented {
		return "c2"
	}
	return "i2 2d2"
}

// appended2 is the truth about m[a][b] = append(m[a][b], x): one write, if the
// compiler sees that both m[a][b] are the same.
func appended2(same bool) string {
	if same {
		return "r1 w2"
	}
	return "2r1 r2 w2"
}
