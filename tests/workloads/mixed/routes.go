// SPDX-License-Identifier: GPL-2.0

package main

import (
	"strconv"

	. "mapgc/workloads/harness"
)

type hop struct {
	gateway string
	metric  int32
}

type key struct {
	zone  string
	shard int16
}

// routes are only read, by all goroutines at once.
type routes struct {
	next   map[string]map[int]map[string]int
	hops   map[int64]*hop
	zones  map[key]map[float64]hop
	any    map[string]interface{}
	handle map[string]func(int) int
	set    map[string]struct{}
}

func newRoutes() *routes {
	r := &routes{
		next:   map[string]map[int]map[string]int{},
		hops:   map[int64]*hop{},
		zones:  map[key]map[float64]hop{},
		handle: map[string]func(int) int{"double": func(n int) int { return 2 * n }},
		set:    map[string]struct{}{"open": {}},
	}
	for i := 0; i < 5; i++ {
		name := "net-" + strconv.Itoa(i)
		r.next[name] = map[int]map[string]int{i: {"cost": i, "delay": 2 * i}}
		r.hops[int64(i)] = &hop{gateway: name, metric: int32(i)}
		r.zones[key{name, int16(i)}] = map[float64]hop{0.5: {name, 1}}
	}
	r.any = map[string]interface{}{
		"limits": map[string]interface{}{"depth": map[string]int{"max": 9}},
		"count":  3,
	}
	return r
}

func (w *worker) useRoutes(i int) {
	name := "net-" + strconv.Itoa(i%5)
	cost := w.cost(name, i%5)
	cost += w.byKeys(name, i%5)
	cost += w.settings()
	must(cost > 0, "no cost at all")
}

// cost mixes keys that are read from other maps into chains.
func (w *worker) cost(name string, i int) int {
	r := w.routes
	sum := r.next[name][i]["cost"] + r.next[r.hops[int64(i)].gateway][i]["delay"]
	w.did[Read][1] += 3
	w.did[Read][2] += 2
	w.did[Read][3] += 2

	inner := r.next[name][i]
	w.did[Read][1]++
	w.did[Read][2]++
	for j := 0; j < 4; j++ {
		sum += inner["cost"]
		w.did[Read][3]++
	}
	if _, ok := r.set["open"]; ok {
		sum++
	}
	w.did[Read][1] += 2
	return r.handle["double"](sum) + w.twice(inner)
}

// twice gets its map from its caller: nothing in it was found by a read.
//
//go:noinline
func (w *worker) twice(m map[string]int) int {
	w.did[Read][1] += 2
	return m["cost"] + m["delay"]
}

// byKeys uses keys of other types, and a closure that captures what was found.
func (w *worker) byKeys(name string, i int) int {
	r := w.routes
	h, ok := r.zones[key{name, int16(i)}][0.5]
	w.did[Read][1]++
	w.did[Read][2]++
	if !ok || h.gateway != name {
		return -1
	}
	missing := r.zones[key{name, -1}]
	_, ok = missing[1.5]
	w.did[Read][1]++
	w.did[Read][2]++
	must(!ok, "found what is not there")
	return int(h.metric) + int(r.hopsSum(w, i))
}

func (r *routes) hopsSum(w *worker, n int) int32 {
	var sum int32
	for i := 0; i < n; i++ {
		h := r.hops[int64(i)]
		sum += h.metric
		w.did[Read][1]++
	}
	return sum
}

// settings unpacks interfaces.
func (w *worker) settings() int {
	r := w.routes
	limits := r.any["limits"].(map[string]interface{})
	depth, ok := limits["depth"].(map[string]int)
	w.did[Read][1]++
	w.did[Read][2]++
	if !ok {
		return 0
	}
	n := depth["max"]
	w.did[Read][3]++
	if count, ok := r.any["count"].(int); ok {
		n += count
	}
	w.did[Read][1]++
	return n
}
