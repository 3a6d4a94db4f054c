// SPDX-License-Identifier: GPL-2.0
#include "fuzz_request.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "fuzz_descriptor.h"

#define ARGUMENT_MAX	(sizeof(struct mapgc_snapshot_args) + 512)
#define SEEN_MAX	8

int fuzz_devices[FUZZ_DEVICES];

/**
 * struct draft - an argument in the making
 * @caller: whose
 * @number: of the ioctl
 * @bytes: the argument, in its place
 * @size: what hdr.size says
 * @must_succeed: as in struct fuzz_request
 */
struct draft {
	struct fuzz_caller *caller;
	unsigned int number;
	union {
		unsigned char *bytes;
		struct mapgc_hdr *hdr;
		struct mapgc_attach_args *attach;
		struct mapgc_detach_args *detach;
		struct mapgc_process_args *process;
		struct mapgc_list_args *list;
		struct mapgc_target_args *target;
		struct mapgc_snapshot_args *snapshot;
	};
	size_t size;
	bool must_succeed;
};

static const size_t sizes[FUZZ_CALL_IOCTLS] = {
	sizeof(struct mapgc_info_args),
	sizeof(struct mapgc_attach_args),
	sizeof(struct mapgc_detach_args),
	sizeof(struct mapgc_process_args),
	sizeof(struct mapgc_list_args),
	sizeof(struct mapgc_target_args),
	sizeof(struct mapgc_snapshot_args),
};

enum member_kind { MEMBER_POINTER, MEMBER_COUNT, MEMBER_DESCRIPTOR };

#define MEMBER(number_, type_, member_, kind_)					\
	{ number_, offsetof(struct mapgc_##type_##_args, member_), kind_ }

/* What deserves more than chance. */
static const struct member {
	unsigned int number;
	size_t offset;
	enum member_kind kind;
} members[] = {
	MEMBER(1, attach, sites, MEMBER_POINTER),
	MEMBER(1, attach, callsites, MEMBER_POINTER),
	MEMBER(1, attach, transitions, MEMBER_POINTER),
	MEMBER(1, attach, pids, MEMBER_POINTER),
	MEMBER(1, attach, nr_sites, MEMBER_COUNT),
	MEMBER(1, attach, nr_callsites, MEMBER_COUNT),
	MEMBER(1, attach, nr_transitions, MEMBER_COUNT),
	MEMBER(1, attach, nr_pids, MEMBER_COUNT),
	MEMBER(1, attach, exe_fd, MEMBER_DESCRIPTOR),
	MEMBER(4, list, ids, MEMBER_POINTER),
	MEMBER(4, list, nr_ids, MEMBER_COUNT),
	MEMBER(5, target, pids, MEMBER_POINTER),
	MEMBER(5, target, nr_pids, MEMBER_COUNT),
};

static const uint32_t counts[] = {
	0, 1, 2, MAPGC_SITES_MAX, MAPGC_SITES_MAX + 1, MAPGC_PROCESSES_MAX,
	MAPGC_PROCESSES_MAX + 1, MAPGC_TRANSITIONS_MAX, MAPGC_TRANSITIONS_MAX + 1,
	MAPGC_CALLSITES_MAX, MAPGC_CALLSITES_MAX + 1, 1 << 28, 1 << 29, UINT32_MAX,
};

/* Ascending, and far from the specimen's own: they change no figure. */
static void fill_tables(struct fuzz_caller *caller)
{
	uint32_t i;

	for (i = 0; i < MAPGC_CALLSITES_MAX; i++) {
		caller->callsites[i].return_off = (1 << 20) + i;
		caller->callsites[i].verdict = MAPGC_VERDICT_INFER;
	}
	for (i = 0; i < MAPGC_TRANSITIONS_MAX; i++)
		caller->transitions[i].return_off = (1 << 20) + i;
}

int fuzz_caller_init(struct fuzz_caller *caller, unsigned int index, uint64_t seed,
		     void (*meanwhile)(void *ctx))
{
	chance_init(&caller->chance, seed, index);
	caller->memory = fuzz_memory_create(index, meanwhile, caller);
	if (!caller->memory)
		return -ENOMEM;
	caller->callsites = fuzz_memory_table(caller->memory,
					      MAPGC_CALLSITES_MAX * sizeof(*caller->callsites));
	caller->transitions = fuzz_memory_table(caller->memory, MAPGC_TRANSITIONS_MAX *
						sizeof(*caller->transitions));
	if (!caller->callsites || !caller->transitions)
		return -ENOMEM;
	fill_tables(caller);
	return specimen_fill(&caller->specimen);
}

static enum fuzz_place some_place(struct chance *chance)
{
	return chance_is(chance, 12) ? chance_below(chance, FUZZ_PLACES) : FUZZ_PLACE_PLAIN;
}

/* A copy of an array in some place. */
static uint64_t put(struct draft *draft, const void *array, size_t bytes)
{
	struct chance *chance = &draft->caller->chance;
	uint64_t address = 0;
	void *to = fuzz_memory_take(draft->caller->memory, bytes, some_place(chance), &address);

	if (!to) {
		draft->must_succeed = false;
		return 0;
	}
	memcpy(to, array, bytes);
	if (chance_is(chance, 12)) {
		draft->must_succeed = false;
		chance_spoil(chance, to, bytes);
	}
	return address;
}

static uint64_t room(struct draft *draft, size_t bytes)
{
	uint64_t address = 0;
	enum fuzz_place place = some_place(&draft->caller->chance);

	fuzz_memory_take(draft->caller->memory, bytes, place, &address);
	draft->must_succeed &= address && place != FUZZ_PLACE_READ_ONLY;
	return address;
}

static uint32_t some_target(struct fuzz_caller *caller)
{
	uint32_t ids[SEEN_MAX];
	long nr = device_list(fuzz_devices[0], ids, SEEN_MAX);

	if (nr <= 0 || chance_is(&caller->chance, 10))
		return chance_is(&caller->chance, 2) ? chance_edge(&caller->chance) :
						       chance_below(&caller->chance, 100);
	return ids[chance_below(&caller->chance, nr > SEEN_MAX ? SEEN_MAX : nr)];
}

static void fill_sites(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	const struct specimen *specimen = &draft->caller->specimen;
	unsigned int first = chance_below(chance, SPECIMEN_SITES);
	unsigned int nr = 1 + chance_below(chance, 3);

	/* All of them seldom: arming takes longer than all checks. */
	if (chance_is(chance, 8)) {
		first = 0;
		nr = SPECIMEN_SITES;
	}
	if (nr > SPECIMEN_SITES - first)
		nr = SPECIMEN_SITES - first;
	draft->attach->nr_sites = nr;
	draft->attach->sites = put(draft, specimen->sites + first, nr * sizeof(specimen->sites[0]));
}

static void fill_tables_of(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	const struct specimen *specimen = &draft->caller->specimen;
	struct mapgc_attach_args *args = draft->attach;

	args->nr_callsites = chance_below(chance, SPECIMEN_STUB_UNKNOWN + 1);
	args->nr_transitions = chance_below(chance, SPECIMEN_TRANSITIONS + 1);
	args->callsites = put(draft, specimen->callsites, sizeof(specimen->callsites));
	args->transitions = put(draft, specimen->transitions, sizeof(specimen->transitions));
	if (!chance_is(chance, 100))
		return;
	draft->must_succeed = false;	/* a stray answer may lie in them */
	args->nr_callsites = MAPGC_CALLSITES_MAX;
	args->callsites = (uintptr_t)draft->caller->callsites;
	args->nr_transitions = MAPGC_TRANSITIONS_MAX;
	args->transitions = (uintptr_t)draft->caller->transitions;
}

static void fill_pids(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	uint32_t pids[3] = { draft->caller->specimen.pid };

	if (chance_is(chance, 8)) {
		pids[0] = chance_below(chance, 400);
		pids[1] = chance_is(chance, 2) ? (uint32_t)getpid() : chance_edge(chance);
		draft->must_succeed = false;
	}
	draft->attach->nr_pids = draft->must_succeed ? chance_below(chance, 2) :
						       chance_below(chance, 4);
	draft->attach->pids = put(draft, pids, sizeof(pids));
}

static void fill_budget(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	struct mapgc_attach_args *args = draft->attach;

	args->budget_ppm = 1 + chance_below(chance, MAPGC_BUDGET_PPM_MAX);
	args->hit_cost_ns = 1 + chance_below(chance, 10000);
	args->busy_hit_cost_ns = args->hit_cost_ns + chance_below(chance, 10000);
	args->busy_cpus = 1 + chance_below(chance, 64);
}

static void fill_attach(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	struct mapgc_attach_args *args = draft->attach;

	*args = draft->caller->specimen.args;
	fill_sites(draft);
	fill_tables_of(draft);
	fill_pids(draft);
	args->hdr.flags = chance_below(chance, MAPGC_ATTACH_FLAGS + 1);
	if (!(args->hdr.flags & MAPGC_ATTACH_EXACT)) {
		args->window_ms = 1 + chance_below(chance, 20);
		args->period_ms = 20 + chance_below(chance, 20);
		args->window_hits = 1 + chance_below(chance, 1000);
		if (chance_is(chance, 2))
			fill_budget(draft);
	}
	if (chance_is(chance, 8)) {
		args->exe_fd = fuzz_descriptor(chance, fuzz_devices[1]);
		draft->must_succeed = false;
	}
}

static void fill(struct draft *draft)
{
	struct fuzz_caller *caller = draft->caller;
	struct chance *chance = &caller->chance;

	switch (draft->number) {
	case 1:
		fill_attach(draft);
		return;
	case 2:
		draft->detach->target_id = some_target(caller);
		break;
	case 3:
		draft->process->target_id = some_target(caller);
		draft->process->pid = chance_is(chance, 4) ? chance_below(chance, 400) :
							     caller->specimen.pid;
		break;
	case 4:
		draft->list->nr_ids = chance_below(chance, MAPGC_TARGETS_MAX);
		draft->list->ids = room(draft, MAPGC_TARGETS_MAX * sizeof(uint32_t));
		return;
	case 5:
		draft->target->target_id = some_target(caller);
		draft->target->nr_pids = chance_below(chance, MAPGC_PROCESSES_MAX);
		draft->target->pids = room(draft, MAPGC_PROCESSES_MAX * sizeof(struct mapgc_pid));
		break;
	case 6:
		draft->snapshot->target_id = some_target(caller);
		break;
	default:
		return;
	}
	draft->must_succeed = false;	/* that target may be nobody's, or another's */
}

static void spoil_member(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	const struct member *member;
	unsigned char *at;
	uint64_t pointer;
	uint32_t value;

	member = &members[chance_below(chance, sizeof(members) / sizeof(members[0]))];
	if (member->number != draft->number) {
		chance_spoil(chance, draft->bytes, draft->size);
		return;
	}
	at = draft->bytes + member->offset;
	if (member->kind == MEMBER_POINTER) {
		pointer = fuzz_memory_pointer(draft->caller->memory, chance);
		memcpy(at, &pointer, sizeof(pointer));
		return;
	}
	value = member->kind == MEMBER_COUNT ?
		counts[chance_below(chance, sizeof(counts) / sizeof(counts[0]))] :
		(uint32_t)fuzz_descriptor(chance, fuzz_devices[2]);
	memcpy(at, &value, sizeof(value));
}

static void spoil(struct draft *draft)
{
	struct chance *chance = &draft->caller->chance;
	unsigned int spoils = chance_below(chance, 4);

	draft->must_succeed &= !spoils;
	while (spoils--) {
		switch (chance_below(chance, 4)) {
		case 0:
			chance_spoil(chance, draft->bytes, sizeof(*draft->hdr));
			break;
		case 1:
			chance_spoil(chance, draft->bytes, draft->size);
			break;
		default:
			spoil_member(draft);
			break;
		}
	}
}

/* Older callers know less, newer ones more: of both the bytes that are not there read as 0. */
static size_t some_size(struct fuzz_caller *caller, unsigned int number, bool *is_right)
{
	struct chance *chance = &caller->chance;

	*is_right = !chance_is(chance, 6);
	if (*is_right)
		return sizes[number];
	if (chance_is(chance, 2))
		return sizes[number] + chance_below(chance, 512);
	return sizeof(struct mapgc_hdr) +
	       chance_below(chance, sizes[number] - sizeof(struct mapgc_hdr));
}

static void add_line(struct draft *draft, struct fuzz_request *ret)
{
	struct chance *chance = &draft->caller->chance;
	uint64_t address;
	char *line;

	line = fuzz_memory_take(draft->caller->memory, FUZZ_LINE_ROOM, FUZZ_PLACE_PLAIN, &address);
	memset(line, 0xa5, FUZZ_LINE_ROOM);
	draft->hdr->error = address;
	draft->hdr->error_len = chance_is(chance, 8) ? chance_below(chance, MAPGC_ERROR_MAX) :
						       MAPGC_ERROR_MAX;
	ret->line = line;
}

static void make_unknown(struct fuzz_caller *caller, struct fuzz_request *ret)
{
	struct chance *chance = &caller->chance;
	unsigned int known = chance_below(chance, FUZZ_CALL_IOCTLS);

	/* Not of a type that the file system layer takes for its own. */
	ret->kind = FUZZ_CALL_UNKNOWN;
	do {
		ret->code = _IOC(chance_below(chance, 4),
				 chance_is(chance, 2) ? MAPGC_IOC_MAGIC : 0xb0 +
				 chance_below(chance, 16),
				 chance_is(chance, 2) ? known : chance_below(chance, 256),
				 chance_is(chance, 2) ? sizeof(struct mapgc_hdr) :
				 chance_below(chance, 1 << 14));
	} while (_IOC_NR(ret->code) < FUZZ_CALL_IOCTLS &&
		 ret->code == _IOWR(MAPGC_IOC_MAGIC, _IOC_NR(ret->code), struct mapgc_hdr));
	ret->has_line = false;
	ret->must_succeed = false;
}

void fuzz_request_make(struct fuzz_caller *caller, struct fuzz_request *ret)
{
	struct chance *chance = &caller->chance;
	enum fuzz_place place = some_place(chance);
	struct draft draft = { .caller = caller };
	uint64_t line, line_bytes;
	bool is_right;

	fuzz_memory_reset(caller->memory, caller->is_alone);
	memset(ret, 0, sizeof(*ret));
	draft.number = chance_is(chance, 4) ? 1 : chance_below(chance, FUZZ_CALL_IOCTLS);
	draft.size = some_size(caller, draft.number, &is_right);
	draft.bytes = fuzz_memory_take(caller->memory, ARGUMENT_MAX, place, &ret->user);
	draft.must_succeed = is_right && place != FUZZ_PLACE_READ_ONLY;
	memset(draft.bytes, 0, ARGUMENT_MAX);
	if (place == FUZZ_PLACE_END) {
		/* Its last byte, then nothing. */
		draft.bytes += ARGUMENT_MAX - draft.size;
		ret->user += ARGUMENT_MAX - draft.size;
		if (draft.size < sizes[draft.number])
			draft.number = 0;
	}
	fill(&draft);
	draft.hdr->size = draft.size;
	add_line(&draft, ret);
	line = draft.hdr->error;
	line_bytes = draft.hdr->error_len;
	spoil(&draft);
	ret->has_line = draft.hdr->error == line && draft.hdr->error_len == line_bytes &&
			line_bytes > 1;
	ret->kind = draft.number;
	ret->code = _IOWR(MAPGC_IOC_MAGIC, draft.number, struct mapgc_hdr);
	ret->must_succeed = draft.must_succeed;
	if (chance_is(chance, 60)) {
		ret->user = fuzz_memory_pointer(caller->memory, chance);
		ret->has_line = false;
		ret->must_succeed = false;
	}
	if (chance_is(chance, 40))
		make_unknown(caller, ret);
}
