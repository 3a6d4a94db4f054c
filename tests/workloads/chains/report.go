// SPDX-License-Identifier: GPL-2.0

package main

import (
	"runtime"

	"mapgc/workloads/harness"
)

// report returns the truth about the measured part as one line of JSON.
func (r *run) report() []byte {
	var sum harness.Tally
	var j harness.JSON

	for i, s := range r.shapes {
		sum.Add(&s.tally, r.calls(i))
	}
	j.Open().Key("ops")
	sum.Write(&j)
	j.Key("ops_total").Uint(sum.Total())
	j.Key("goroutines").Uint(r.goroutines)
	j.Key("numgc").Uint(r.numgc)
	j.Key("go_version").String(runtime.Version())
	j.Key("shapes").Open()
	for i, s := range r.shapes {
		j.Key(s.name).Uint(r.calls(i))
	}
	j.Close().Close()
	return j.Bytes()
}

// listing returns one line of JSON per shape.
func listing(chosen []*shape) []byte {
	var lines []byte
	for _, s := range chosen {
		var j harness.JSON
		j.Open().Key("name").String(s.name)
		j.Key("hard").Bool(s.hard)
		j.Key("ops")
		s.tally.Write(&j)
		j.Close()
		lines = append(append(lines, j.Bytes()...), '\n')
	}
	return lines
}
