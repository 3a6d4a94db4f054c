// SPDX-License-Identifier: GPL-2.0

//go:build !unoptimised

package main

// optimised tells whether the compiler optimises: not with -N.
const optimised = true
