// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as the machine code of a function: verdicts in order, of the calls
 * that are there, and transitions only between them. The calls of the seeds lead to
 * CALLEES_VA, where 16 bytes stand for each kind of callee.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flow/flow.h"
#include "fuzz/code.h"
#include "fuzz/harness.h"

#define CODE_MAX	(64u << 10)

static const uint8_t *code;
static size_t code_len;

static enum callee classify(void *ctx, uint64_t va)
{
	(void)ctx;
	if (va < CODE_CALLEES_VA || va - CODE_CALLEES_VA >= 16 * (CALLEE_NO_RETURN + 1))
		return CALLEE_PLAIN;
	return (va - CODE_CALLEES_VA) / 16;
}

/* Jump tables: somewhere in the function, and now and then out of it. */
static int read_data(void *ctx, uint64_t va, void *buf, size_t len)
{
	uint64_t word = CODE_VA + (code_len ? va * 7 % (code_len + 8) : 0);
	size_t i;

	(void)ctx;
	if (va < CODE_DATA_VA || va - CODE_DATA_VA > CODE_MAX)
		return -EFAULT;
	for (i = 0; i < len; i++)
		((uint8_t *)buf)[i] = word >> 8 * (i % 8);
	return 0;
}

static const struct flow_verdict *find(const struct flow_verdict *verdicts, size_t nr, uint64_t va)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (verdicts[i].return_va == va)
			return &verdicts[i];
	return NULL;
}

static void check_verdict(const struct flow_verdict *verdict)
{
	if (verdict->return_va <= CODE_VA || verdict->return_va > CODE_VA + code_len)
		abort();
	if (verdict->verdict != MAPGC_VERDICT_DEPTH && verdict->verdict != MAPGC_VERDICT_AFTER &&
	    verdict->verdict != MAPGC_VERDICT_INFER)
		abort();
	if (verdict->depth > MAPGC_DEPTHS)
		abort();
	if (verdict->verdict == MAPGC_VERDICT_DEPTH ? !verdict->depth : verdict->depth)
		abort();
	if (verdict->flags & ~MAPGC_CALLSITE_REMEMBER)
		abort();
}

static void check_transitions(const struct flow *flow, const struct flow_verdict *verdicts,
			      size_t nr)
{
	const struct flow_transition *transitions;
	const struct flow_verdict *to, *from;
	size_t i, nr_transitions;

	transitions = flow_transitions(flow, &nr_transitions);
	for (i = 0; i < nr_transitions; i++) {
		const struct flow_transition *transition = &transitions[i];

		if (i && (transition->return_va < transition[-1].return_va ||
			  (transition->return_va == transition[-1].return_va &&
			   transition->last_va <= transition[-1].last_va)))
			abort();
		to = find(verdicts, nr, transition->return_va);
		from = find(verdicts, nr, transition->last_va);
		if (!to || to->verdict != MAPGC_VERDICT_AFTER ||
		    !from || !(from->flags & MAPGC_CALLSITE_REMEMBER))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct flow_env env = { classify, read_data, NULL };
	static struct flow *flow;
	const struct flow_verdict *verdicts;
	struct flow_function function = { .va = CODE_VA };
	uint8_t *copy;
	size_t i, nr;

	if (len > CODE_MAX)
		return 0;
	if (!flow)
		flow = flow_create(&env);
	/* Of its own, so that a read beyond its end is seen. */
	copy = malloc(len ? len : 1);
	if (!flow || !copy)
		abort();
	memcpy(copy, data, len);
	code = copy;
	code_len = len;
	function.code = copy;
	function.len = len;
	if (flow_analyse(flow, &function, &verdicts, &nr))
		abort();
	for (i = 0; i < nr; i++) {
		check_verdict(&verdicts[i]);
		if (i && verdicts[i].return_va <= verdicts[i - 1].return_va)
			abort();
	}
	check_transitions(flow, verdicts, nr);
	free(copy);
	return 0;
}
