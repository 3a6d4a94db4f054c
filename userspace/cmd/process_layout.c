// SPDX-License-Identifier: GPL-2.0
#include "cmd/process_layout.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "proc/code_map.h"
#include "proc/memory.h"

#define GOROUTINES_SEEN	32	/* spread over the list: more would say the same */
#define GOROUTINES_MOST	(1 << 28)	/* more is no such number */
#define GOROUTINE_BYTES	64	/* the end of the stack is among the first of them */

/* Of a goroutine; the compiler puts this one into every function's code: cmp 16(%r14),%rsp. */
#define STACK_GUARD_AT	16
#define STACK_ALIGN	2048	/* both ends of a stack */
#define STACK_MOST	(1ULL << 30)	/* Go ends a program whose stack gets longer */

/* Instead of a guard: such a goroutine is to stop at its next function. */
#define GUARD_SPECIAL	(-4096ULL)

/* internal/abi.Type, and MapType behind it: the key's type right before the element's. */
#define TYPE_KIND_AT	23
#define KIND_MASK	31
#define KIND_MAP	21
#define KIND_LAST	26
#define TYPE_BYTES	48
#define MAP_TYPE_BYTES	128
#define KEY_BEFORE_ELEM	8

/**
 * struct live - a process that is looked at
 * @pid: which
 * @bias: from addresses as linked to those of the process
 * @manifest: of its executable
 */
struct live {
	pid_t pid;
	uint64_t bias;
	const struct manifest *manifest;
};

static bool read_linked(const struct live *live, uint64_t va, void *ret, size_t len)
{
	return !memory_read(live->pid, va + live->bias, ret, len);
}

static uint64_t word_at(const uint8_t *bytes, size_t at)
{
	uint64_t word;

	memcpy(&word, bytes + at, sizeof(word));
	return word;
}

/* Before a process has set up its first thread there is nothing to be seen. */
static bool has_started(const struct live *live)
{
	const struct start_code *start = &live->manifest->landmarks.start;
	uint64_t g0, m;

	return start->g0_va &&
	       read_linked(live, start->g0_va + start->g_m_at, &m, sizeof(m)) &&
	       read_linked(live, start->m0_va + start->m_g0_at, &g0, sizeof(g0)) &&
	       m == start->m0_va + live->bias && g0 == start->g0_va + live->bias;
}

static bool is_stack_end(uint64_t end, uint64_t guard)
{
	return guard < end && end - guard <= STACK_MOST && end % STACK_ALIGN == 0;
}

/* 1: fits, 0: nothing to be seen, -EINVAL. A stack may move while one looks: twice the same. */
static int check_goroutine(const struct live *live, uint64_t address, struct error *why)
{
	uint32_t at = live->manifest->layout.g_stack_hi;
	uint8_t bytes[GOROUTINE_BYTES], again[GOROUTINE_BYTES];
	uint64_t guard, end;

	if (memory_read(live->pid, address, bytes, sizeof(bytes)))
		return 0;
	guard = word_at(bytes, STACK_GUARD_AT);
	end = word_at(bytes, at);
	if (!guard || guard >= GUARD_SPECIAL)	/* it ended, or is to stop */
		return 0;
	if (is_stack_end(end, guard))
		return 1;
	if (memory_read(live->pid, address, again, sizeof(again)) ||
	    word_at(again, STACK_GUARD_AT) != guard || word_at(again, at) != end)
		return 0;
	return error_set(why, -EINVAL,
			 "a goroutine's stack.hi is not at %u: there is 0x%llx, its stackguard0 is 0x%llx (process %d)",
			 at, (unsigned long long)end, (unsigned long long)guard, live->pid);
}

/* One that is caught while its stack moves says nothing: the many do. */
static int check_goroutines(const struct live *live, struct error *why)
{
	const struct goroutines *goroutines = &live->manifest->landmarks.goroutines;
	uint64_t list, nr, address, i, step;
	int nr_good = 0, nr_bad = 0;

	if (!goroutines->list_va || live->manifest->layout.g_stack_hi > GOROUTINE_BYTES - 8 ||
	    !has_started(live) ||
	    !read_linked(live, goroutines->list_va, &list, sizeof(list)) ||
	    !read_linked(live, goroutines->nr_va, &nr, sizeof(nr)) || nr > GOROUTINES_MOST)
		return 0;
	step = nr / GOROUTINES_SEEN + 1;
	for (i = 0; i < nr; i += step) {
		int rc;

		if (memory_read(live->pid, list + i * sizeof(address), &address, sizeof(address)))
			return 0;
		rc = check_goroutine(live, address, why);
		nr_good += rc > 0;
		nr_bad += rc < 0;
	}
	return nr_bad > nr_good ? -EINVAL : nr_good;
}

static bool is_type(const struct live *live, uint64_t address)
{
	uint8_t bytes[TYPE_BYTES];
	uint8_t kind;

	if (memory_read(live->pid, address, bytes, sizeof(bytes)))
		return false;
	kind = bytes[TYPE_KIND_AT] & KIND_MASK;
	return kind && kind <= KIND_LAST;
}

static int check_map_type(const struct live *live, uint64_t va, struct error *why)
{
	uint32_t at = live->manifest->layout.maptype_elem;
	uint8_t bytes[MAP_TYPE_BYTES];
	uint64_t before, key, elem;

	if (!read_linked(live, va, bytes, sizeof(bytes)))
		return 0;
	key = word_at(bytes, at - KEY_BEFORE_ELEM);
	elem = word_at(bytes, at);
	before = word_at(bytes, at - KEY_BEFORE_ELEM - sizeof(before));
	/* Both are types, and the first ones: behind them is that of a group of elements. */
	if ((bytes[TYPE_KIND_AT] & KIND_MASK) == KIND_MAP && !is_type(live, before) &&
	    is_type(live, key) && is_type(live, elem))
		return 1;
	return error_set(why, -EINVAL,
			 "a map type's Elem is not at %u: there is 0x%llx, before it 0x%llx, Kind is %u (process %d)",
			 at, (unsigned long long)elem, (unsigned long long)key,
			 bytes[TYPE_KIND_AT] & KIND_MASK, live->pid);
}

static int check_map_types(const struct live *live, struct error *why)
{
	const struct landmarks *landmarks = &live->manifest->landmarks;
	uint32_t at = live->manifest->layout.maptype_elem;
	int nr = 0, rc = 0;
	size_t i;

	if (at < 2 * KEY_BEFORE_ELEM || at > MAP_TYPE_BYTES - 8 || !has_started(live))
		return 0;
	for (i = 0; rc >= 0 && i < landmarks->nr_map_types; i++) {
		rc = check_map_type(live, landmarks->map_types[i], why);
		nr += rc > 0;
	}
	return rc < 0 ? rc : nr;
}

int process_layout_check(pid_t pid, const struct manifest *manifest, struct error *why)
{
	struct live live = { .pid = pid, .manifest = manifest };
	int nr_goroutines, nr_types;
	struct code_map map;

	/* Any site tells where the code is, so where the data is. */
	if (!manifest->nr_sites || code_map_read(pid, &map) ||
	    code_map_bias(&map, manifest->sites[0].offset, manifest->sites[0].va, &live.bias))
		return 0;
	nr_goroutines = check_goroutines(&live, why);
	if (nr_goroutines < 0)
		return nr_goroutines;
	nr_types = check_map_types(&live, why);
	return nr_types < 0 ? nr_types : nr_goroutines + nr_types;
}
