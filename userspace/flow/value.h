/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a register or a word of the stack frame may hold, as far as maps go: the
 * lattice of the data flow analysis.
 */
#ifndef MAPGC_FLOW_VALUE_H
#define MAPGC_FLOW_VALUE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * enum value_kind - what is known of a 64-bit value
 * @VALUE_OTHER: certainly not found by a map read of this frame
 * @VALUE_CONST: a constant
 * @VALUE_STACK: an address in this frame
 * @VALUE_ELEM: a pointer to the element that a map read returned, or into it
 * @VALUE_WORD: loaded from the element, or from what the element points to
 * @VALUE_NO_MAP: the nil that stands for the data word of an interface in the
 *	element after its type assertion failed
 * @VALUE_MIXED: one of several of these, or made by an instruction that is not
 *	understood
 */
enum value_kind {
	VALUE_OTHER,
	VALUE_CONST,
	VALUE_STACK,
	VALUE_ELEM,
	VALUE_WORD,
	VALUE_NO_MAP,
	VALUE_MIXED,
};

/* Words found behind more loads than this count as VALUE_OTHER. */
#define VALUE_LOADS_MAX 2

/* value.off of an ELEM or WORD: somewhere in the element. */
#define VALUE_ANYWHERE INT32_MIN

/**
 * struct value - a point of the lattice
 * @kind: enum value_kind
 * @loads: WORD: memory reads since the element's address, 1 or 2. MIXED: the
 *	fewest that any of its meanings had, 0 to 2
 * @is_range: STACK: at @off or any higher address
 * @is_certain: MIXED: of all meanings a map read of this frame is the origin, and
 *	all have seen @loads loads
 * @site: ELEM, WORD, NO_MAP: number of the map read
 * @off: STACK: offset from the stack pointer at entry, bytes. ELEM: offset in
 *	the element. WORD, NO_MAP: offset in the element of the word, of the first
 *	word if @loads is 2. MIXED: what was added since, if @is_certain
 * @bits: CONST: the constant. WORD: what was added since. MIXED: set of map
 *	reads that may have found it, see value_site_bit()
 */
struct value {
	uint8_t kind;
	uint8_t loads : 6;
	uint8_t is_range : 1;
	uint8_t is_certain : 1;
	uint16_t site;
	int32_t off;
	uint64_t bits;
};

struct value value_const(uint64_t constant);
struct value value_stack(int32_t off, bool is_range);
struct value value_elem(uint16_t site, int32_t off);
struct value value_word(uint16_t site, int32_t off);
struct value value_mixed(uint64_t sites, uint8_t loads, bool is_certain);

/* Reads from this one on share the last bit of a set. */
#define VALUE_SITES 63

/* The bit of a read in value.bits of a MIXED. */
static inline uint64_t value_site_bit(uint16_t site)
{
	return 1ULL << (site < VALUE_SITES ? site : VALUE_SITES);
}

static inline bool value_is_other(const struct value *v)
{
	return v->kind == VALUE_OTHER;
}

/* Whether it may come from a map read of this frame. */
static inline bool value_is_derived(const struct value *v)
{
	return v->kind >= VALUE_ELEM;
}

bool value_equal(const struct value *a, const struct value *b);

/**
 * value_sites() - which map reads may have found a value
 * @v: the value
 *
 * Return: set of value_site_bit(), empty where the value is not derived.
 */
uint64_t value_sites(const struct value *v);

/**
 * value_is_found() - whether a map is certainly one that a map read of this frame found
 * @v: the map argument of a call
 */
bool value_is_found(const struct value *v);

/**
 * value_join() - the least that is known when it is one of two values
 * @a: one
 * @b: the other
 */
struct value value_join(const struct value *a, const struct value *b);

/**
 * value_add() - the value after adding a known number
 * @v: before
 * @number: what is added
 */
struct value value_add(const struct value *v, int64_t number);

/**
 * value_move() - the value after adding an unknown number, as indexing does
 * @v: before
 */
struct value value_move(const struct value *v);

/**
 * value_vague() - a value that was treated in a way that is not understood
 * @v: before
 *
 * Return: MIXED where @v is derived, else OTHER.
 */
struct value value_vague(const struct value *v);

#endif /* MAPGC_FLOW_VALUE_H */
