// SPDX-License-Identifier: GPL-2.0

//go:build go1.23

package main

func init() { register(part{"sync.clear", syncClear}) }

func syncClear(w *worker, i int) {
	s := &w.shared
	s.fill()
	s.m.Clear()
	_, ok := s.m.Load(i)
	must(!ok, "Clear")
}
