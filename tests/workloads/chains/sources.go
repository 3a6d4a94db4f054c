// SPDX-License-Identifier: GPL-2.0

package main

// Maps that no map operation found: they come from a receiver, a variable of
// the package, a slice, a function's result, a channel. Whatever else led to
// them, the first operation on them has depth 1.

type sources struct {
	keys    []string
	holder  holder
	list    []map[string]map[string]int
	channel chan map[string]map[string]int
}

type holder struct {
	name string
	m    map[string]map[string]int
	next *holder
}

var globalMap map[string]map[string]int

func newSources(k *dataString) sources {
	s := sources{keys: k.keys, channel: make(chan map[string]map[string]int, 1)}
	s.holder = holder{m: k.m2, next: &holder{m: k.m2}}
	for i := 0; i < fanout; i++ {
		s.list = append(s.list, nested(k.keys, newM1String))
	}
	globalMap = nested(k.keys, newM1String)
	return s
}

func (s *sources) a(i int) string { return s.keys[i%fanout] }
func (s *sources) b(i int) string { return s.keys[(i+1)%fanout] }

func init() {
	register("source", false, []shape{
		{name: "receiver1", truth: "r1", run: func(w *world, i int) {
			w.sum += w.sources.holder.flat(w.sources.a(i))
		}},
		{name: "receiver2", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += w.sources.holder.deep(w.sources.a(i), w.sources.b(i))
		}},
		{name: "receiverNext", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += w.sources.holder.nextDeep(w.sources.a(i), w.sources.b(i))
		}},
		{name: "valueReceiver", truth: "r1 w2", run: func(w *world, i int) {
			w.sources.holder.set(w.sources.a(i), w.sources.b(i))
		}},
		{name: "global", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += sourceGlobal(w.sources.a(i), w.sources.b(i))
		}},
		{name: "slice", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += sourceSlice(w.sources.list, i%fanout, w.sources.a(i), w.sources.b(i))
		}},
		{name: "result", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += sourceResult(w.sources.list, w.sources.a(i), w.sources.b(i))
		}},
		{name: "pointer", truth: "r1 r2", run: func(w *world, i int) {
			w.sum += sourcePointer(&w.sources.list[0], w.sources.a(i), w.sources.b(i))
		}},
		{name: "channel", truth: "r1 r2", run: func(w *world, i int) {
			w.sources.channel <- w.sources.list[i%fanout]
			w.sum += sourceChannel(w.sources.channel, w.sources.a(i), w.sources.b(i))
		}},
	})
}

//go:noinline
func (h *holder) flat(a string) int {
	return len(h.m[a])
}

//go:noinline
func (h *holder) deep(a, b string) int {
	return h.m[a][b]
}

//go:noinline
func (h *holder) nextDeep(a, b string) int {
	return h.next.m[a][b]
}

//go:noinline
func (h holder) set(a, b string) {
	h.m[a][b] = len(h.name)
}

//go:noinline
func sourceGlobal(a, b string) int {
	return globalMap[a][b]
}

//go:noinline
func sourceSlice(list []map[string]map[string]int, i int, a, b string) int {
	return list[i][a][b]
}

//go:noinline
func firstOf(list []map[string]map[string]int) map[string]map[string]int {
	return list[0]
}

//go:noinline
func sourceResult(list []map[string]map[string]int, a, b string) int {
	return firstOf(list)[a][b]
}

//go:noinline
func sourcePointer(m *map[string]map[string]int, a, b string) int {
	return (*m)[a][b]
}

//go:noinline
func sourceChannel(c chan map[string]map[string]int, a, b string) int {
	return (<-c)[a][b]
}
