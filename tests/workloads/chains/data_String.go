// SPDX-License-Identifier: GPL-2.0

package main

// dataString is the string keys' part of a world. See keys.go for how this file
// stands for all key types.
type dataString struct {
	keys    []keyString // flatKeys of them
	missing keyString   // in no map
	m1      map[keyString]int
	m2      map[keyString]map[keyString]int
	m3      map[keyString]map[keyString]map[keyString]int
	m4      map[keyString]map[keyString]map[keyString]map[keyString]int
	m5      map[keyString]map[keyString]map[keyString]map[keyString]map[keyString]int
	index   map[keyString]keyString // from a key to the next one
	lists   map[keyString]map[keyString][]byte
	fresh   map[keyString]int               // for what is cleared: empty
	scratch map[keyString]map[keyString]int // the same, one level down
	made    map[keyString]map[keyString]int // where new maps go
}

func newDataString() dataString {
	var d dataString
	for n := 0; n < flatKeys; n++ {
		d.keys = append(d.keys, newString(n))
	}
	d.missing = newString(flatKeys)
	d.m1 = newM1String(d.keys)
	d.m2 = newM2String(d.keys)
	d.m3 = newM3String(d.keys)
	d.m4 = newM4String(d.keys[:fanout])
	d.m5 = make(map[keyString]map[keyString]map[keyString]map[keyString]map[keyString]int)
	for _, key := range d.keys[:fanout] {
		d.m5[key] = newM4String(d.keys[:fanout])
	}
	d.made = newM2String(d.keys)
	d.fresh = make(map[keyString]int)
	d.scratch = make(map[keyString]map[keyString]int)
	d.lists = make(map[keyString]map[keyString][]byte)
	d.index = make(map[keyString]keyString)
	for n, key := range d.keys {
		d.scratch[key] = make(map[keyString]int)
		d.lists[key] = make(map[keyString][]byte)
		d.index[key] = d.keys[(n+1)%fanout]
	}
	return d
}

func newM1String(keys []keyString) map[keyString]int {
	m := make(map[keyString]int)
	for n, key := range keys {
		m[key] = n
	}
	return m
}

func newM2String(keys []keyString) map[keyString]map[keyString]int {
	m := make(map[keyString]map[keyString]int)
	for _, key := range keys {
		m[key] = newM1String(keys[:fanout])
	}
	return m
}

func newM3String(keys []keyString) map[keyString]map[keyString]map[keyString]int {
	m := make(map[keyString]map[keyString]map[keyString]int)
	for _, key := range keys {
		m[key] = newM2String(keys[:fanout])
	}
	return m
}

func newM4String(keys []keyString) map[keyString]map[keyString]map[keyString]map[keyString]int {
	m := make(map[keyString]map[keyString]map[keyString]map[keyString]int)
	for _, key := range keys {
		m[key] = newM3String(keys[:fanout])
	}
	return m
}

// a to e are the keys of level 1 to 5 in turn i; any two of a, b and c differ.
func (d *dataString) a(i int) keyString { return d.keys[i%fanout] }
func (d *dataString) b(i int) keyString { return d.keys[(i+1)%fanout] }
func (d *dataString) c(i int) keyString { return d.keys[(i+2)%fanout] }
func (d *dataString) d(i int) keyString { return d.keys[i/fanout%fanout] }
func (d *dataString) e(i int) keyString { return d.keys[i/fanout/fanout%fanout] }
