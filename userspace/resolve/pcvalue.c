// SPDX-License-Identifier: GPL-2.0
#include "resolve/pcvalue.h"

#include <errno.h>
#include <stdbool.h>

#include "resolve/cursor.h"

#define CHUNK_BYTES	256	/* most tables are shorter */
#define PAIR_BYTES_MAX	20

/**
 * struct walk - along a table
 * @va: the figure holds up to here
 * @value: the figure
 * @highest: of those up to here
 * @is_over: nothing follows
 */
struct walk {
	uint64_t va;
	int32_t value;
	int32_t highest;
	bool is_over;
};

static int32_t unzigzag(uint32_t delta)
{
	return delta & 1 ? ~(delta >> 1) : delta >> 1;
}

/* Every pair is of one step of code at least, so that a walk ends within the function. */
static int step(struct walk *walk, struct cursor *cur, uint8_t quantum, bool is_first)
{
	uint64_t delta = cursor_uvarint(cur), steps;

	if (!delta && !is_first && !cur->is_short) {
		walk->is_over = true;
		return 0;
	}
	steps = cursor_uvarint(cur);
	if (cur->is_short || !steps || steps > UINT32_MAX || delta > UINT32_MAX)
		return -EINVAL;
	walk->value = (uint32_t)walk->value + (uint32_t)unzigzag(delta);
	if (walk->value > walk->highest)
		walk->highest = walk->value;
	walk->va += steps * quantum;
	return 0;
}

/* Goes on until the figure holds beyond @va, or a pair might be cut off. */
static int walk_chunk(struct walk *walk, struct cursor *cur, const struct pcvalue_table *table,
		      bool is_last, uint64_t va)
{
	int rc = 0;

	while (!rc && !walk->is_over && walk->va <= va &&
	       (is_last || cur->len - cur->pos >= PAIR_BYTES_MAX))
		rc = step(walk, cur, table->quantum, walk->va == table->entry);
	return rc;
}

/* To the figure at @va, or to the end of the table. */
static int walk_to(struct walk *walk, const struct pcvalue_table *table,
		   const struct elf_image *image, uint64_t va)
{
	uint64_t offset = table->offset;
	int rc = 0;

	*walk = (struct walk){
		.va = table->entry,
		.value = PCVALUE_NONE,
		.highest = PCVALUE_NONE,
		.is_over = !offset,
	};
	while (!rc && !walk->is_over && walk->va <= va) {
		uint64_t room = offset < table->end ? table->end - offset : 0;
		size_t len = room < CHUNK_BYTES ? room : CHUNK_BYTES;
		uint8_t chunk[CHUNK_BYTES];
		struct cursor cur;

		rc = elf_image_read(image, offset, chunk, len);
		if (rc)
			break;
		cursor_init(&cur, chunk, len);
		rc = walk_chunk(walk, &cur, table, len == room, va);
		offset += cur.pos;
	}
	return rc;
}

int pcvalue_find(const struct pcvalue_table *table, const struct elf_image *image, uint64_t va,
		 int32_t *ret)
{
	struct walk walk;
	int rc = walk_to(&walk, table, image, va);

	*ret = rc || walk.is_over ? PCVALUE_NONE : walk.value;
	return rc;
}

int pcvalue_find_highest(const struct pcvalue_table *table, const struct elf_image *image,
			 uint64_t last_va, int32_t *ret)
{
	struct walk walk;
	int rc = walk_to(&walk, table, image, last_va);

	*ret = rc ? PCVALUE_NONE : walk.highest;
	return rc;
}
