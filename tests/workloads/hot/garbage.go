// SPDX-License-Identifier: GPL-2.0

package main

import "time"

const (
	pieceBytes = 64 << 10
	piecesKept = 8
)

// litter makes n pieces of garbage a second, so that the collector runs now and then and
// leaves the CPU to others.
func litter(n uint64) {
	var kept [piecesKept]*[pieceBytes]byte
	for i := 0; ; i++ {
		kept[i%piecesKept] = new([pieceBytes]byte)
		time.Sleep(time.Second / time.Duration(n))
	}
}
