// SPDX-License-Identifier: GPL-2.0
/* Bytes that no compiler made: no crash, no hang, and nothing but verdicts. */
#include "flow_run.h"

#define RBX_ELEM	"48 8b 18"		/* mov (%rax),%rbx */

static uint64_t random_state;

/* xorshift: the same numbers on every run. */
static uint32_t pick(uint32_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state >> 32) % below;
}

/* Analyse without an expectation; analyse() checks the form of the verdicts. */
static void survive(void)
{
	analyse();
}

static void test_empty(void **state)
{
	(void)state;
	survive();
	assert_int_equal(run.nr, 0);
}

/* Every prefix of a function: the last call or instruction is cut. */
static void test_truncated(void **state)
{
	size_t len;

	(void)state;
	op("48 83 ec 78");
	for (int i = 0; i < 3; i++) {
		map_read();
		op(RBX_ELEM);
		op("48 89 94 24 98 00 00 00");
	}
	len = run.len;
	while (len--) {
		run.len = len;
		survive();
	}
}

/* Bytes behind the calls that are no instruction: nothing is claimed, no call is missed. */
static void test_undecodable(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	map_write();
	op("06 06");
	expect("?R ?");
}

/* A call whose opcode is the end of another instruction is in no verdict of a decoded function. */
static void test_call_within_an_instruction(void **state)
{
	(void)state;
	map_read();
	op("48 8b 90 e8 00 00 00");	/* mov 0xe8(%rax),%rdx */
	op(RBX_ELEM);
	map_write();
	expect("1 2");
}

/* What looks like a call hides none that begins within it. */
static void test_call_behind_what_looks_like_one(void **state)
{
	(void)state;
	op("48 8b 90 e8 00 00 00");	/* mov 0xe8(%rax),%rdx */
	map_write();
	expect("1");
}

/* A call with a 16-bit displacement is one for the decoder, but not for the search by bytes. */
static void test_short_calls(void **state)
{
	(void)state;
	map_read();
	for (int i = 0; i < 300; i++)
		op("66 e8 00 60");	/* callw to NEAR_VA, or behind it */
	op("c3");
	survive();
	assert_int_equal(run.nr, 301);
}

static void test_calls_around_the_address_space(void **state)
{
	(void)state;
	map_read();
	op("e8 00 00 00 80");
	op("e8 ff ff ff 7f");
	op("e9 00 00 00 80");
	survive();
}

/* A read feeds itself: there is no first one. */
static void test_no_way_in(void **state)
{
	size_t over, top;

	(void)state;
	map_read();
	op(RBX_ELEM);
	over = jump("e9");
	top = run.len;
	map_read();
	op(RBX_ELEM);
	jump_to("e9", top);
	land(over);
	map_write();
	expect("1R ?R 2");
}

/* More reads than a set has bits for: the last one stands for all others. */
static void test_many_reads(void **state)
{
	(void)state;
	for (int i = 0; i < 80; i++)
		map_read();
	op(RBX_ELEM);
	op("48 0f 44 d9");		/* cmove %rcx,%rbx */
	map_write();
	op("c3");
	survive();
	for (int i = 0; i < 80; i++)
		assert_int_equal(run.verdicts[i].flags,
				 i >= 63 ? MAPGC_CALLSITE_REMEMBER : 0);
	assert_int_equal(run.verdicts[80].verdict, MAPGC_VERDICT_INFER);
}

/* Far more work than there is patience for. */
static void test_endless_copies(void **state)
{
	(void)state;
	op("48 81 ec 00 00 01 00");	/* sub $0x10000,%rsp */
	map_read();
	op("48 89 c2");			/* mov %rax,%rdx */
	for (int i = 0; i < 10000; i++) {
		op("48 8d 3c 24");	/* lea (%rsp),%rdi */
		op("48 89 d6");		/* mov %rdx,%rsi */
		op("b9 00 20 00 00");	/* mov $0x2000,%ecx */
		op("f3 48 a5");		/* rep movsq */
	}
	op("48 8b 9c 24 00 10 00 00");	/* mov 0x1000(%rsp),%rbx */
	map_write();
	expect("?R ?");
}

/* A loop that counts down from more than there is patience for is a loop like others. */
static void test_long_count(void **state)
{
	size_t top;

	(void)state;
	map_read();
	op("b9 00 00 00 00");		/* mov $0,%ecx */
	top = run.len;
	op("48 89 44 24 f0");		/* mov %rax,-0x10(%rsp) */
	op("ff c9");			/* dec %ecx */
	jump_to("0f 85", top);		/* jne */
	op("48 8b 44 24 f0");		/* mov -0x10(%rsp),%rax */
	op(RBX_ELEM);
	map_write();
	expect("1 2");
}

/* As long as a function of Go hardly gets, and nothing but branches. */
static void test_many_blocks(void **state)
{
	(void)state;
	map_read();
	for (int i = 0; i < 20000; i++) {
		op("84 c9");		/* test %cl,%cl */
		jump_to("0f 84", 0);
	}
	op(RBX_ELEM);
	map_write();
	op("c3");
	survive();
}

/* Every jump lands in the middle of everything, with values of all kinds about. */
static void test_tables_everywhere(void **state)
{
	(void)state;
	for (int i = 0; i < DATA_MAX / 8; i++)
		data(CODE_VA + (uint64_t)i * 12);
	for (int i = 0; i < DATA_MAX / 8; i++) {
		lea("48 8d 35", DATA_VA);	/* 7 bytes */
		op("ff 24 ce");			/* 3: jmp *(%rsi,%rcx,8) */
		op("66 90");			/* 2: nop */
	}
	map_read();
	expect("?R");
}

static void test_stack_at_the_ends_of_the_numbers(void **state)
{
	(void)state;
	map_read();
	op("48 8d 94 24 ff ff ff 7f");	/* lea 0x7fffffff(%rsp),%rdx */
	op("48 89 02");			/* mov %rax,(%rdx) */
	op("48 81 c2 ff ff ff 7f");	/* add $0x7fffffff,%rdx */
	op("48 89 02");
	op("48 8b 1a");			/* mov (%rdx),%rbx */
	map_write();
	op("48 8d 94 24 00 00 00 80");	/* lea -0x80000000(%rsp),%rdx */
	op("48 01 ca");			/* add %rcx,%rdx */
	op("48 8b 1a");
	map_write();
	op("48 8d b8 00 00 00 80");	/* lea -0x80000000(%rax),%rdi */
	op("48 81 ef ff ff ff 7f");	/* sub $0x7fffffff,%rdi */
	op("f3 a4");			/* rep movsb */
	op("c3");
	survive();
}

/* Pieces of real functions, put together without sense. */
static const char *const pieces[] = {
	"48 8b 18", "48 8b 10", "48 89 d3", "48 89 54 24 20", "48 8b 5c 24 20", "48 83 ec 78",
	"48 83 c4 78", "55", "5d", "48 89 e5", "48 8d 44 24 20", "0f 10 00", "0f 11 44 24 20",
	"48 01 c8", "48 29 c8", "48 83 c0 08", "84 c9", "48 85 d2", "48 39 ca", "31 d2", "31 c9",
	"f3 48 a5", "f3 48 ab", "48 87 d3", "48 0f 44 d9", "ff d1", "ff 24 ce", "c3", "cc",
	"66 48 0f 7e c3", "66 0f 70 c0 4e", "48 8b 1c ca", "48 89 1c ca", "48 89 10", "c8 00 00 00",
	"c9", "48 8d 3c 24", "48 8d b4 24 80 00 00 00", "b9 10 00 00 00", "f0 48 0f c1 02",
	"48 98", "48 99", "0f b6 08", "62 f1 7c 48 10 00", "c5 fe 6f 00", "c5 fe 7f 44 24 20",
	"8f 44 24 08", "ff 74 24 08", "48 8b 04 25 00 00 00 00", "65 48 8b 0c 25 f8 ff ff ff",
	"67 8b 18", "48 8b 1d 00 00 00 00", "e2 f0", "e3 f0", "75 f0", "74 10", "eb f0", "9c", "9d",
};

static void write_nonsense(int length)
{
	static const uint64_t callees[] = {
		READ_VA, READ_VA, READ_VA, WRITE_VA, MAKE_VA, PLAIN_VA, BARRIER_VA, PANIC_VA,
		ZERO_VA + 30, COPY_VA + 14 * 50,
	};

	map_read();
	while (length--) {
		switch (pick(6)) {
		case 0:
			call(callees[pick(sizeof(callees) / sizeof(callees[0]))]);
			break;
		case 1:
			jump_to(pick(2) ? "0f 84" : "e9", pick(run.len));
			break;
		case 2:
			lea("48 8d 35", DATA_VA + 8 * pick(16));
			break;
		default:
			op(pieces[pick(sizeof(pieces) / sizeof(pieces[0]))]);
		}
	}
}

static void test_nonsense(void **state)
{
	(void)state;
	random_state = 0x9e3779b97f4a7c15ULL;
	for (int round = 0; round < 20000; round++) {
		begin();
		for (int i = 0; i < 16; i++)
			data(CODE_VA + pick(64));
		write_nonsense(1 + pick(60));
		survive();
	}
}

static void test_random_bytes(void **state)
{
	(void)state;
	random_state = 0xbf58476d1ce4e5b9ULL;
	for (int round = 0; round < 20000; round++) {
		size_t len = 1 + pick(200);

		begin();
		map_read();
		while (len--)
			run.code[run.len++] = pick(256);
		survive();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_empty, run_setup),
		cmocka_unit_test_setup(test_truncated, run_setup),
		cmocka_unit_test_setup(test_undecodable, run_setup),
		cmocka_unit_test_setup(test_call_within_an_instruction, run_setup),
		cmocka_unit_test_setup(test_call_behind_what_looks_like_one, run_setup),
		cmocka_unit_test_setup(test_short_calls, run_setup),
		cmocka_unit_test_setup(test_calls_around_the_address_space, run_setup),
		cmocka_unit_test_setup(test_no_way_in, run_setup),
		cmocka_unit_test_setup(test_many_reads, run_setup),
		cmocka_unit_test_setup(test_endless_copies, run_setup),
		cmocka_unit_test_setup(test_long_count, run_setup),
		cmocka_unit_test_setup(test_many_blocks, run_setup),
		cmocka_unit_test_setup(test_tables_everywhere, run_setup),
		cmocka_unit_test_setup(test_stack_at_the_ends_of_the_numbers, run_setup),
		cmocka_unit_test_setup(test_nonsense, run_setup),
		cmocka_unit_test_setup(test_random_bytes, run_setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("flow_hostile", tests, NULL, run_teardown);
}
