// SPDX-License-Identifier: GPL-2.0
#include "flow/duff.h"

#include <string.h>

/* The longest device: duffcopy's 64 units of 14 bytes and a ret; later ones save RBP around it. */
#define DUFF_BYTES_MAX 1024

/**
 * struct unit - an instruction that a device is made of
 * @kind: the device
 * @moved: bytes that it stores
 * @disp: where, from RDI
 * @len: its own length
 * @code: it
 */
struct unit {
	uint8_t kind;
	uint8_t moved;
	uint8_t disp;
	uint8_t len;
	uint8_t code[5];
};

static const struct unit units[] = {
	{ DUFF_ZERO, 16, 0, 4, { 0x44, 0x0f, 0x11, 0x3f } },	/* movups %xmm15,(%rdi) */
	{ DUFF_ZERO, 16, 0x10, 5, { 0x44, 0x0f, 0x11, 0x7f, 0x10 } },
	{ DUFF_ZERO, 16, 0x20, 5, { 0x44, 0x0f, 0x11, 0x7f, 0x20 } },
	{ DUFF_ZERO, 16, 0x30, 5, { 0x44, 0x0f, 0x11, 0x7f, 0x30 } },
	{ DUFF_ZERO, 0, 0, 4, { 0x48, 0x83, 0xc7, 0x40 } },	/* add $0x40,%rdi */
	{ DUFF_ZERO, 0, 0, 4, { 0x48, 0x8d, 0x7f, 0x40 } },	/* lea 0x40(%rdi),%rdi */
	{ DUFF_COPY, 0, 0, 3, { 0x0f, 0x10, 0x06 } },		/* movups (%rsi),%xmm0 */
	{ DUFF_COPY, 0, 0, 4, { 0x48, 0x83, 0xc6, 0x10 } },	/* add $0x10,%rsi */
	{ DUFF_COPY, 16, 0, 3, { 0x0f, 0x11, 0x07 } },		/* movups %xmm0,(%rdi) */
	{ DUFF_COPY, 0, 0, 4, { 0x48, 0x83, 0xc7, 0x10 } },	/* add $0x10,%rdi */
};

static const struct duff none;

static const struct unit *match(const uint8_t *code, size_t left)
{
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].len <= left && !memcmp(code, units[i].code, units[i].len))
			return units + i;
	return NULL;
}

/* As much of the callee as there is: it may lie at the end of the text. */
static size_t read_code(const struct flow_env *env, uint64_t va, uint8_t *buf, size_t max)
{
	size_t len = 0;

	if (!env->read(env->ctx, va, buf, max))
		return max;
	while (len < max && !env->read(env->ctx, va + len, buf + len, 1))
		len++;
	return len;
}

struct duff duff_recognise(const struct flow_env *env, uint64_t va)
{
	uint8_t code[DUFF_BYTES_MAX];
	struct duff duff = none;
	size_t len = read_code(env, va, code, sizeof(code)), at = 0;

	while (at < len && code[at] != 0xc3) {
		const struct unit *unit = match(code + at, len - at);

		if (!unit || (duff.kind != DUFF_NONE && unit->kind != duff.kind))
			return none;
		if (unit->moved && !duff.len)
			duff.first = unit->disp;
		duff.kind = unit->kind;
		duff.len += unit->moved;
		at += unit->len;
	}
	return at < len ? duff : none;
}
