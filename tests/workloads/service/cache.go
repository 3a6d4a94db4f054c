// SPDX-License-Identifier: GPL-2.0

package main

import (
	"strconv"
	"sync"
)

const (
	regionCount = 4
	tenantCount = 8
	userCount   = 64
	deviceCount = 4
)

type session struct {
	id       uint64
	requests int
	payload  []byte
}

type (
	byDevice map[string]*session
	byUser   map[int]byDevice
	byTenant map[string]byUser
)

// A cache holds the sessions of all regions, and what the service knows of its
// tenants.
type cache struct {
	mu       sync.Mutex
	sessions map[string]byTenant
	limits   map[string]int                    // requests allowed, by tenant
	plans    map[string]map[string]int         // price, by region and plan
	settings map[string]map[string]interface{} // by tenant: a tree of maps

	regions []string
	tenants []string
	devices []string
	lastID  uint64
}

func newCache() *cache {
	c := &cache{
		sessions: make(map[string]byTenant),
		limits:   make(map[string]int),
		plans:    make(map[string]map[string]int),
		settings: make(map[string]map[string]interface{}),
		devices:  []string{"phone", "laptop", "tablet", "television"},
	}
	for r := 0; r < regionCount; r++ {
		region := "region-" + strconv.Itoa(r)
		c.regions = append(c.regions, region)
		c.sessions[region] = make(byTenant)
		c.plans[region] = map[string]int{"free": 0, "team": 10 + r, "company": 50 + r}
	}
	for t := 0; t < tenantCount; t++ {
		tenant := "tenant-" + strconv.Itoa(t)
		c.tenants = append(c.tenants, tenant)
		c.limits[tenant] = 1000
		c.settings[tenant] = newSettings(t)
	}
	return c
}

func newSettings(t int) map[string]interface{} {
	return map[string]interface{}{
		"login": map[string]interface{}{
			"factors": map[string]interface{}{"required": t%2 + 1},
		},
	}
}

// find returns a session, or nil.
func (c *cache) find(region, tenant string, user int, device string) *session {
	return c.sessions[region][tenant][user][device]
}

// open stores a new session, and the maps on the way to it.
func (c *cache) open(region, tenant string, user int, device string, payload []byte) *session {
	tenants := c.sessions[region]
	users, ok := tenants[tenant]
	if !ok {
		users = make(byUser)
		tenants[tenant] = users
	}
	if users[user] == nil {
		users[user] = make(byDevice)
	}
	c.lastID++
	s := &session{id: c.lastID, payload: payload}
	users[user][device] = s
	return s
}

// closeSession forgets a session.
func (c *cache) closeSession(region, tenant string, user int, device string) {
	delete(c.sessions[region][tenant][user], device)
}

// expire forgets the sessions of a tenant that have served enough requests.
func (c *cache) expire(region, tenant string, limit int) {
	for user, devices := range c.sessions[region][tenant] {
		for device, s := range devices {
			if s.requests > limit {
				delete(devices, device)
			}
		}
		if len(devices) == 0 {
			delete(c.sessions[region][tenant], user)
		}
	}
}

// setting walks down a tenant's settings.
func (c *cache) setting(tenant string, path ...string) interface{} {
	var node interface{} = c.settings[tenant]
	for _, name := range path {
		m, ok := node.(map[string]interface{})
		if !ok {
			return nil
		}
		node = m[name]
	}
	return node
}

// price looks up what a plan costs.
func (c *cache) price(region, plan string) int {
	return c.plans[region][plan]
}

// allowed takes one request off a tenant's limit, and renews it when used up.
func (c *cache) allowed(tenant string) bool {
	if c.limits[tenant] == 0 {
		c.limits[tenant] = 1000
		return false
	}
	c.limits[tenant]--
	return true
}
