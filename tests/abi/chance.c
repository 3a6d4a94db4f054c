// SPDX-License-Identifier: GPL-2.0
#include "chance.h"

#include <string.h>

static const uint64_t edges[] = {
	0, 1, 2, 3, 4, 7, 8, 23, 24, 31, 32, 33, 127, 128, 129, 255, 256, 257, 1023, 1024, 1025,
	4095, 4096, 4097, 65535, 65536, 65537, 262144, 262145, 10000000, 10000001, 1 << 30,
	0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 1ULL << 47, 0x7fffffffffff,
	0x7ffffffff000, 0xffff888000000000, 0xffffffff81000000, INT64_MAX, UINT64_MAX - 4095,
	UINT64_MAX,
};

/* splitmix64: neighbouring seeds give streams far apart. */
void chance_init(struct chance *chance, uint64_t seed, unsigned int stream)
{
	uint64_t x = seed + (stream + 1) * 0x9e3779b97f4a7c15ULL;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	chance->state = (x ^ (x >> 31)) | 1;
}

uint64_t chance_draw(struct chance *chance)
{
	chance->state ^= chance->state << 13;
	chance->state ^= chance->state >> 7;
	chance->state ^= chance->state << 17;
	return chance->state;
}

unsigned int chance_below(struct chance *chance, unsigned int limit)
{
	return (chance_draw(chance) >> 20) % limit;
}

bool chance_is(struct chance *chance, unsigned int times)
{
	return !chance_below(chance, times);
}

uint64_t chance_edge(struct chance *chance)
{
	return edges[chance_below(chance, sizeof(edges) / sizeof(edges[0]))];
}

void chance_spoil(struct chance *chance, void *at, size_t bytes)
{
	unsigned char *to = at;
	size_t size = 1u << chance_below(chance, 4);
	uint64_t value;

	if (size > bytes || chance_is(chance, 4)) {
		to[chance_below(chance, bytes)] ^= 1u << chance_below(chance, 8);
		return;
	}
	value = chance_is(chance, 4) ? chance_draw(chance) : chance_edge(chance);
	memcpy(to + chance_below(chance, bytes / size) * size, &value, size);
}
