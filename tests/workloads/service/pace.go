// SPDX-License-Identifier: GPL-2.0

package main

import "time"

const (
	tick        = 20 * time.Millisecond
	burstEvery  = 250 // ticks
	burstTicks  = 25
	burstFactor = 3
	// Between bursts, such that the mean stays as asked.
	lullFactor = float64(burstEvery-burstFactor*burstTicks) / (burstEvery - burstTicks)
)

// A pace lets requests through at a mean rate, tick by tick, some of them in
// bursts. A worker that fell behind does not catch up.
type pace struct {
	perTick float64
	budget  float64
	tick    int
}

// newPace makes a pace of rate requests per second.
func newPace(rate float64) *pace {
	return &pace{perTick: rate * tick.Seconds()}
}

// wait returns when the next request is due.
func (p *pace) wait() {
	for p.budget < 1 {
		time.Sleep(tick)
		p.tick++
		if p.tick%burstEvery < burstTicks {
			p.budget += p.perTick * burstFactor
		} else {
			p.budget += p.perTick * lullFactor
		}
	}
	p.budget--
}
