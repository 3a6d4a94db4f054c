// SPDX-License-Identifier: GPL-2.0

// First works with maps from the very start of main, without waiting for
// anybody, says on standard error what it did and ends. It imports nothing:
// packages of the standard library work with maps before main begins.
package main

const (
	outer = 40
	inner = 30
)

type table map[int]map[string]int

func main() {
	t := fill()
	if sum(t) != outer*(outer-1)/2 {
		panic("wrong sum")
	}
	print(`{"ops":{"make":{"1":`, 1+outer,
		`},"write":{"1":`, outer, `,"2":`, outer*inner,
		`},"read":{"1":`, outer*inner+outer, `,"2":`, outer,
		"}}}\n")
}

//go:noinline
func fill() table {
	t := make(table)
	for i := 0; i < outer; i++ {
		t[i] = make(map[string]int)
		for k := 0; k < inner; k++ {
			t[i][string(rune('a'+k))] = i * k
		}
	}
	return t
}

//go:noinline
func sum(t table) int {
	total := 0
	for i := 0; i < outer; i++ {
		total += t[i]["b"]
	}
	return total
}
