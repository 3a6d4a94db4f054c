// SPDX-License-Identifier: GPL-2.0
#include "flow/value.h"

#include <string.h>

static const struct value other;

struct value value_const(uint64_t constant)
{
	return (struct value){ .kind = VALUE_CONST, .bits = constant };
}

struct value value_stack(int32_t off, bool is_range)
{
	return (struct value){ .kind = VALUE_STACK, .off = off, .is_range = is_range };
}

struct value value_elem(uint16_t site, int32_t off)
{
	return (struct value){ .kind = VALUE_ELEM, .site = site, .off = off };
}

struct value value_word(uint16_t site, int32_t off)
{
	return (struct value){ .kind = VALUE_WORD, .loads = 1, .site = site, .off = off };
}

struct value value_mixed(uint64_t sites, uint8_t loads, bool is_certain)
{
	return (struct value){ .kind = VALUE_MIXED, .loads = loads, .is_certain = is_certain,
			       .bits = sites };
}

bool value_equal(const struct value *a, const struct value *b)
{
	return a->kind == b->kind && a->loads == b->loads && a->is_range == b->is_range &&
	       a->is_certain == b->is_certain && a->site == b->site && a->off == b->off &&
	       a->bits == b->bits;
}

uint64_t value_sites(const struct value *v)
{
	switch (v->kind) {
	case VALUE_ELEM:
	case VALUE_WORD:
	case VALUE_NO_MAP:
		return value_site_bit(v->site);
	case VALUE_MIXED:
		return v->bits;
	default:
		return 0;
	}
}

bool value_is_found(const struct value *v)
{
	switch (v->kind) {
	case VALUE_WORD:
		return !v->bits;
	case VALUE_MIXED:
		return v->is_certain && v->loads && !v->off;
	default:
		return false;
	}
}

/* How many loads lie behind a derived value; a nil can not be loaded from. */
static uint8_t value_loads(const struct value *v)
{
	return v->kind == VALUE_NO_MAP ? VALUE_LOADS_MAX : v->loads;
}

/* What was added to a certain MIXED, or would have been. */
static int64_t value_added(const struct value *v)
{
	switch (v->kind) {
	case VALUE_WORD:
		return (int64_t)v->bits;
	case VALUE_MIXED:
		return v->off;
	default:
		return 0;
	}
}

static bool is_certain(const struct value *v)
{
	switch (v->kind) {
	case VALUE_ELEM:
		return true;
	case VALUE_WORD:
		return !v->bits;
	case VALUE_MIXED:
		return v->is_certain && !(v->bits & 1ULL << VALUE_SITES);
	default:
		return false;
	}
}

static struct value join_mixed(const struct value *a, const struct value *b)
{
	uint8_t loads = VALUE_LOADS_MAX;
	uint64_t sites = value_sites(a) | value_sites(b);
	bool agree = is_certain(a) && is_certain(b) && a->loads == b->loads &&
		     value_added(a) == value_added(b) && !(sites & 1ULL << VALUE_SITES);
	struct value v;

	if (value_is_derived(a) && value_loads(a) < loads)
		loads = value_loads(a);
	if (value_is_derived(b) && value_loads(b) < loads)
		loads = value_loads(b);
	v = value_mixed(sites, loads, agree);
	if (agree)
		v.off = value_added(a);
	return v;
}

static struct value join_word(const struct value *a, const struct value *b)
{
	struct value v = *a;

	if (a->site != b->site || a->loads != b->loads || a->bits != b->bits)
		return join_mixed(a, b);
	v.off = VALUE_ANYWHERE;
	return v;
}

static struct value join_stack(const struct value *a, const struct value *b)
{
	/* A loop that goes down the stack would lower the end of the range turn by turn. */
	if ((a->is_range && b->off < a->off) || (b->is_range && a->off < b->off))
		return value_stack(VALUE_ANYWHERE, true);
	return value_stack(a->off < b->off ? a->off : b->off, true);
}

/* A failed assertion's nil and the word that a successful one gives: one source expression. */
static bool is_assertion(const struct value *nil, const struct value *word)
{
	return nil->kind == VALUE_NO_MAP && word->kind == VALUE_WORD && word->loads == 1 &&
	       nil->site == word->site && nil->off == word->off && !word->bits;
}

struct value value_join(const struct value *a, const struct value *b)
{
	if (value_equal(a, b))
		return *a;
	if (is_assertion(a, b))
		return *b;
	if (is_assertion(b, a))
		return *a;
	if (a->kind == VALUE_STACK && b->kind == VALUE_STACK)
		return join_stack(a, b);
	if (!value_is_derived(a) && !value_is_derived(b))
		return other;
	if (a->kind == VALUE_ELEM && b->kind == VALUE_ELEM && a->site == b->site)
		return value_elem(a->site, VALUE_ANYWHERE);
	if (a->kind == VALUE_WORD && b->kind == VALUE_WORD)
		return join_word(a, b);
	return join_mixed(a, b);
}

static int32_t offset_add(int32_t off, int64_t number)
{
	int64_t sum = off + number;

	if (off == VALUE_ANYWHERE || sum <= INT32_MIN || sum > INT32_MAX)
		return VALUE_ANYWHERE;
	return sum;
}

struct value value_add(const struct value *v, int64_t number)
{
	struct value sum = *v;

	if (number > INT32_MAX || number < INT32_MIN)
		return value_move(v);
	switch (v->kind) {
	case VALUE_CONST:
	case VALUE_WORD:
		sum.bits += number;
		return sum;
	case VALUE_STACK:
		/* A range has no upper end: only its lower one can move, downwards. */
		if (v->is_range && number > 0)
			return sum;
		sum.off = offset_add(v->off, number);
		sum.is_range |= sum.off == VALUE_ANYWHERE;
		return sum;
	case VALUE_ELEM:
		sum.off = offset_add(v->off, number);
		return sum;
	case VALUE_MIXED:
		if (v->is_certain && v->loads)
			sum.off = offset_add(v->off, number);
		return sum;
	default:
		return other;
	}
}

struct value value_move(const struct value *v)
{
	switch (v->kind) {
	case VALUE_STACK:
		return value_stack(v->off, true);
	case VALUE_ELEM:
		return value_elem(v->site, VALUE_ANYWHERE);
	case VALUE_WORD:
	case VALUE_MIXED:
		return value_vague(v);
	default:
		return other;
	}
}

struct value value_vague(const struct value *v)
{
	if (!value_is_derived(v))
		return other;
	return value_mixed(value_sites(v), value_loads(v), false);
}
