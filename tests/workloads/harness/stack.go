// SPDX-License-Identifier: GPL-2.0

package harness

import "sync/atomic"

// The depths and frame sizes below sweep the stack pointer over the first
// kilobytes of a new stack in small steps: again and again the check at the
// entry of the very function under test is the one that finds the stack too
// small, calls morestack and starts the function over.
const (
	maxDescent = 48
	frameKinds = 4
)

var frameSink uint32

// throughC calls a function from C, in builds that have C.
var throughC func(f func())

// Run calls f the way that the options say.
func (o *Options) Run(r *Rand, f func()) {
	if o.C {
		inner := f
		f = func() { throughC(inner) }
	}
	if o.Grow {
		OnFreshStack(r, f)
	} else {
		f()
	}
}

// OnFreshStack runs f on a new goroutine below a random number of frames of
// random sizes, and waits for it.
func OnFreshStack(r *Rand, f func()) {
	depth, bits := r.Intn(maxDescent), r.Next()
	done := make(chan struct{})
	go func() {
		descend(depth, bits, f)
		close(done)
	}()
	<-done
}

func descend(depth int, bits uint64, f func()) {
	if depth == 0 {
		f()
		return
	}
	switch bits % frameKinds {
	case 0:
		frame16(depth-1, bits/frameKinds, f)
	case 1:
		frame40(depth-1, bits/frameKinds, f)
	case 2:
		frame104(depth-1, bits/frameKinds, f)
	default:
		frame200(depth-1, bits/frameKinds, f)
	}
}

//go:noinline
func frame16(depth int, bits uint64, f func()) {
	var pad [16]byte
	pad[depth%len(pad)] = byte(bits)
	descend(depth, bits, f)
	atomic.StoreUint32(&frameSink, uint32(pad[bits%uint64(len(pad))]))
}

//go:noinline
func frame40(depth int, bits uint64, f func()) {
	var pad [40]byte
	pad[depth%len(pad)] = byte(bits)
	descend(depth, bits, f)
	atomic.StoreUint32(&frameSink, uint32(pad[bits%uint64(len(pad))]))
}

//go:noinline
func frame104(depth int, bits uint64, f func()) {
	var pad [104]byte
	pad[depth%len(pad)] = byte(bits)
	descend(depth, bits, f)
	atomic.StoreUint32(&frameSink, uint32(pad[bits%uint64(len(pad))]))
}

//go:noinline
func frame200(depth int, bits uint64, f func()) {
	var pad [200]byte
	pad[depth%len(pad)] = byte(bits)
	descend(depth, bits, f)
	atomic.StoreUint32(&frameSink, uint32(pad[bits%uint64(len(pad))]))
}
