// SPDX-License-Identifier: GPL-2.0

package main

import "mapgc/workloads/harness"

const (
	recentResponses = 32
	payloadBytes    = 512
	maxResponse     = 32768
	sessionRequests = 20 // after which a session may expire
)

// A worker serves requests one after the other.
type worker struct {
	cache  *cache
	rand   harness.Rand
	pace   *pace
	recent [recentResponses][]byte
	served int
}

func (w *worker) serve() {
	for {
		w.pace.wait()
		w.recent[w.served%recentResponses] = w.request()
		w.served++
	}
}

// request does one request of a kind drawn at random: most are shallow, and the
// deepest ones touch a session four maps down.
func (w *worker) request() []byte {
	c, r := w.cache, &w.rand
	region := c.regions[r.Intn(len(c.regions))]
	tenant := c.tenants[r.Intn(len(c.tenants))]

	c.mu.Lock()
	defer c.mu.Unlock()
	switch draw := r.Intn(100); {
	case !c.allowed(tenant):
		return nil
	case draw < 35:
		return make([]byte, 64+c.price(region, "team"))
	case draw < 55:
		c.setting(tenant, "login", "factors", "required")
	case draw < 98:
		w.touch(region, tenant)
	case draw < 99:
		c.closeSession(region, tenant, r.Intn(userCount), c.devices[0])
	default:
		c.expire(region, tenant, sessionRequests)
	}
	return make([]byte, r.Intn(maxResponse))
}

// touch uses a session, and opens it if need be.
func (w *worker) touch(region, tenant string) {
	c, r := w.cache, &w.rand
	user, device := r.Intn(userCount), c.devices[r.Intn(len(c.devices))]

	s := c.find(region, tenant, user, device)
	if s == nil {
		s = c.open(region, tenant, user, device, make([]byte, payloadBytes))
	}
	s.requests++
}
