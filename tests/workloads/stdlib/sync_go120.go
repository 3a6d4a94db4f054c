// SPDX-License-Identifier: GPL-2.0

//go:build go1.20

package main

func init() { register(part{"sync.swap", syncSwap}) }

func syncSwap(w *worker, i int) {
	s := &w.shared
	s.m.Store("swapped", i)
	v, loaded := s.m.Swap("swapped", i+1)
	must(loaded && v == i, "Swap")
	must(s.m.CompareAndSwap("swapped", i+1, i+2), "CompareAndSwap")
	must(!s.m.CompareAndSwap("swapped", i+1, i+2), "CompareAndSwap of another value")
	must(!s.m.CompareAndDelete("swapped", i), "CompareAndDelete of another value")
	must(s.m.CompareAndDelete("swapped", i+2), "CompareAndDelete")
}
