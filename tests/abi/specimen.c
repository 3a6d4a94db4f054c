// SPDX-License-Identifier: GPL-2.0
#include "specimen.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "specimen_code.h"

#define RETURN_OFFSET	14	/* of the return address in a stub */
#define STUB_BYTES	32
#define REG_RBX		3	/* as instructions number it */

typedef void (*stub_fn)(const void *type, uint64_t value, const void *function, const void *g);

struct place {
	const char *function;
	const char *site;
	uint8_t role;
	uint8_t op;
	uint8_t len;
};

#define MAP(name, op)	{ specimen_code_##name, specimen_site_##name, MAPGC_ROLE_MAP_OP, op, 2 }
#define COLD(name, role, len)	{ specimen_code_##name, specimen_site_##name, role, 0, len }

/* Map operations first, in the order of enum mapgc_op. */
static const struct place places[SPECIMEN_SITES] = {
	MAP(read, MAPGC_OP_READ),
	MAP(write, MAPGC_OP_WRITE),
	MAP(delete, MAPGC_OP_DELETE),
	MAP(iterate, MAPGC_OP_ITERATE),
	MAP(clear, MAPGC_OP_CLEAR),
	MAP(make, MAPGC_OP_MAKE),
	{ specimen_code_read_far, specimen_site_read_far, MAPGC_ROLE_MAP_OP, MAPGC_OP_READ, 6 },
	COLD(stop, MAPGC_ROLE_STOP, 2),
	COLD(stopped, MAPGC_ROLE_STOPPED, 2),
	COLD(start, MAPGC_ROLE_START, 2),
	COLD(start_now, MAPGC_ROLE_START_NOW, 5),
	COLD(stopping_gc, MAPGC_ROLE_STOPPING_GC, 5),
	COLD(stopping_other, MAPGC_ROLE_STOPPING_OTHER, 5),
	COLD(total_gc, MAPGC_ROLE_TOTAL_GC, 5),
	COLD(total_other, MAPGC_ROLE_TOTAL_OTHER, 5),
	COLD(cycle, MAPGC_ROLE_CYCLE, 2),
};

static const struct unfit {
	const char *name;
	const char *site;
	uint8_t len;
} unfits[] = {
	{ "push", specimen_site_unfit_push, 1 },
	{ "nop", specimen_site_unfit_nop, 1 },
	{ "ret", specimen_site_unfit_ret, 1 },
	{ "cmp", specimen_site_unfit_cmp, 4 },
	{ "call through a register", specimen_site_unfit_call_register, 2 },
	{ "jmp", specimen_site_unfit_jump, 2 },
	{ "jb", specimen_site_unfit_jb, 2 },
	{ "jbe with a prefix", specimen_site_unfit_prefixed, 3 },
	{ "int3", specimen_site_unfit_trap, 1 },
	{ "ud2", specimen_site_unfit_ud2, 2 },
	{ "syscall", specimen_site_unfit_syscall, 2 },
	{ "jbe without its last byte", specimen_site_read, 1 },
	{ "call without its last byte", specimen_site_total_gc, 4 },
	{ "no byte", specimen_site_read, 0 },
};

static const Elf64_Phdr *segment_of(const void *address)
{
	const Elf64_Phdr *phdr = (const void *)((const char *)&__ehdr_start + __ehdr_start.e_phoff);
	uint64_t at = (uintptr_t)address - (uintptr_t)&__ehdr_start;
	uint64_t first = UINT64_MAX;
	size_t i;

	for (i = 0; i < __ehdr_start.e_phnum; i++) {
		if (phdr[i].p_type != PT_LOAD)
			continue;
		if (first == UINT64_MAX)
			first = phdr[i].p_vaddr;
		if (at - (phdr[i].p_vaddr - first) < phdr[i].p_memsz)
			return &phdr[i];
	}
	return NULL;
}

/* Linked and loaded addresses differ by a constant, which no one here needs to know. */
static uint64_t offset_of(const void *address)
{
	const Elf64_Phdr *phdr = segment_of(address);
	uint64_t at = (uintptr_t)address - (uintptr_t)&__ehdr_start;
	uint64_t first = segment_of(&__ehdr_start)->p_vaddr;

	return phdr->p_offset + at - (phdr->p_vaddr - first);
}

/* From the file: in memory there may be probes. */
static void read_code(const void *address, void *ret, size_t len)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);

	if (pread(fd, ret, len, offset_of(address)) != (ssize_t)len)
		memset(ret, 0, len);
	close(fd);
}

static bool is_record(uint8_t role)
{
	return role >= MAPGC_ROLE_STOPPING_GC && role <= MAPGC_ROLE_TOTAL_OTHER;
}

static void fill_site(struct mapgc_site *ret, const char *address, uint8_t role, uint8_t op,
		      uint8_t len)
{
	memset(ret, 0, sizeof(*ret));
	ret->offset = offset_of(address);
	ret->va = (uintptr_t)address;
	ret->role = role;
	ret->op = op;
	ret->value_reg = is_record(role) ? REG_RBX : 0;
	ret->insn_len = len;
	read_code(address, ret->insn, len);
}

static const char *stub_at(unsigned int stub)
{
	return specimen_stubs + stub * STUB_BYTES;
}

static uint32_t return_off(unsigned int stub)
{
	return stub_at(stub) + RETURN_OFFSET - specimen_stubs;
}

static void fill_callsite(struct mapgc_callsite *ret, unsigned int stub)
{
	static const uint8_t verdicts[SPECIMEN_STUB_UNKNOWN] = {
		[SPECIMEN_STUB_INFER] = MAPGC_VERDICT_INFER,
		[SPECIMEN_STUB_IGNORE] = MAPGC_VERDICT_IGNORE,
		[SPECIMEN_STUB_REMEMBER] = MAPGC_VERDICT_DEPTH,
		[SPECIMEN_STUB_AFTER] = MAPGC_VERDICT_AFTER,
		[SPECIMEN_STUB_SWEEP] = MAPGC_VERDICT_PAUSE_SWEEP,
		[SPECIMEN_STUB_MARK] = MAPGC_VERDICT_PAUSE_MARK,
		[SPECIMEN_STUB_RESTART] = MAPGC_VERDICT_PAUSE_RESTART,
		[SPECIMEN_STUB_OTHER] = MAPGC_VERDICT_PAUSE_OTHER,
	};

	memset(ret, 0, sizeof(*ret));
	ret->return_off = return_off(stub);
	if (stub < MAPGC_DEPTHS) {
		ret->verdict = MAPGC_VERDICT_DEPTH;
		ret->depth = stub + 1;
		return;
	}
	ret->verdict = verdicts[stub];
	if (stub == SPECIMEN_STUB_REMEMBER) {
		ret->depth = 1;
		ret->flags = MAPGC_CALLSITE_REMEMBER;
	}
}

/* Without REMEMBER the first call is never remembered: the second entry is what counts. */
static void fill_transitions(struct mapgc_transition *ret)
{
	ret[0].return_off = return_off(SPECIMEN_STUB_AFTER);
	ret[0].last_off = return_off(0);
	ret[0].depth = MAPGC_DEPTHS;
	ret[1].return_off = return_off(SPECIMEN_STUB_AFTER);
	ret[1].last_off = return_off(SPECIMEN_STUB_REMEMBER);
}

static void fill_pointers(struct specimen *ret)
{
	struct mapgc_attach_args *args = &ret->args;

	args->sites = (uintptr_t)ret->sites;
	args->nr_sites = SPECIMEN_SITES;
	args->callsites = (uintptr_t)ret->callsites;
	args->nr_callsites = SPECIMEN_CALLSITES;
	args->transitions = (uintptr_t)ret->transitions;
	args->nr_transitions = SPECIMEN_TRANSITIONS;
	args->pids = (uintptr_t)&ret->pid;
	args->nr_pids = 1;
}

int specimen_fill(struct specimen *ret)
{
	struct mapgc_attach_args *args = &ret->args;
	unsigned int i;

	memset(ret, 0, sizeof(*ret));
	for (i = 0; i < SPECIMEN_SITES; i++)
		fill_site(&ret->sites[i], places[i].site, places[i].role, places[i].op,
			  places[i].len);
	for (i = 0; i < SPECIMEN_STUB_UNKNOWN; i++)
		fill_callsite(&ret->callsites[i], i);
	ret->callsites[i].return_off = specimen_wrapper_return - specimen_stubs;
	ret->callsites[i].verdict = MAPGC_VERDICT_CALLER;
	fill_transitions(ret->transitions);
	fill_pointers(ret);
	ret->pid = getpid();
	args->hdr.size = sizeof(*args);
	args->hdr.flags = MAPGC_ATTACH_EXACT;
	args->text_va = (uintptr_t)specimen_stubs;
	args->layout.maptype_elem = SPECIMEN_ELEM_OFFSET;
	args->layout.g_stack_hi = offsetof(struct specimen_g, stack_hi);
	args->layout.go_minor = 24;
	strcpy(args->label, "specimen");
	strcpy(args->go_version, "go1.24.0");
	args->exe_fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	return args->exe_fd < 0 ? -errno : 0;
}

void specimen_release(struct specimen *specimen)
{
	close(specimen->args.exe_fd);
	specimen->args.exe_fd = -1;
}

const char *specimen_unfit(size_t i, struct mapgc_site *ret, uint8_t role)
{
	if (i >= sizeof(unfits) / sizeof(unfits[0]))
		return NULL;
	fill_site(ret, unfits[i].site, role, 0, unfits[i].len);
	return unfits[i].name;
}

bool specimen_site_intact(unsigned int site)
{
	char code[MAPGC_INSN_MAX];

	read_code(places[site].site, code, places[site].len);
	return !memcmp(places[site].site, code, places[site].len);
}

bool specimen_intact(void)
{
	unsigned int i;

	for (i = 0; i < SPECIMEN_SITES; i++)
		if (!specimen_site_intact(i))
			return false;
	return true;
}

/* The stack of a test is somewhere; its upper end only has to be the same each time. */
static __thread struct specimen_g here = { .stack_hi = UINT64_MAX / 2 };

void specimen_grow(bool does_grow)
{
	here.stackguard = does_grow ? UINT64_MAX : 0;
}

static const struct specimen_type map_of_maps = { &map_of_maps, &map_of_maps };

static void call(const char *function, unsigned int stub, uint64_t value,
		 const struct specimen_type *type, const struct specimen_g *g)
{
	stub_fn at = (stub_fn)(uintptr_t)stub_at(stub);

	at(type, value, function, g);
}

void specimen_op_typed(enum mapgc_op op, unsigned int stub, const struct specimen_type *type,
		       const struct specimen_g *g)
{
	call(places[op].function, stub, 0, type ? type : &map_of_maps, g ? g : &here);
}

void specimen_op(enum mapgc_op op, unsigned int stub)
{
	specimen_op_typed(op, stub, NULL, NULL);
}

void specimen_read_wrapped(unsigned int stub)
{
	call(specimen_code_wrapper, stub, 0, &map_of_maps, &here);
}

static const char *function_of(enum mapgc_role role)
{
	unsigned int i;

	for (i = MAPGC_OPS; i < SPECIMEN_SITES; i++)
		if (places[i].role == role)
			return places[i].function;
	return NULL;
}

static void record(enum mapgc_role role, uint64_t duration_ns)
{
	call(function_of(role), SPECIMEN_STUB_UNKNOWN, duration_ns, &map_of_maps, &here);
}

void specimen_pause(bool is_gc, uint64_t total_ns, uint64_t stopping_ns)
{
	specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	record(is_gc ? MAPGC_ROLE_STOPPING_GC : MAPGC_ROLE_STOPPING_OTHER, stopping_ns);
	specimen_pause_step(MAPGC_ROLE_START, SPECIMEN_STUB_UNKNOWN);
	record(is_gc ? MAPGC_ROLE_TOTAL_GC : MAPGC_ROLE_TOTAL_OTHER, total_ns);
}

uint64_t specimen_bucket_ns(unsigned int bucket)
{
	if (!bucket)
		return 0;
	if (bucket == MAPGC_HIST_BUCKETS - 1)
		return 1ULL << (MAPGC_HIST_MIN_SHIFT + MAPGC_HIST_OCTAVES);
	return (16ULL + (bucket - 1) % 16) << ((bucket - 1) / 16 + 6);
}

void specimen_everything(void)
{
	unsigned int i;
	int op;

	for (op = 0; op < MAPGC_OPS; op++)
		for (i = 0; i < MAPGC_DEPTHS; i++)
			specimen_op(op, i);
	for (i = 0; i < MAPGC_HIST_BUCKETS; i++) {
		specimen_pause(true, specimen_bucket_ns(i), specimen_bucket_ns(i));
		specimen_pause(false, specimen_bucket_ns(i), specimen_bucket_ns(i));
	}
	specimen_cycle();
}

void specimen_pause_step(enum mapgc_role role, unsigned int stub)
{
	call(function_of(role), stub, 0, &map_of_maps, &here);
}

void specimen_cycle(void)
{
	record(MAPGC_ROLE_CYCLE, 0);
}
