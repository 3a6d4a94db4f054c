// SPDX-License-Identifier: GPL-2.0

// Pluginhost loads library.plugin and lets it work, beside maps of its own, which are
// the ones that it counts.
package main

import (
	"flag"
	"os"
	"plugin"
	"runtime"

	"mapgc/workloads/harness"
)

var shelves = map[int]map[int]int{1: {2: 3}}

func main() {
	opts := harness.Flags()
	path := flag.String("plugin", "", "load this `file`")
	ops := flag.Int("ops", 1000, "do `n` operations of each kind, and let the plugin do as many")
	cycles := flag.Int("cycles", 0, "run `n` collections, and let the plugin run as many")
	flag.Parse()

	library, err := plugin.Open(*path)
	must(err)
	look, err := library.Lookup("LookOften")
	must(err)
	collect, err := library.Lookup("CollectOften")
	must(err)

	var did harness.Tally
	opts.Apply()
	opts.Ready()
	before := harness.NumGC()
	work(&did, *ops)
	look.(func(int) int)(*ops)
	for i := 0; i < *cycles; i++ {
		runtime.GC()
	}
	collect.(func(int))(*cycles)
	opts.Finish(report(&did, harness.NumGC()-before))
}

func must(err error) {
	if err != nil {
		os.Stderr.WriteString("pluginhost: " + err.Error() + "\n")
		os.Exit(1)
	}
}

//go:noinline
func work(did *harness.Tally, n int) {
	for i := 0; i < n; i++ {
		shelves[1][i%8] = shelves[1][2]
		did[harness.Read][1] += 2
		did[harness.Read][2]++
		did[harness.Write][2]++
	}
}

func report(did *harness.Tally, numgc uint64) []byte {
	var j harness.JSON

	j.Open().Key("ops")
	did.Write(&j)
	j.Key("ops_total").Uint(did.Total())
	j.Key("numgc").Uint(numgc)
	j.Key("go_version").String(runtime.Version())
	j.Close()
	return j.Bytes()
}
