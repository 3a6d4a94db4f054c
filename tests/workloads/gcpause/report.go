// SPDX-License-Identifier: GPL-2.0

package main

import (
	"runtime"

	"mapgc/workloads/harness"
)

func report(p *plan, before, after figures) []byte {
	var j harness.JSON
	var none harness.Tally

	j.Open().Key("ops")
	none.Write(&j)
	j.Key("go_version").String(runtime.Version())
	j.Key("numgc_before").Int(int(before.gc.NumGC))
	j.Key("numgc_after").Int(int(after.gc.NumGC))
	j.Key("explicit_cycles").Int(p.cycles)
	j.Key("pause_total_ns").Int(int(after.gc.PauseTotal - before.gc.PauseTotal))
	j.Key("pause_ns")
	writePauses(&j, before, after)
	j.Key("other").Open()
	j.Key("readmemstats").Int(p.other)
	j.Key("gomaxprocs").Int(p.other)
	j.Close()
	j.Key("metrics")
	writeCounts(&j, before, after)
	j.Close()
	return j.Bytes()
}

// writePauses lists the cycles of the measured part, the oldest first: each
// figure is the sum of the cycle's pauses.
func writePauses(j *harness.JSON, before, after figures) {
	j.OpenList()
	for i := after.gc.NumGC - before.gc.NumGC - 1; i >= 0; i-- {
		j.Int(int(after.gc.Pause[i]))
	}
	j.CloseList()
}

func writeCounts(j *harness.JSON, before, after figures) {
	j.Open()
	for i, name := range histograms {
		first, known := before.count(i)
		last, _ := after.count(i)
		if !known {
			continue
		}
		j.Key(name).Open()
		j.Key("before").Uint(first).Key("after").Uint(last)
		j.Close()
	}
	j.Close()
}
