// SPDX-License-Identifier: GPL-2.0

package main

import . "mapgc/workloads/harness"

const (
	aisles = 8
	bins   = 16
)

type sku [2]uint32

type article struct {
	price  float64
	labels map[string]string
	left   map[int]int
	notes  [20]byte
}

type stock struct {
	articles map[sku]article
	shelves  map[int]map[int]int
	counts   map[int]int
	ledger   map[string]map[int]map[string]int
	orders   map[uint64][]int
}

func newStock() stock {
	s := stock{
		articles: map[sku]article{},
		shelves:  map[int]map[int]int{},
		counts:   map[int]int{},
		ledger:   map[string]map[int]map[string]int{},
		orders:   map[uint64][]int{},
	}
	for a := 0; a < aisles; a++ {
		s.shelves[a] = map[int]int{}
		for b := 0; b < bins; b++ {
			s.shelves[a][b] = a * b
		}
		s.articles[newSKU(a)] = article{
			price:  float64(a),
			labels: map[string]string{"en": "screw", "de": "Schraube"},
			left:   map[int]int{0: a},
		}
	}
	for _, quarter := range []string{"q1", "q2"} {
		s.ledger[quarter] = map[int]map[string]int{1: {}, 2: {}}
	}
	return s
}

func newSKU(n int) sku { return sku{uint32(n), uint32(n) * 3} }

func (w *worker) useStock(i int) {
	s := &w.stock
	total := w.value(newSKU(i % aisles))
	total += float64(w.book([]string{"q1", "q2"}[i%2], 1+i%2, i))
	w.order(uint64(i % 5))
	if i%10 == 0 {
		w.clearOrders()
	}
	must(total >= 0, "negative stock")
	must(len(s.articles) == aisles, "an article went missing")
}

// value reads structures out of a map, and maps out of the structures.
func (w *worker) value(id sku) float64 {
	s := &w.stock
	price := s.articles[id].price
	w.did[Read][1]++

	name := s.articles[id].labels["en"]
	w.did[Read][1]++
	w.did[Read][2]++

	a, ok := s.articles[id]
	w.did[Read][1]++
	if !ok {
		return 0
	}
	a.left[0]++
	a.left[1] = a.left[0] * 2
	w.did[Write][2] += 2
	w.did[Read][2]++
	for range a.labels {
		price++
	}
	w.did[Iterate][2]++

	a.price = price
	a.notes[0]++
	s.articles[id] = a
	w.did[Write][1]++
	return float64(len(name))
}

// book writes three maps down.
func (w *worker) book(quarter string, month, amount int) int {
	s := &w.stock
	s.ledger[quarter][month]["gross"] += amount
	s.ledger[quarter][month]["entries"]++
	w.did[Read][1] += 2
	w.did[Read][2] += 2
	w.did[Write][3] += 2

	before := s.ledger[quarter][month]["net"]
	s.ledger[quarter][month]["net"] = before + amount*s.shelves[amount%aisles][amount%bins]
	w.did[Read][1] += 3
	w.did[Read][2] += 3
	w.did[Read][3]++
	w.did[Write][3]++

	if amount%3 == 0 {
		delete(s.ledger[quarter][month], "net")
		w.did[Read][1]++
		w.did[Read][2]++
		w.did[Delete][3]++
	}
	if m, ok := s.ledger[quarter][month+7]; ok {
		return len(m)
	}
	w.did[Read][1]++
	w.did[Read][2]++
	return 0
}

// order appends to slices in a map.
func (w *worker) order(customer uint64) {
	s := &w.stock
	s.orders[customer] = append(s.orders[customer], int(customer))
	w.did[Write][1]++
	if list := s.orders[customer]; len(list) > 8 {
		delete(s.orders, customer)
		w.did[Delete][1]++
	}
	w.did[Read][1]++
}

// clearOrders deletes while it iterates, which the compiler may not shorten.
func (w *worker) clearOrders() {
	n := len(w.stock.orders)
	for customer, list := range w.stock.orders {
		if len(list) > 0 {
			delete(w.stock.orders, customer)
			n--
			w.did[Delete][1]++
		}
	}
	w.did[Iterate][1]++
	must(n == 0, "orders left")
}
