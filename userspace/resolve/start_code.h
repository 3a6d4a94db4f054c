/* SPDX-License-Identifier: GPL-2.0 */
/* What the first code of a Go program says of its goroutines and threads. */
#ifndef MAPGC_RESOLVE_START_CODE_H
#define MAPGC_RESOLVE_START_CODE_H

#include <stdbool.h>
#include <stdint.h>

#include "resolve/program.h"

/**
 * struct start_code - runtime.rt0_go sets up the first thread: "g0.stack.hi = SP", "m0.g0 = &g0"
 * @g0_va: the goroutine in which that thread schedules, as linked
 * @m0_va: that thread
 * @stack_hi_at: offset of the end of the stack in a goroutine, bytes
 * @g_m_at: offset of the thread in a goroutine, bytes
 * @m_g0_at: offset of that goroutine in a thread, bytes
 */
struct start_code {
	uint64_t g0_va;
	uint64_t m0_va;
	uint32_t stack_hi_at;
	uint32_t g_m_at;
	uint32_t m_g0_at;
};

/**
 * start_code_read() - read it
 * @program: with its functions loaded
 * @ret: filled on success
 *
 * That code is assembly, alike in every Go so far; its offsets come from the structures of
 * the very runtime that it was built with.
 *
 * Return: whether it is there and looks like that.
 */
bool start_code_read(const struct program *program, struct start_code *ret);

#endif /* MAPGC_RESOLVE_START_CODE_H */
