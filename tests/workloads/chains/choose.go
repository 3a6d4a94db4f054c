// SPDX-License-Identifier: GPL-2.0

package main

import (
	"fmt"
	"strings"
)

// choose returns the shapes that names asks for: all those of the basic or the
// hard list if it is empty.
func choose(names string, hard bool) ([]*shape, error) {
	var chosen []*shape

	if names == "" {
		return matching(func(s *shape) bool { return s.hard == hard }), nil
	}
	for _, name := range strings.Split(names, ",") {
		found := matching(func(s *shape) bool { return matches(s.name, name) })
		if len(found) == 0 {
			return nil, fmt.Errorf("-shape %s: no such shape (see -list)", name)
		}
		chosen = append(chosen, found...)
	}
	return chosen, nil
}

func matching(want func(*shape) bool) []*shape {
	var found []*shape
	for i := range shapes {
		if want(&shapes[i]) {
			found = append(found, &shapes[i])
		}
	}
	return found
}

func matches(name, pattern string) bool {
	if strings.HasSuffix(pattern, "*") {
		return strings.HasPrefix(name, pattern[:len(pattern)-1])
	}
	return name == pattern
}
