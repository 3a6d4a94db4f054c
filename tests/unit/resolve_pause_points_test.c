// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listing.h"
#include "resolve/pause_points.h"

/* Calls go to LISTING_VA + 0x100, or + 0x180 with the displacement behind NOW. */
#define THROW(behind)	"\xe8" behind "\0\0\0"
#define NOW(behind)	"\xe8" behind "\x01\0\0"
#define THROW_VA	(LISTING_VA + 0x100)
#define NOW_VA		(LISTING_VA + 0x180)

static struct listing listing;
static struct callee_range throw_range = {
	.va = THROW_VA, .end_va = THROW_VA + 16, .kind = CALLEE_NO_RETURN,
};

static const struct callees callees = { .ranges = &throw_range, .nr_ranges = 1 };

static void expect_stopped(const char *code, size_t len, int at)
{
	const struct insn *insn;

	assert_int_equal(listing_of(&listing, code, len), 0);
	insn = pause_points_stopped(&listing, &callees);
	assert_int_equal(insn ? (int)(insn->va - LISTING_VA) : -1, at);
	listing_deinit(&listing);
}

static void expect_now(const char *code, size_t len, int at)
{
	const struct insn *insn;

	assert_int_equal(listing_of(&listing, code, len), 0);
	insn = pause_points_now(&listing, &callees, NOW_VA);
	assert_int_equal(insn ? (int)(insn->va - LISTING_VA) : -1, at);
	listing_deinit(&listing);
}

#define STOPPED(code, at)	expect_stopped(code, sizeof(code) - 1, at)
#define NOW_AT(code, at)	expect_now(code, sizeof(code) - 1, at)

/* Go 1.19: test; jne; mov; add; ret; throw; then a loop that joins before the test */
static void test_stopped_go_1_19(void **state)
{
	(void)state;
	STOPPED("\x48\x85\xc0\x75\x0a\x48\x8b\x6c\x24\x58\x48\x83\xc4\x60\xc3"
		"\x48\x89\xc3\x48\x89\xc8" THROW("\xe6")
		"\x48\xff\xc0\x7c\xfb\xeb\xdf", 3);
}

/* Go 1.21: add; pop; ret */
static void test_stopped_go_1_21(void **state)
{
	(void)state;
	STOPPED("\x48\x85\xc0\x75\x06\x48\x83\xc4\x58\x5d\xc3\x48\x89\xc3" THROW("\xed"), 3);
	STOPPED("\x48\x85\xc0\x0f\x85\x06\0\0\0\x48\x83\xc4\x58\x5d\xc3\x48\x89\xc3"
		THROW("\xe9"), 3);
}

static void test_stopped_refused(void **state)
{
	(void)state;
	/* The branch does not lead to a throw. */
	STOPPED("\x48\x85\xc0\x75\x01\xc3\x48\x89\xc3\x90\xeb\xf4", -1);
	/* Another way to return. */
	STOPPED("\x48\x85\xc0\x75\x02\xc3\xc3" THROW("\xf4"), -1);
	/* Entered behind the branch. */
	STOPPED("\xeb\x07\x48\x85\xc0\x75\x02\x90\xc3" THROW("\xf2"), 5);
	STOPPED("\xeb\x06\x48\x85\xc0\x75\x02\x90\xc3" THROW("\xf2"), -1);
	STOPPED("\xeb\x05\x48\x85\xc0\x75\x02\x90\xc3" THROW("\xf2"), -1);
	/* A call, a jump, or too much in between. */
	STOPPED("\x75\x06" THROW("\xf9") "\xc3" THROW("\xf3"), -1);
	STOPPED("\x75\x03\xeb\x00\xc3" THROW("\xf6"), -1);
	STOPPED("\x75\x08\x90\x90\x90\x90\x90\x90\x90\xc3" THROW("\xf1"), -1);
	/* A jump through a table may go anywhere. */
	STOPPED("\xff\xe0\x75\x01\xc3" THROW("\xf6"), -1);
	STOPPED("\x90\x90", -1);
}

/* A loop before the call; behind it a throw and the jump back to the entry */
static void test_now(void **state)
{
	(void)state;
	NOW_AT("\x76\x0f\x48\x85\xc9\x74\x02\xeb\xf9" NOW("\x72") "\x75\x01\xc3" THROW("\xea")
	       "\xeb\xe8", 9);
}

static void test_now_refused(void **state)
{
	(void)state;
	/* None, or two. */
	NOW_AT("\xc3", -1);
	NOW_AT(NOW("\x7b") NOW("\x76") "\xc3", -1);
	/* In a loop. */
	NOW_AT("\x90\x90" NOW("\x79") "\x75\xf8\xc3", -1);
	/* Jumped over. */
	NOW_AT("\x74\x05" NOW("\x79") "\xc3", -1);
	/* Jumped over, but to a throw. */
	NOW_AT("\x74\x06" NOW("\x79") "\xc3" THROW("\xf3"), 2);
	NOW_AT("\xff\xe0" NOW("\x79") "\xc3", -1);
	NOW_AT("\x41\xff\xe3" NOW("\x78") "\xc3", -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stopped_go_1_19),
		cmocka_unit_test(test_stopped_go_1_21),
		cmocka_unit_test(test_stopped_refused),
		cmocka_unit_test(test_now),
		cmocka_unit_test(test_now_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_pause_points", tests, NULL, NULL);
}
