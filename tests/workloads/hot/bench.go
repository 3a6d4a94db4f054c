// SPDX-License-Identifier: GPL-2.0

package main

import (
	"os"
	"runtime"
	"time"

	"mapgc/workloads/harness"
)

const (
	foreverOps    = 1 << 17 // between looks at the clock
	foreverEvery  = time.Second
	burstsPerLine = 20 // with a rate
)

// A bench runs a loop on several threads, repetition after repetition.
type bench struct {
	loops   []loop
	work    []chan uint64 // rounds to do, per thread
	done    chan bool     // results right?
	all     harness.Tally
	since   harness.Tally // since the last line
	elapsed time.Duration // the same, at work
}

// newBench builds the maps and starts the threads, which wait for work.
func newBench(opts *harness.Options, newLoop func() loop, threads int) *bench {
	b := &bench{done: make(chan bool)}
	for i := 0; i < threads; i++ {
		b.loops = append(b.loops, newLoop())
		b.work = append(b.work, make(chan uint64))
		go b.thread(i, opts.Grow, harness.Rand(opts.Seed+uint64(i)))
	}
	return b
}

func (b *bench) thread(i int, grow bool, rand harness.Rand) {
	runtime.LockOSThread()
	for n := range b.work[i] {
		right := false
		if grow {
			harness.OnFreshStack(&rand, func() { right = b.loops[i].turn(n) })
		} else {
			right = b.loops[i].turn(n)
		}
		b.done <- right
	}
}

// run does at least ops operations on all threads together.
func (b *bench) run(ops uint64) {
	share := opsPerRound(b.loops[0]) * uint64(len(b.loops))
	rounds := (ops + share - 1) / share
	start := time.Now()
	for _, work := range b.work {
		work <- rounds
	}
	for range b.work {
		if !<-b.done {
			os.Stderr.WriteString("hot: a map gave a wrong result\n")
			os.Exit(1)
		}
	}
	b.elapsed += time.Since(start)
	tally := b.loops[0].tally(rounds)
	b.since.Add(&tally, uint64(len(b.loops)))
}

// runForever works without a break or, with a rate, in bursts that make up that many
// operations per second.
func (b *bench) runForever(rate uint64) {
	batch := uint64(foreverOps)
	if rate != 0 && rate/burstsPerLine < batch {
		batch = rate/burstsPerLine + 1
	}
	for line := 1; ; line++ {
		begin := time.Now()
		for time.Since(begin) < foreverEvery {
			b.run(batch)
			if rate != 0 {
				due := time.Duration(float64(b.since.Total()) / float64(rate) * float64(time.Second))
				time.Sleep(due - time.Since(begin))
			}
		}
		b.print(line)
	}
}

// print reports what was done since the last line.
func (b *bench) print(rep int) {
	var j harness.JSON
	j.Open().Key("rep").Int(rep)
	j.Key("ops")
	b.since.Write(&j)
	j.Key("ops_total").Uint(b.since.Total())
	j.Key("elapsed_ns").Int(int(b.elapsed))
	j.Close()
	os.Stdout.Write(append(j.Bytes(), '\n'))
	b.all.Add(&b.since, 1)
	b.since, b.elapsed = harness.Tally{}, 0
}

// total reports what all repetitions did.
func (b *bench) total() []byte {
	var j harness.JSON
	j.Open().Key("ops")
	b.all.Write(&j)
	j.Key("ops_total").Uint(b.all.Total())
	j.Key("goroutines").Int(len(b.loops))
	j.Close()
	return j.Bytes()
}
