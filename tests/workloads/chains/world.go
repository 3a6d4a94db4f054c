// SPDX-License-Identifier: GPL-2.0

package main

const (
	flatKeys = 12 // of the outermost maps: more than fit one bucket or group
	fanout   = 4  // of the keys, those that are present at every level
)

// A world is all the data that one worker's shapes work on. The shapes leave it
// such that they always find the maps they look for, so that the truth about a
// call never depends on the calls before it.
type world struct {
	String  dataString
	Int     dataInt
	Int32   dataInt32
	Uint64  dataUint64
	Pair    dataPair
	Cell    dataCell
	Iface   dataIface
	Float64 dataFloat64
	Array   dataArray
	Ptr     dataPtr

	values  values
	sources sources
	trees   trees

	sum int // keeps the results of reads alive
}

func newWorld() *world {
	w := &world{
		String:  newDataString(),
		Int:     newDataInt(),
		Int32:   newDataInt32(),
		Uint64:  newDataUint64(),
		Pair:    newDataPair(),
		Cell:    newDataCell(),
		Iface:   newDataIface(),
		Float64: newDataFloat64(),
		Array:   newDataArray(),
		Ptr:     newDataPtr(),
	}
	w.values = newValues(w.String.keys)
	w.sources = newSources(&w.String)
	w.trees = newTrees(w.String.keys)
	return w
}

// nested returns a map from each key to what inner makes of the keys that are
// present at every level.
func nested[M any](keys []string, inner func([]string) M) map[string]M {
	m := make(map[string]M)
	for _, key := range keys {
		m[key] = inner(keys[:fanout])
	}
	return m
}
