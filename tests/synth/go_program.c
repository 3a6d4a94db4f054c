// SPDX-License-Identifier: GPL-2.0
#include "synth/go_program.h"

#include <stdio.h>
#include <string.h>

#define CHECK		"\x49\x3b\x66\x10"	/* cmp 0x10(%r14),%rsp */
#define CALL		"\xe8\0\0\0\0"
#define NR_OF(array)	(sizeof(array) / sizeof((array)[0]))

#define FUNCTION(name_, code_, ...)						\
	{									\
		.name = name_, .code = code_, .len = sizeof(code_) - 1,		\
		.calls = (const struct go_call[]){ __VA_ARGS__ },		\
		.nr_calls = NR_OF(((const struct go_call[]){ __VA_ARGS__ })),	\
	}
#define MORESTACK(at_)	{ at_, "runtime.morestack_noctxt" }
#define LEAF(name_)	{ .name = name_, .code = "\xc3", .len = 1 }
#define WORKER(name_)	FUNCTION(name_, worker, MORESTACK(7))
#define CALLER(name_, to_)	FUNCTION(name_, caller, { 6, to_ }, MORESTACK(12))

/* Stack check; ret */
static const char worker[] = CHECK "\x76\x01\xc3" CALL "\xeb\xf2";

/* Stack check; call; ret */
static const char caller[] = CHECK "\x76\x06" CALL "\xc3" CALL "\xeb\xed";

/* All that it does is a call, of which the first argument is stored */
static const char wrapper[] =
	CHECK "\x76\x18\x55\x48\x89\xe5\x48\x83\xec\x18\x48\x89\x4c\x24\x38" CALL
	"\x48\x83\xc4\x18\x5d\xc3" CALL "\xeb\xdb";

/* m[a][b], with m in %rax */
static const char chain[] =
	CHECK "\x76\x39\x55\x48\x89\xe5\x48\x83\xec\x30"
	"\x48\x89\xc3"			/* mov %rax,%rbx */
	"\x48\x8d\x05\0\0\0\0"		/* lea type(%rip),%rax */
	"\xb9\x01\0\0\0" CALL
	"\x48\x8b\x18"			/* mov (%rax),%rbx */
	"\x48\x8d\x05\0\0\0\0"
	"\xb9\x01\0\0\0" CALL
	"\x48\x8b\x00\x48\x83\xc4\x30\x5d\xc3" CALL "\xeb\xba";

/* if reason == 1 || reason == 2 { record(gc) } else { record(other) }, on the system stack */
static const char stop_recorded[] =
	"\x4c\x8d\x64\x24\xf8\x4d\x3b\x66\x18\x0f\x86\x2a\0\0\0"
	"\x0f\xb6\x4c\x24\x08\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x0e"
	"\x48\x8d\x05\0\x01\0\0" CALL "\xeb\x0c"
	"\x48\x8d\x05\x10\x07\0\0" CALL "\xc3" CALL "\xeb\xc0";

/* The same on a goroutine's stack, with the pause moved to %rbx last */
static const char start_recorded[] =
	CHECK "\x76\x2c"
	"\x80\xfa\x01\x74\x05\x80\xfa\x02\x75\x12"
	"\x48\x8d\x05\0\x01\0\0\x48\x89\xcb\x90" CALL "\xeb\x0f"
	"\x48\x8d\x05\x10\x07\0\0\x48\x89\xcb" CALL "\xc3" CALL "\xeb\xc7";

/* if bad != nil { throw } */
static const char stop_unrecorded[] =
	CHECK "\x76\x14\x48\x83\xec\x08\x48\x85\xc0\x75\x05\x48\x83\xc4\x08\xc3" CALL "\x90" CALL
	"\xeb\xdf";

/* A loop, then nanotime */
static const char start_unrecorded[] =
	CHECK "\x76\x15\x48\x83\xec\x08\x48\x85\xc9\x74\x02\xeb\xf9" CALL "\x48\x83\xc4\x08\xc3"
	CALL "\xeb\xde";

/* A call, then: if %rcx < 0 { underflow++ } */
static const char records_inline[] =
	CHECK "\x76\x1c" CALL "\x48\x85\xc9\x7d\x11\xb8\x01\0\0\0\x48\x8d\x15\0\0\0\0"
	"\xf0\x48\x0f\xc1\x02\xc3" CALL "\xeb\xd7";

static const char records_by_call[] = CHECK "\x76\x0b" CALL CALL "\xc3" CALL "\xeb\xe8";

#define WRAPPER(name_, to_)	FUNCTION(name_, wrapper, { 19, to_ }, MORESTACK(30))

static const struct go_function with_reason[] = {
	LEAF("runtime.text"),
	LEAF("runtime.(*timeHistogram).record"),
	WORKER("runtime.mapassign_faststr"),
	WORKER("runtime.mapaccess1_faststr"),
	WORKER("runtime.mapdelete"),
	WORKER("runtime.mapclear"),
	WORKER("runtime.mapIterStart"),
	CALLER("runtime.typesEqual", "runtime.mapaccess1_faststr"),
	FUNCTION("runtime.stopTheWorldWithSema", stop_recorded,
		 { 37, "runtime.(*timeHistogram).record" },
		 { 51, "runtime.(*timeHistogram).record" }, MORESTACK(57)),
	FUNCTION("runtime.startTheWorldWithSema", start_recorded,
		 { 27, "runtime.(*timeHistogram).record" },
		 { 44, "runtime.(*timeHistogram).record" }, MORESTACK(50)),
	WORKER("runtime.gcBgMarkStartWorkers"),
	CALLER("runtime.gcStart.func2", "runtime.startTheWorldWithSema"),
	LEAF("runtime.throw"),
	LEAF("runtime.morestack_noctxt"),
	CALLER("reflect.mapdelete", "runtime.mapdelete"),
	WORKER("reflect.mapclear"),
	CALLER("reflect.Value.Clear", "reflect.mapclear"),
	CALLER("reflect.Value.SetMapIndex", "reflect.mapdelete"),
	FUNCTION("main.chain", chain, { 29, "runtime.mapaccess1_faststr" },
		 { 49, "runtime.mapaccess1_faststr" }, MORESTACK(63)),
	CALLER("main.store", "runtime.mapassign_faststr"),
	WORKER("runtime.mapaccess2_fast64"),
	WRAPPER("runtime.mapaccess1_fast64", "runtime.mapaccess2_fast64"),
	WRAPPER("runtime.mapaccess1_fat", "runtime.mapaccess1_fast64"),
	CALLER("main.look", "runtime.mapaccess1_fast64"),
	CALLER("main.lookFat", "runtime.mapaccess1_fat"),
	WORKER("maps.clone"),
	CALLER("maps.Clone[...]", "maps.clone"),
	CALLER("sync.(*Map).Load", "runtime.mapaccess1_faststr"),
	CALLER("internal/runtime/maps.own", "runtime.mapassign_faststr"),
	CALLER("reflect.addReflectOff", "runtime.mapassign_faststr"),
	CALLER("runtime/metrics.runtime_readMetrics", "runtime.mapassign_faststr"),
	CALLER("runtime/pprof.runtime_profile", "runtime.mapassign_faststr"),
};

#define RECORDS_INLINE(name_, to_)	FUNCTION(name_, records_inline, { 6, to_ }, MORESTACK(34))
#define RECORDS_BY_CALL(name_, to_)						\
	FUNCTION(name_, records_by_call, { 6, to_ },				\
		 { 11, "runtime.(*timeHistogram).record" }, MORESTACK(17))

static const struct go_function without_reason[] = {
	LEAF("runtime.text"),
	LEAF("runtime.(*timeHistogram).record"),
	WORKER("runtime.mapassign_faststr"),
	WORKER("runtime.mapaccess1_faststr"),
	WORKER("runtime.mapdelete"),
	WORKER("runtime.mapiterinit"),
	CALLER("runtime.typesEqual", "runtime.mapaccess1_faststr"),
	FUNCTION("runtime.stopTheWorldWithSema", stop_unrecorded,
		 { 20, "runtime.throw" }, MORESTACK(26)),
	FUNCTION("runtime.startTheWorldWithSema", start_unrecorded,
		 { 17, "runtime.nanotime1" }, MORESTACK(27)),
	WORKER("runtime.gcBgMarkStartWorkers"),
	RECORDS_INLINE("runtime.gcStart.func2", "runtime.startTheWorldWithSema"),
	RECORDS_INLINE("runtime.gcMarkDone.func1.1", "runtime.startTheWorldWithSema"),
	RECORDS_INLINE("runtime.gcMarkTermination", "runtime.nanotime1"),
	CALLER("runtime.gcMarkTermination.func3", "runtime.startTheWorldWithSema"),
	CALLER("runtime.startTheWorld.func1", "runtime.startTheWorldWithSema"),
	LEAF("runtime.throw"),
	LEAF("runtime.nanotime1"),
	LEAF("runtime.morestack_noctxt"),
	CALLER("reflect.mapdelete", "runtime.mapdelete"),
	CALLER("reflect.mapiterinit", "runtime.mapiterinit"),
	FUNCTION("main.chain", chain, { 29, "runtime.mapaccess1_faststr" },
		 { 49, "runtime.mapaccess1_faststr" }, MORESTACK(63)),
	CALLER("main.store", "runtime.mapassign_faststr"),
};

/* What replaces functions of the same name in Go 1.20 and 1.21. */
static const struct go_function records_by_call_instead[] = {
	RECORDS_BY_CALL("runtime.gcStart.func2", "runtime.startTheWorldWithSema"),
	RECORDS_BY_CALL("runtime.gcMarkDone.func1.1", "runtime.startTheWorldWithSema"),
	RECORDS_BY_CALL("runtime.gcMarkTermination", "runtime.nanotime1"),
};

static uint32_t magic_of(unsigned int minor)
{
	if (minor >= 20)
		return 0xfffffff1;
	return minor >= 18 ? 0xfffffff0 : 0xfffffffa;
}

static const struct go_function *with_record_calls(void)
{
	static struct go_function functions[NR_OF(without_reason)];
	size_t i, j;

	memcpy(functions, without_reason, sizeof(functions));
	for (i = 0; i < NR_OF(functions); i++)
		for (j = 0; j < NR_OF(records_by_call_instead); j++)
			if (!strcmp(functions[i].name, records_by_call_instead[j].name))
				functions[i] = records_by_call_instead[j];
	return functions;
}

static const struct go_function *functions_of(unsigned int minor)
{
	if (minor >= 22)
		return with_reason;
	return minor >= 20 ? with_record_calls() : without_reason;
}

void go_program_init(struct go_binary *binary, unsigned int minor)
{
	static char version[16];

	snprintf(version, sizeof(version), "go1.%u.4", minor);
	*binary = (struct go_binary){
		.version = version,
		.magic = magic_of(minor),
		.has_pointed_version = minor < 18,
		.is_text_in_moduledata = minor >= 26,
		.functions = functions_of(minor),
		.nr_functions = minor >= 22 ? NR_OF(with_reason) : NR_OF(without_reason),
	};
}
