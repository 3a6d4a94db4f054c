// SPDX-License-Identifier: GPL-2.0

package harness

// Kind is what a map operation does.
type Kind int

// The kinds of map operation, in the order of the report.
const (
	Read Kind = iota
	Write
	Delete
	Iterate
	Clear
	Make
	Kinds
)

var kindNames = [Kinds]string{"read", "write", "delete", "iterate", "clear", "make"}

// MaxDepth is the deepest operation a workload may do.
const MaxDepth = 32

// Tally counts map operations by kind and depth. Depth 0 is not used.
type Tally [Kinds][MaxDepth + 1]uint64

// Add adds n times every count of t.
func (t *Tally) Add(other *Tally, n uint64) {
	for kind := range t {
		for depth := range t[kind] {
			t[kind][depth] += n * other[kind][depth]
		}
	}
}

// Total returns the number of operations of all kinds and depths.
func (t *Tally) Total() uint64 {
	var total uint64
	for kind := range t {
		for _, n := range t[kind] {
			total += n
		}
	}
	return total
}

// Write puts the tally into the report as {"read":{"1":n,…},…}. Every kind is
// there, depths with no operation are left out.
func (t *Tally) Write(j *JSON) {
	j.Open()
	for kind := range t {
		j.Key(kindNames[kind]).Open()
		for depth, n := range t[kind] {
			if n != 0 {
				j.KeyInt(depth).Uint(n)
			}
		}
		j.Close()
	}
	j.Close()
}
