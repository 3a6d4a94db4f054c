// SPDX-License-Identifier: GPL-2.0

package main

import (
	"strconv"

	. "mapgc/workloads/harness"
)

const (
	hosts = 6
	users = 10
)

type sessions struct {
	byHost map[string]map[int]map[string]string
	logins map[string]map[string]int
	names  []string
}

func newSessions() sessions {
	s := sessions{
		byHost: map[string]map[int]map[string]string{},
		logins: map[string]map[string]int{},
	}
	for h := 0; h < hosts; h++ {
		host := "host-" + strconv.Itoa(h)
		s.names = append(s.names, host)
		s.byHost[host] = map[int]map[string]string{}
		s.logins[host] = map[string]int{}
		for u := 0; u < users; u++ {
			s.byHost[host][u] = map[string]string{"role": "guest", "shell": "sh"}
		}
	}
	return s
}

func (w *worker) useSessions(i int) {
	host := w.sessions.names[i%hosts]
	user := i % (users + 2) // two of them are unknown

	if w.attribute(host, user, "role") == "" {
		must(user >= users, "a known user has no role")
	}
	w.login(host, "u"+strconv.Itoa(user))
	w.rename(host, user%users)
	w.forget(host)
}

// attribute goes down through local variables, and gives up on the way.
func (w *worker) attribute(host string, user int, name string) string {
	byUser, ok := w.sessions.byHost[host]
	w.did[Read][1]++
	if !ok {
		return ""
	}
	attributes, ok := byUser[user]
	w.did[Read][2]++
	if !ok {
		return ""
	}
	value, ok := attributes[name]
	w.did[Read][3]++
	if !ok {
		value = attributes["shell"]
		w.did[Read][3]++
	}
	return value
}

// login counts, in one expression and again through a variable.
func (w *worker) login(host, user string) {
	w.sessions.logins[host][user]++
	w.did[Read][1]++
	w.did[Write][2]++

	logins := w.sessions.logins[host]
	logins["total"] += logins[user]
	w.did[Read][1]++
	w.did[Read][2]++
	w.did[Write][2]++

	if n, ok := w.sessions.logins[host]["total"]; ok && n%5 == 0 {
		delete(w.sessions.logins[host], user)
		w.did[Read][1]++
		w.did[Delete][2]++
	}
	w.did[Read][1]++
	w.did[Read][2]++
}

// rename changes attributes, and puts them back.
func (w *worker) rename(host string, user int) {
	attributes := w.sessions.byHost[host][user]
	attributes["role"] = "admin"
	delete(attributes, "shell")
	w.did[Read][1]++
	w.did[Read][2]++
	w.did[Write][3]++
	w.did[Delete][3]++

	seen := 0
	for name, value := range attributes {
		seen += len(name) + len(value)
	}
	w.did[Iterate][3]++
	must(seen == len("role")+len("admin"), "attributes that nobody set")

	w.sessions.byHost[host][user]["role"] = "guest"
	w.sessions.byHost[host][user]["shell"] = "sh"
	w.did[Read][1] += 2
	w.did[Read][2] += 2
	w.did[Write][3] += 2
}

// forget walks over all users of a host and looks at each in the map itself.
func (w *worker) forget(host string) {
	for user, attributes := range w.sessions.byHost[host] {
		if attributes["role"] == "" {
			delete(w.sessions.byHost[host], user)
			w.did[Read][1]++
			w.did[Delete][2]++
		}
		w.did[Read][1]++ // found by the range, not by a read
	}
	w.did[Read][1]++
	w.did[Iterate][2]++
}

// openSession makes what it does not find. What it goes on with was found by a
// read or was just made: the former is one deeper.
func (w *worker) openSession(i int) {
	host := "new-" + strconv.Itoa(i%3)
	byUser := w.sessions.byHost[host]
	w.did[Read][1]++
	depth := 2
	if byUser == nil {
		byUser = make(map[int]map[string]string)
		w.sessions.byHost[host] = byUser
		w.did[Make][1]++
		w.did[Write][1]++
		depth = 1
	}
	byUser[i%users] = nil
	w.did[Write][depth]++
	if i%7 == 0 {
		delete(w.sessions.byHost, host)
		w.did[Delete][1]++
	}
}
