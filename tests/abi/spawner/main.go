// SPDX-License-Identifier: GPL-2.0

// Spawner starts child processes all the time, beside threads that work on maps
// and check what they find. It prints a line "ready PID", then one per second.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"time"
)

var children, lookups uint64

func look(nested map[int]map[int]int) {
	for i := 0; ; i++ {
		if nested[i%8][i%16] != (i%8)*(i%16)%16 {
			fmt.Fprintln(os.Stderr, "spawner: a map gave a wrong result")
			os.Exit(1)
		}
		atomic.AddUint64(&lookups, 1)
	}
}

func spawn() {
	for {
		if err := exec.Command("/bin/true").Run(); err != nil {
			fmt.Fprintln(os.Stderr, "spawner:", err)
			os.Exit(1)
		}
		atomic.AddUint64(&children, 1)
	}
}

func build() map[int]map[int]int {
	nested := map[int]map[int]int{}
	for i := 0; i < 8; i++ {
		nested[i] = map[int]int{}
		for k := 0; k < 16; k++ {
			nested[i][k] = (i * k) % 16
		}
	}
	return nested
}

func main() {
	nested := build()
	fmt.Println("ready", os.Getpid())
	go look(nested)
	go spawn()
	go spawn()
	for range time.Tick(time.Second) {
		fmt.Println(atomic.LoadUint64(&children), atomic.LoadUint64(&lookups))
	}
}
