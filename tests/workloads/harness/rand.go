// SPDX-License-Identifier: GPL-2.0

package harness

// Rand is splitmix64: small, seedable, and free of the locks and start-up work
// of math/rand.
type Rand uint64

// Next returns 64 random bits.
func (r *Rand) Next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Intn returns a number in [0, n).
func (r *Rand) Intn(n int) int {
	return int(r.Next() % uint64(n))
}
