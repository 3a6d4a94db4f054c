// SPDX-License-Identifier: GPL-2.0

// First works with maps from the very start of main, without waiting for
// anybody, says what it did and ends.
package main

import (
	"os"

	"mapgc/workloads/harness"
)

const (
	outer = 40
	inner = 30
)

type table map[int]map[string]int

func main() {
	var did harness.Tally
	var j harness.JSON

	t := fill(&did)
	j.Open().Key("sum").Int(sum(t, &did))
	j.Key("ops")
	did.Write(&j)
	j.Close()
	os.Stdout.Write(append(j.Bytes(), '\n'))
}

//go:noinline
func fill(did *harness.Tally) table {
	t := make(table)
	did[harness.Make][1]++
	for i := 0; i < outer; i++ {
		t[i] = make(map[string]int)
		did[harness.Make][1]++
		did[harness.Write][1]++
		for k := 0; k < inner; k++ {
			t[i][string(rune('a'+k))] = i * k
			did[harness.Read][1]++
			did[harness.Write][2]++
		}
	}
	return t
}

//go:noinline
func sum(t table, did *harness.Tally) int {
	total := 0
	for i := 0; i < outer; i++ {
		total += t[i]["b"]
		did[harness.Read][1]++
		did[harness.Read][2]++
	}
	return total
}
