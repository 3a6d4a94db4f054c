// SPDX-License-Identifier: GPL-2.0

package harness

import "strconv"

// JSON builds one line of JSON without encoding/json, which works with maps.
// Names and strings are the workloads' own and need no escaping.
type JSON struct {
	buf   []byte
	comma bool // the next element needs one in front
}

// Bytes returns the line.
func (j *JSON) Bytes() []byte { return j.buf }

func (j *JSON) element() {
	if j.comma {
		j.buf = append(j.buf, ',')
	}
	j.comma = true
}

func (j *JSON) begin(c byte) *JSON {
	j.element()
	j.buf = append(j.buf, c)
	j.comma = false
	return j
}

func (j *JSON) end(c byte) *JSON {
	j.buf = append(j.buf, c)
	j.comma = true
	return j
}

// Open begins an object.
func (j *JSON) Open() *JSON { return j.begin('{') }

// Close ends an object.
func (j *JSON) Close() *JSON { return j.end('}') }

// OpenList begins an array.
func (j *JSON) OpenList() *JSON { return j.begin('[') }

// CloseList ends an array.
func (j *JSON) CloseList() *JSON { return j.end(']') }

// Key names the next value.
func (j *JSON) Key(name string) *JSON {
	j.String(name)
	j.buf = append(j.buf, ':')
	j.comma = false
	return j
}

// KeyInt names the next value with a number.
func (j *JSON) KeyInt(n int) *JSON { return j.Key(strconv.Itoa(n)) }

// String adds a string.
func (j *JSON) String(s string) *JSON {
	j.element()
	j.buf = append(j.buf, '"')
	j.buf = append(j.buf, s...)
	j.buf = append(j.buf, '"')
	return j
}

// Uint adds a number.
func (j *JSON) Uint(n uint64) *JSON {
	j.element()
	j.buf = strconv.AppendUint(j.buf, n, 10)
	return j
}

// Int adds a number.
func (j *JSON) Int(n int) *JSON {
	j.element()
	j.buf = strconv.AppendInt(j.buf, int64(n), 10)
	return j
}

// Float adds a number in the shortest form that reads back the same.
func (j *JSON) Float(f float64) *JSON {
	j.element()
	j.buf = strconv.AppendFloat(j.buf, f, 'g', -1, 64)
	return j
}

// Bool adds true or false.
func (j *JSON) Bool(b bool) *JSON {
	j.element()
	j.buf = strconv.AppendBool(j.buf, b)
	return j
}
