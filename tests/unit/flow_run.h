/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs the analysis of userspace/flow over a function that a test writes in
 * machine code, and compares the verdicts with a line of text.
 *
 *	begin();
 *	map_read();			call of a map read
 *	op("48 8b 18");			mov (%rax),%rbx
 *	map_write();			call of a map write
 *	expect("1 2");
 *
 * In the expectation stand the depths in the order of the calls, ? for a depth
 * to be inferred, A for one that depends on what ran before, and behind each an
 * R where the call is to be remembered.
 */
#ifndef MAPGC_UNIT_FLOW_RUN_H
#define MAPGC_UNIT_FLOW_RUN_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow/flow.h"

/* Where the function, its callees and its data lie. */
#define CODE_VA		0x500000ULL
#define NEAR_VA		0x6000ULL	/* of a call with 16 bits */
#define READ_VA		0x401000ULL
#define WRITE_VA	0x402000ULL
#define MAKE_VA		0x403000ULL
#define PLAIN_VA	0x404000ULL
#define BARRIER_VA	0x405000ULL
#define PANIC_VA	0x406000ULL
#define ZERO_VA		0x407000ULL
#define COPY_VA		0x408000ULL
#define READS_VA	0x409000ULL
#define DATA_VA		0x600000ULL

#define CODE_MAX	(1 << 20)
#define DATA_MAX	4096

static struct {
	uint8_t code[CODE_MAX];
	size_t len;
	uint8_t data[DATA_MAX];
	size_t data_len;
	uint8_t zero[1024];
	size_t zero_len;
	uint8_t copy[1024];
	size_t copy_len;
	const struct flow_verdict *verdicts;
	size_t nr;
	struct flow *flow;
} run;

static enum callee run_classify(void *ctx, uint64_t va)
{
	(void)ctx;
	switch (va & ~0xfffULL) {
	case READ_VA:
	case NEAR_VA:
		return CALLEE_MAP_READ;
	case WRITE_VA:
		return CALLEE_MAP_OTHER;
	case MAKE_VA:
		return CALLEE_MAP_MAKE;
	case BARRIER_VA:
	case ZERO_VA:
	case COPY_VA:
		return CALLEE_KEEPS_REGISTERS;
	case PANIC_VA:
		return CALLEE_NO_RETURN;
	case READS_VA:
		return CALLEE_READS;
	default:
		return CALLEE_PLAIN;
	}
}

static int run_copy(void *to, size_t len, const uint8_t *from, size_t from_len, uint64_t off)
{
	if (off > from_len || len > from_len - off)
		return -EFAULT;
	memcpy(to, from + off, len);
	return 0;
}

static int run_read(void *ctx, uint64_t va, void *buf, size_t len)
{
	(void)ctx;
	if (va >= DATA_VA)
		return run_copy(buf, len, run.data, run.data_len, va - DATA_VA);
	if (va >= COPY_VA)
		return run_copy(buf, len, run.copy, run.copy_len, va - COPY_VA);
	if (va >= ZERO_VA)
		return run_copy(buf, len, run.zero, run.zero_len, va - ZERO_VA);
	return -EFAULT;
}

/* Hexadecimal bytes with spaces in between. */
static size_t parse(uint8_t *to, const char *text)
{
	size_t len = 0;
	char *end;

	for (;;) {
		unsigned long byte = strtoul(text, &end, 16);

		if (end == text)
			return len;
		assert_in_range(byte, 0, 255);
		to[len++] = byte;
		text = end;
	}
}

/* An instruction; returns its offset in the function. */
static inline size_t op(const char *text)
{
	size_t at = run.len;

	assert_true(run.len < CODE_MAX - 64);
	run.len += parse(run.code + run.len, text);
	return at;
}

/* A 32-bit number that is relative to what follows it. */
static inline void relative(uint64_t va)
{
	uint32_t rel = va - (CODE_VA + run.len + 4);

	memcpy(run.code + run.len, &rel, 4);
	run.len += 4;
}

static inline size_t call(uint64_t va)
{
	size_t at = op("e8");

	relative(va);
	return at;
}

static inline void map_read(void)
{
	call(READ_VA);
}

static inline void map_write(void)
{
	call(WRITE_VA);
}

static inline void map_make(void)
{
	call(MAKE_VA);
}

static inline void call_plain(void)
{
	call(PLAIN_VA);
}

/* A jump with a 32-bit displacement, "e9" or "0f 84", to be given its target. */
static inline size_t jump(const char *opcode)
{
	op(opcode);
	op("00 00 00 00");
	return run.len;
}

/* Let an earlier jump() go to the place that has been reached now. */
static inline void land(size_t jumped)
{
	uint32_t rel = run.len - jumped;

	memcpy(run.code + jumped - 4, &rel, 4);
}

/* A jump backwards. */
static inline void jump_to(const char *opcode, size_t target)
{
	op(opcode);
	relative(CODE_VA + target);
}

/* lea address(%rip),register: "48 8d 05" for RAX. */
static inline void lea(const char *opcode, uint64_t va)
{
	op(opcode);
	relative(va);
}

static inline void data(uint64_t word)
{
	assert_true(run.data_len + 8 <= DATA_MAX);
	memcpy(run.data + run.data_len, &word, 8);
	run.data_len += 8;
}

/* Duff's devices as the runtime has them, to be entered at ZERO_VA and COPY_VA or behind. */
static inline void write_devices(void)
{
	run.zero_len = 0;
	run.copy_len = 0;
	for (int i = 0; i < 16; i++) {
		run.zero_len += parse(run.zero + run.zero_len, "44 0f 11 3f  44 0f 11 7f 10");
		run.zero_len += parse(run.zero + run.zero_len, "44 0f 11 7f 20  44 0f 11 7f 30");
		run.zero_len += parse(run.zero + run.zero_len, "48 8d 7f 40");
	}
	run.zero_len += parse(run.zero + run.zero_len, "c3");
	for (int i = 0; i < 64; i++)
		run.copy_len += parse(run.copy + run.copy_len,
				      "0f 10 06  48 83 c6 10  0f 11 07  48 83 c7 10");
	run.copy_len += parse(run.copy + run.copy_len, "c3");
}

static inline void begin(void)
{
	run.len = 0;
	run.data_len = 0;
	write_devices();
}

/* Analyse what was written, from an exact copy, so that a sanitizer sees what is read behind. */
static inline void analyse(void)
{
	uint8_t *code = malloc(run.len ? run.len : 1);
	struct flow_function fn = { .va = CODE_VA, .code = code, .len = run.len };

	assert_non_null(code);
	memcpy(code, run.code, run.len);
	assert_int_equal(flow_analyse(run.flow, &fn, &run.verdicts, &run.nr), 0);
	free(code);
	for (size_t i = 0; i < run.nr; i++) {
		const struct flow_verdict *verdict = run.verdicts + i;

		assert_true(!i || verdict->return_va > verdict[-1].return_va);
		assert_in_range(verdict->return_va, CODE_VA + 4, CODE_VA + run.len);
		if (verdict->verdict == MAPGC_VERDICT_DEPTH)
			assert_in_range(verdict->depth, 1, MAPGC_DEPTHS);
		else
			assert_true(verdict->verdict == MAPGC_VERDICT_INFER ||
				    verdict->verdict == MAPGC_VERDICT_AFTER);
	}
}

static inline void print_verdicts(char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < run.nr && len + 16 < size; i++) {
		const struct flow_verdict *verdict = run.verdicts + i;

		if (verdict->verdict == MAPGC_VERDICT_DEPTH)
			len += snprintf(text + len, size - len, "%d", verdict->depth);
		else
			len += snprintf(text + len, size - len, "%s",
					verdict->verdict == MAPGC_VERDICT_AFTER ? "A" : "?");
		len += snprintf(text + len, size - len, "%s%s",
				verdict->flags & MAPGC_CALLSITE_REMEMBER ? "R" : "",
				i + 1 < run.nr ? " " : "");
	}
}

/* Close the function with a ret and compare its verdicts. */
static inline void expect(const char *text)
{
	char got[1024];

	op("c3");
	analyse();
	print_verdicts(got, sizeof(got));
	assert_string_equal(got, text);
}

static inline size_t run_number(uint64_t return_va)
{
	size_t i = 0;

	while (i < run.nr && run.verdicts[i].return_va != return_va)
		i++;
	assert_true(i < run.nr);
	return i + 1;
}

/*
 * What the A of the last expect() depend on: CALL<BEFORE:DEPTH, calls by number
 * in the order of the code; depth + is one more than the call before had, = the same.
 */
static inline void expect_transitions(const char *text)
{
	const struct flow_transition *transitions;
	char got[1024] = "";
	size_t nr, len = 0;

	transitions = flow_transitions(run.flow, &nr);
	for (size_t i = 0; i < nr && len + 64 < sizeof(got); i++) {
		len += snprintf(got + len, sizeof(got) - len, "%s%zu<%zu:", i ? " " : "",
				run_number(transitions[i].return_va),
				run_number(transitions[i].last_va));
		if (transitions[i].depth == MAPGC_TRANSITION_BEHIND)
			len += snprintf(got + len, sizeof(got) - len, "+");
		else if (transitions[i].depth == MAPGC_TRANSITION_SAME)
			len += snprintf(got + len, sizeof(got) - len, "=");
		else
			len += snprintf(got + len, sizeof(got) - len, "%d",
					transitions[i].depth);
	}
	assert_string_equal(got, text);
}

static int run_setup(void **state)
{
	static const struct flow_env env = { .classify = run_classify, .read = run_read };

	(void)state;
	begin();
	if (!run.flow)
		run.flow = flow_create(&env);
	return run.flow ? 0 : -1;
}

static int run_teardown(void **state)
{
	(void)state;
	flow_destroy(run.flow);
	run.flow = NULL;
	return 0;
}

#endif /* MAPGC_UNIT_FLOW_RUN_H */
