// SPDX-License-Identifier: GPL-2.0

package harness

import (
	"os"
	"strconv"
	"time"
)

// atFinish ends what a special build began.
var atFinish = func() {}

const pollInterval = 10 * time.Millisecond

// Ready announces the process and returns when the test says go: a line (or the
// end) of standard input, or the start file.
func (o *Options) Ready() {
	Announce()
	if o.Start != "" {
		awaitFile(o.Start)
		return
	}
	awaitLine()
}

// Announce prints the line "ready PID".
func Announce() {
	line := append([]byte("ready "), strconv.Itoa(os.Getpid())...)
	os.Stdout.Write(append(line, '\n'))
}

// Finish prints the report as one line and waits for the linger file, if one
// was asked for.
func (o *Options) Finish(report []byte) {
	os.Stdout.Write(append(report, '\n'))
	atFinish()
	if o.Linger != "" {
		awaitFile(o.Linger)
	}
}

func awaitFile(path string) {
	for {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(pollInterval)
	}
}

// awaitLine reads byte by byte: a buffered reader might take what follows.
func awaitLine() {
	var b [1]byte
	for {
		n, err := os.Stdin.Read(b[:])
		if err != nil || (n == 1 && b[0] == '\n') {
			return
		}
	}
}
