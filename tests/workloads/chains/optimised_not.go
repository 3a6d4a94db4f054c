// SPDX-License-Identifier: GPL-2.0

//go:build unoptimised

package main

// optimised tells the same.
const optimised = false
