// SPDX-License-Identifier: GPL-2.0

package harness

import "runtime/debug"

// GCStats returns the collector's figures. Unlike runtime.ReadMemStats this
// stops no world.
func GCStats() debug.GCStats {
	var s debug.GCStats
	debug.ReadGCStats(&s)
	return s
}

// NumGC returns the number of finished cycles. It stops no world.
func NumGC() uint64 {
	s := GCStats()
	return uint64(s.NumGC)
}
