// SPDX-License-Identifier: GPL-2.0

package harness

import (
	"runtime"
	"sync/atomic"
)

// Churn allocates in the background, without maps, so that the collector runs
// cycle after cycle.
type Churn struct {
	stop   int32
	done   chan struct{}
	n      int
	before uint64 // NumGC at the start
}

type churnNode struct {
	next *churnNode
	pad  [112]byte
}

const (
	churnPercent = 10 // GOGC
	churnListLen = 512
	churnSlots   = 64
)

// StartChurn starts n allocating goroutines.
func StartChurn(n int) *Churn {
	c := &Churn{done: make(chan struct{}), n: n, before: NumGC()}
	for i := 0; i < n; i++ {
		go c.run()
	}
	return c
}

// Collected tells whether a collection has ended since the start, as is meant to
// happen during the work. Where there is no churn, none has to.
func (c *Churn) Collected() bool {
	return c == nil || NumGC() > c.before
}

// Stop ends the churn and waits for its goroutines.
func (c *Churn) Stop() {
	if c == nil {
		return
	}
	atomic.StoreInt32(&c.stop, 1)
	for i := 0; i < c.n; i++ {
		<-c.done
	}
}

// run keeps the newest lists alive, so that marking has pointers to chase.
func (c *Churn) run() {
	var live [churnSlots]*churnNode
	for i := 0; atomic.LoadInt32(&c.stop) == 0; i++ {
		live[i%churnSlots] = churnList()
		runtime.Gosched()
	}
	runtime.KeepAlive(&live)
	c.done <- struct{}{}
}

//go:noinline
func churnList() *churnNode {
	var head *churnNode
	for i := 0; i < churnListLen; i++ {
		head = &churnNode{next: head}
	}
	return head
}
