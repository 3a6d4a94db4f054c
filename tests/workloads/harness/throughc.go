// SPDX-License-Identifier: GPL-2.0

//go:build cgo

package harness

// extern void mapgcFromC(int slot);
// static inline void mapgc_call_c(int slot) { mapgcFromC(slot); }
import "C"

const slots = 64

// Go may not hand a function to C: it stays here, and C gets its number.
var (
	calling [slots]func()
	vacant  = make(chan C.int, slots)
)

func init() {
	for i := C.int(0); i < slots; i++ {
		vacant <- i
	}
	throughC = callThroughC
}

// callThroughC calls C, which calls f.
func callThroughC(f func()) {
	slot := <-vacant
	calling[slot] = f
	C.mapgc_call_c(slot)
	calling[slot] = nil
	vacant <- slot
}

//export mapgcFromC
func mapgcFromC(slot C.int) {
	calling[slot]()
}
