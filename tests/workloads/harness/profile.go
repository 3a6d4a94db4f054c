// SPDX-License-Identifier: GPL-2.0

//go:build profiled

package harness

import (
	"os"
	"runtime/pprof"
)

func init() {
	file, err := os.Create(os.Getenv("CPUPROFILE"))
	if err == nil {
		err = pprof.StartCPUProfile(file)
	}
	if err != nil {
		panic(err)
	}
	atFinish = pprof.StopCPUProfile
}
