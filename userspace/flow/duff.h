/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Duff's devices of the Go runtime: duffzero fills memory at RDI, duffcopy
 * copies from RSI to RDI. Calls enter them in the middle, so that the bytes
 * from there to the end tell how much is moved.
 */
#ifndef MAPGC_FLOW_DUFF_H
#define MAPGC_FLOW_DUFF_H

#include <stdint.h>

#include "flow/flow.h"

enum duff_kind {
	DUFF_NONE,
	DUFF_ZERO,
	DUFF_COPY,
};

/**
 * struct duff - what a call of a device does
 * @kind: enum duff_kind
 * @first: ZERO: of the first byte, from RDI
 * @len: bytes moved
 */
struct duff {
	enum duff_kind kind;
	uint8_t first;
	uint64_t len;
};

/**
 * duff_recognise() - read the code of a callee
 * @env: to read it
 * @va: its address
 *
 * Return: DUFF_NONE if it is something else.
 */
struct duff duff_recognise(const struct flow_env *env, uint64_t va);

#endif /* MAPGC_FLOW_DUFF_H */
