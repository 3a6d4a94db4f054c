// SPDX-License-Identifier: GPL-2.0

//go:build !race

package main

// instrumented tells the same.
const instrumented = false
