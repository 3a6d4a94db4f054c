// SPDX-License-Identifier: GPL-2.0
#include "resolve/calls.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/mapgc.h>

#define CHUNK_BYTES	(1024 * 1024)

/* Room for bytes that only look like a call. */
#define CALLS_MAX	(2 * MAPGC_CALLSITES_MAX)

struct search {
	const struct arch *arch;
	const uint64_t *targets;
	size_t nr_targets;
	struct calls *calls;
	size_t room;
};

static int compare(const void *key, const void *element)
{
	uint64_t a = *(const uint64_t *)key, b = *(const uint64_t *)element;

	return a < b ? -1 : a > b;
}

static bool is_target(const struct search *search, uint64_t va)
{
	return va >= search->targets[0] && va <= search->targets[search->nr_targets - 1] &&
	       bsearch(&va, search->targets, search->nr_targets, sizeof(va), compare);
}

static int add(struct search *search, uint64_t va, uint64_t target)
{
	struct calls *calls = search->calls;

	if (calls->nr_calls == search->room) {
		size_t room = search->room ? 2 * search->room : 4096;
		struct call *more;

		if (search->room >= CALLS_MAX)
			return -E2BIG;
		more = reallocarray(calls->calls, room, sizeof(*more));
		if (!more)
			return -ENOMEM;
		calls->calls = more;
		search->room = room;
	}
	calls->calls[calls->nr_calls++] = (struct call){
		.va = va,
		.return_va = va + search->arch->call_bytes,
		.target = target,
	};
	return 0;
}

static int search_chunk(struct search *search, uint64_t va, const uint8_t *chunk, size_t len)
{
	const struct arch *arch = search->arch;
	size_t at = 0;
	int rc = 0;

	while (!rc) {
		int64_t distance;
		size_t call = arch->find_call(chunk + at, len - at, &distance);

		if (call == LISTING_NONE)
			break;
		at += call;
		if (is_target(search, va + at + distance))
			rc = add(search, va + at, va + at + distance);
		at += arch->quantum;
	}
	return rc;
}

/* Chunks overlap by all but one step of a call, so that none is cut or found twice. */
static int search_text(struct search *search, const struct program *program)
{
	uint64_t va = program->pclntab.functions[0].va, end = program->pclntab.end_va;
	size_t overlap = search->arch->call_bytes - search->arch->quantum;
	uint8_t *chunk = malloc(end - va < CHUNK_BYTES ? end - va : CHUNK_BYTES);
	int rc = chunk ? 0 : -ENOMEM;

	while (!rc && end - va >= search->arch->call_bytes) {
		size_t len = end - va < CHUNK_BYTES ? end - va : CHUNK_BYTES;

		rc = elf_image_read_va(&program->image, va, chunk, len);
		if (!rc)
			rc = search_chunk(search, va, chunk, len);
		va += len - overlap;
	}
	free(chunk);
	return rc;
}

int calls_init(struct calls *calls, const struct program *program, const uint64_t *targets,
	       size_t nr_targets, struct error *err)
{
	struct search search = {
		.arch = program->image.arch,
		.targets = targets,
		.nr_targets = nr_targets,
		.calls = calls,
	};
	int rc;

	*calls = (struct calls){ 0 };
	rc = search_text(&search, program);
	if (!rc)
		return 0;
	calls_deinit(calls);
	if (rc == -E2BIG)
		return error_set(err, rc, "more than %d calls of map functions", CALLS_MAX);
	return error_set(err, rc, "cannot search the text for calls: %s", strerror(-rc));
}

void calls_deinit(struct calls *calls)
{
	free(calls->calls);
	*calls = (struct calls){ 0 };
}
