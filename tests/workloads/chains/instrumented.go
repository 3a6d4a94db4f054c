// SPDX-License-Identifier: GPL-2.0

//go:build race

package main

// instrumented tells whether the compiler adds calls for each use of memory. It
// then makes a read and a write of m[k]++, and no clear of a range that deletes.
const instrumented = true
