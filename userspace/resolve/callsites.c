// SPDX-License-Identifier: GPL-2.0
#include "resolve/callsites.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flow/flow.h"

/* A longer function is left to inference from types: none is. */
#define FUNCTION_MAX	(16 * 1024 * 1024)

/**
 * struct builder - the table while it grows
 * @in: what from
 * @flow: analyser
 * @code: the function at hand, room_bytes of room
 * @ret: the table, with room for @room call sites and @transitions_room transitions
 */
struct builder {
	const struct callsites_input *in;
	struct flow *flow;
	uint8_t *code;
	size_t room_bytes;
	struct callsites *ret;
	size_t room;
	size_t transitions_room;
};

static bool has_prefix(const char *name, const char *prefix)
{
	return !strncmp(name, prefix, strlen(prefix));
}

/* Functions of package runtime that other packages link to, with maps of its own. */
static const char *const borrowed_names[] = {
	"internal/godebug.registerMetric",
	"maps.clone",
	"plugin.lastmoduleinit",
	"reflect.addReflectOff",
	"runtime/metrics.runtime_readMetrics",
};

/*
 * The runtime's maps are not the program's, nor is an inner call another operation. Nor
 * are those that a sync.Map is made of, up to Go 1.23: from 1.24 it has none.
 */
static bool is_internal(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(borrowed_names) / sizeof(borrowed_names[0]); i++)
		if (!strcmp(name, borrowed_names[i]))
			return true;
	return has_prefix(name, "runtime.") || has_prefix(name, "internal/runtime/") ||
	       has_prefix(name, "runtime/internal/") || has_prefix(name, "sync.");
}

/* The closures that end a pause are named after the function that they are in. */
static uint8_t pause_verdict(const char *name)
{
	if (has_prefix(name, "runtime.gcStart."))
		return MAPGC_VERDICT_PAUSE_SWEEP;
	if (has_prefix(name, "runtime.gcMarkTermination."))
		return MAPGC_VERDICT_PAUSE_MARK;
	if (has_prefix(name, "runtime.gcMarkDone."))
		return MAPGC_VERDICT_PAUSE_RESTART;
	return MAPGC_VERDICT_PAUSE_OTHER;
}

static uint32_t return_off(const struct builder *builder, uint64_t return_va)
{
	return return_va - builder->in->program->pclntab.text_va;
}

static int add(struct builder *builder, uint64_t return_va, uint8_t verdict, uint8_t depth,
	       uint16_t flags)
{
	struct callsites *ret = builder->ret;

	if (ret->nr_callsites == builder->room) {
		size_t room = builder->room ? 2 * builder->room : 4096;
		struct mapgc_callsite *more = reallocarray(ret->callsites, room, sizeof(*more));

		if (!more)
			return -ENOMEM;
		ret->callsites = more;
		builder->room = room;
	}
	ret->callsites[ret->nr_callsites++] = (struct mapgc_callsite){
		.return_off = return_off(builder, return_va),
		.verdict = verdict,
		.depth = depth,
		.flags = flags,
	};
	return 0;
}

static int add_transition(struct builder *builder, const struct flow_transition *transition)
{
	struct callsites *ret = builder->ret;

	if (ret->nr_transitions == builder->transitions_room) {
		size_t room = builder->transitions_room ? 2 * builder->transitions_room : 256;
		struct mapgc_transition *more = reallocarray(ret->transitions, room,
							     sizeof(*more));

		if (!more)
			return -ENOMEM;
		ret->transitions = more;
		builder->transitions_room = room;
	}
	ret->transitions[ret->nr_transitions++] = (struct mapgc_transition){
		.return_off = return_off(builder, transition->return_va),
		.last_off = return_off(builder, transition->last_va),
		.depth = transition->depth,
	};
	return 0;
}

/* Calls of wrappers that turned out to be none of the operations are left out. */
static bool is_of_interest(const struct callsites_input *in, const struct call *call)
{
	const struct callee_range *range = callees_find(in->callees, call->target);

	return (in->start_va && call->target == in->start_va) || (range && range->map);
}

static bool is_wrapper(const struct callsites_input *in, const struct call *call)
{
	const struct callee_range *from = callees_find(in->callees, call->va);

	return from && from->is_wrapper;
}

static int add_internal(struct builder *builder, const char *name, const struct call *calls,
			size_t nr_calls)
{
	size_t i;
	int rc = 0;

	for (i = 0; !rc && i < nr_calls; i++) {
		uint8_t verdict = MAPGC_VERDICT_IGNORE;

		if (!is_of_interest(builder->in, &calls[i]))
			continue;
		if (calls[i].target == builder->in->start_va)
			verdict = pause_verdict(name);
		else if (is_wrapper(builder->in, &calls[i]))
			verdict = MAPGC_VERDICT_CALLER;
		rc = add(builder, calls[i].return_va, verdict, 0, 0);
	}
	return rc;
}

/* CALLEE_PLAIN where it is none of a map function. */
static enum callee kind_of_call(const struct builder *builder, const struct call *call)
{
	const struct callee_range *range = callees_find(builder->in->callees, call->target);

	return range && range->map ? range->kind : CALLEE_PLAIN;
}

static int read_code(struct builder *builder, uint64_t va, size_t len)
{
	if (len > builder->room_bytes) {
		uint8_t *more = realloc(builder->code, len);

		if (!more)
			return -ENOMEM;
		builder->code = more;
		builder->room_bytes = len;
	}
	return elf_image_read_va(&builder->in->program->image, va, builder->code, len);
}

/* Functions come in the order of their addresses, so all stays sorted. */
static int add_transitions(struct builder *builder)
{
	const struct flow_transition *transitions;
	size_t nr, i;
	int rc = 0;

	transitions = flow_transitions(builder->flow, &nr);
	for (i = 0; !rc && i < nr; i++)
		rc = add_transition(builder, &transitions[i]);
	return rc;
}

static int add_analysed(struct builder *builder, size_t index)
{
	const struct pclntab *tab = &builder->in->program->pclntab;
	struct flow_function fn = {
		.va = tab->functions[index].va,
		.len = pclntab_bytes(tab, index),
	};
	const struct flow_verdict *verdicts;
	size_t nr, i;
	int rc;

	if (fn.len > FUNCTION_MAX)
		return 0;
	rc = read_code(builder, fn.va, fn.len);
	if (rc)
		return rc;
	fn.code = builder->code;
	rc = flow_analyse(builder->flow, &fn, &verdicts, &nr);
	for (i = 0; !rc && i < nr; i++)
		rc = add(builder, verdicts[i].return_va, verdicts[i].verdict, verdicts[i].depth,
			 verdicts[i].flags);
	return rc ? rc : add_transitions(builder);
}

/*
 * Nobody follows the values: a read that ran before in the frame may have found the map.
 * Where none can have, and for a new map, the depth is known nevertheless.
 */
static int add_inferred(struct builder *builder, const struct call *calls, size_t nr_calls)
{
	bool has_reads = false;
	size_t i;
	int rc = 0;

	for (i = 0; i < nr_calls; i++)
		has_reads |= kind_of_call(builder, &calls[i]) == CALLEE_MAP_READ;
	for (i = 0; !rc && i < nr_calls; i++) {
		enum callee kind = kind_of_call(builder, &calls[i]);

		if (kind == CALLEE_PLAIN)
			continue;
		if (!has_reads || kind == CALLEE_MAP_MAKE)
			rc = add(builder, calls[i].return_va, MAPGC_VERDICT_DEPTH, 1, 0);
		else
			rc = add(builder, calls[i].return_va, MAPGC_VERDICT_INFER, 0,
				 kind == CALLEE_MAP_READ ? MAPGC_CALLSITE_REMEMBER : 0);
	}
	return rc;
}

static int add_function(struct builder *builder, size_t index, const struct call *calls,
			size_t nr_calls)
{
	const struct pclntab *tab = &builder->in->program->pclntab;
	const char *name = pclntab_name(tab, index);

	if (is_internal(name))
		return add_internal(builder, name, calls, nr_calls);
	if (!builder->in->program->image.arch->has_flow)
		return add_inferred(builder, calls, nr_calls);
	return add_analysed(builder, index);
}

static int add_functions(struct builder *builder)
{
	const struct calls *calls = builder->in->calls;
	const struct pclntab *tab = &builder->in->program->pclntab;
	size_t first, next;
	int rc = 0;

	for (first = 0; !rc && first < calls->nr_calls; first = next) {
		size_t index = pclntab_find_va(tab, calls->calls[first].va);
		uint64_t end = tab->functions[index].va + pclntab_bytes(tab, index);
		bool is_worth = false;

		for (next = first; next < calls->nr_calls && calls->calls[next].va < end; next++)
			is_worth |= is_of_interest(builder->in, &calls->calls[next]);
		if (is_worth)
			rc = add_function(builder, index, &calls->calls[first], next - first);
	}
	return rc;
}

/* What is not in the table is treated like INFER without flags. */
static int fit(struct callsites *callsites)
{
	size_t i, kept = 0;

	if (callsites->nr_callsites <= MAPGC_CALLSITES_MAX)
		return 0;
	for (i = 0; i < callsites->nr_callsites; i++) {
		const struct mapgc_callsite *callsite = &callsites->callsites[i];

		if (callsite->verdict != MAPGC_VERDICT_INFER || callsite->flags)
			callsites->callsites[kept++] = *callsite;
	}
	callsites->nr_callsites = kept;
	return kept <= MAPGC_CALLSITES_MAX ? 0 : -E2BIG;
}

/* A call site that loses its transitions is inferred. */
static void fit_transitions(struct callsites *callsites)
{
	if (callsites->nr_transitions > MAPGC_TRANSITIONS_MAX)
		callsites->nr_transitions = MAPGC_TRANSITIONS_MAX;
}

static enum callee classify(void *ctx, uint64_t va)
{
	const struct callsites_input *in = ctx;

	return callees_classify(in->callees, va);
}

static int read_va(void *ctx, uint64_t va, void *buf, size_t len)
{
	const struct callsites_input *in = ctx;

	return elf_image_read_va(&in->program->image, va, buf, len);
}

int callsites_init(struct callsites *ret, const struct callsites_input *in, struct error *err)
{
	struct flow_env env = {
		.classify = classify,
		.read = read_va,
		.ctx = (void *)in,
	};
	struct builder builder = { .in = in, .ret = ret };
	int rc;

	*ret = (struct callsites){ 0 };
	builder.flow = flow_create(&env);
	rc = builder.flow ? add_functions(&builder) : -ENOMEM;
	if (!rc)
		rc = fit(ret);
	fit_transitions(ret);
	flow_destroy(builder.flow);
	free(builder.code);
	if (!rc)
		return 0;
	callsites_deinit(ret);
	if (rc == -E2BIG)
		return error_set(err, rc, "more than %d calls of map functions",
				 MAPGC_CALLSITES_MAX);
	return error_set(err, rc, "cannot analyse the calls of map functions: %s", strerror(-rc));
}

void callsites_deinit(struct callsites *callsites)
{
	free(callsites->callsites);
	free(callsites->transitions);
	*callsites = (struct callsites){ 0 };
}
