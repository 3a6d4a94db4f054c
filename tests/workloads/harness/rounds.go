// SPDX-License-Identifier: GPL-2.0

package harness

// Rounds lets n workers do their rounds at the same time, beside churn if that is asked
// for, and returns how many collections ended meanwhile.
func Rounds(opts *Options, n int, worker func(i int, churn *Churn)) uint64 {
	var churn *Churn

	before := NumGC()
	if opts.GC {
		churn = StartChurn(opts.Procs)
		defer churn.Stop()
	}
	done := make(chan bool)
	for i := 0; i < n; i++ {
		go func(i int) {
			worker(i, churn)
			done <- true
		}(i)
	}
	for i := 0; i < n; i++ {
		<-done
	}
	return NumGC() - before
}
