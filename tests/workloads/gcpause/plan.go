// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"

	"mapgc/workloads/harness"
)

// Go remembers the pauses of the last 256 cycles; this leaves room for those
// that begin before the end of the last planned one is seen.
const maxCycles = 200

// A plan says what the measured part does.
type plan struct {
	cycles      int // by runtime.GC
	allocCycles int // by allocation, at least
	percent     int // GOGC for those
	busy        int // computing goroutines
	other       int // stop-the-worlds of two other kinds each
	procs       int

	stop     int32
	finished chan uint64
}

func (p *plan) check() error {
	if n := p.cycles + p.allocCycles; n > maxCycles {
		return fmt.Errorf("%d cycles: Go remembers the pauses of no more than %d", n, maxCycles)
	}
	return nil
}

func (p *plan) run() {
	p.startBusy()
	p.collect()
	p.stopOtherwise()
	p.allocate()
	p.stopBusy()
}

func (p *plan) startBusy() {
	p.finished = make(chan uint64)
	for i := 0; i < p.busy; i++ {
		go p.compute(uint64(i))
	}
}

func (p *plan) stopBusy() {
	atomic.StoreInt32(&p.stop, 1)
	for i := 0; i < p.busy; i++ {
		<-p.finished
	}
}

// compute keeps a processor busy with a heap to mark, allocating nothing more.
func (p *plan) compute(seed uint64) {
	table := make([]*harness.Rand, 1<<12)
	for i := range table {
		r := harness.Rand(seed + uint64(i))
		table[i] = &r
	}
	sum := uint64(0)
	for i := 0; atomic.LoadInt32(&p.stop) == 0; i++ {
		sum += table[i%len(table)].Next()
	}
	p.finished <- sum
}

func (p *plan) collect() {
	for i := 0; i < p.cycles; i++ {
		runtime.GC()
	}
}

// stopOtherwise stops the world 2 × other times, never for a collection.
func (p *plan) stopOtherwise() {
	var m runtime.MemStats
	for i := 0; i < p.other; i++ {
		runtime.ReadMemStats(&m)
		runtime.GOMAXPROCS(p.procs + 1 - i%2)
	}
}

// allocate lets the collector run until it has done its cycles. Switching it off
// again waits for the last one.
func (p *plan) allocate() {
	if p.allocCycles == 0 {
		return
	}
	end := harness.NumGC() + uint64(p.allocCycles)
	debug.SetGCPercent(p.percent)
	churn := harness.StartChurn(p.procs)
	for harness.NumGC() < end {
		runtime.Gosched()
	}
	churn.Stop()
	debug.SetGCPercent(-1)
}
