// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listing.h"
#include "resolve/record_place.h"

/* mov $1,%eax ; lea underflow(%rip),%rdx ; lock xadd %rax,(%rdx) */
#define COUNT	"\xb8\x01\0\0\0\x48\x8d\x15\0\0\0\0\xf0\x48\x0f\xc1\x02"

/* At LISTING_VA + 0x100. */
#define CALL(behind)	"\xe8" behind "\0\0\0"
#define RECORD_VA	(LISTING_VA + 0x100)

static struct listing listing;

static void expect(const char *code, size_t len, int at, unsigned int value_reg)
{
	struct record_place place;
	bool is_found;

	assert_int_equal(listing_of(&listing, code, len), 0);
	is_found = record_place_find_only(&listing, RECORD_VA, &place);
	assert_int_equal(is_found ? (int)(place.insn->va - LISTING_VA) : -1, at);
	if (is_found)
		assert_int_equal(place.value_reg, value_reg);
	listing_deinit(&listing);
}

#define EXPECT(code, at, value_reg)	expect(code, sizeof(code) - 1, at, value_reg)
#define REFUSE(code)			expect(code, sizeof(code) - 1, -1, 0)

static void test_registers(void **state)
{
	(void)state;
	EXPECT("\x48\x85\xc9\x7d\x11" COUNT "\xc3", 3, 1);
	EXPECT("\x48\x85\xc0\x7d\x11" COUNT "\xc3", 3, 0);
	EXPECT("\x4d\x85\xc9\x7d\x11" COUNT "\xc3", 3, 9);
	EXPECT("\x48\x85\xf6\x0f\x8d\x11\0\0\0" COUNT "\xc3", 3, 6);
}

static void test_refused(void **state)
{
	(void)state;
	REFUSE("\xc3");
	REFUSE("\x48\x85\xc9");
	REFUSE("\x85\xc9\x7d\x11" COUNT "\xc3");	/* 32 bits */
	REFUSE("\x48\x85\xc8\x7d\x11" COUNT "\xc3");	/* two registers */
	REFUSE("\x4c\x85\xc9\x7d\x11" COUNT "\xc3");	/* two registers, %r9 and %rcx */
	REFUSE("\x48\x85\x09\x7d\x11" COUNT "\xc3");	/* memory */
	REFUSE("\x48\x85\xc9\x7c\x11" COUNT "\xc3");	/* jl */
	REFUSE("\x48\x85\xc9\x90\x7d\x11" COUNT "\xc3");	/* not at once */
	REFUSE("\x48\x85\xc9\x7d\x01\x90\xc3");		/* nothing is counted */
	REFUSE("\x48\x85\xc9\x7d\x13\xeb\x00" COUNT "\xc3");	/* counted elsewhere */
}

/* Two records: which is which is not known. */
static void test_several(void **state)
{
	(void)state;
	REFUSE("\x48\x85\xc9\x7d\x11" COUNT "\x48\x85\xc0\x7d\x11" COUNT "\xc3");
}

static void test_call(void **state)
{
	(void)state;
	EXPECT("\x90" CALL("\xfa") "\xe8\0\0\0\0\xc3", 1, 3);
	REFUSE(CALL("\xfb") CALL("\xf6") "\xc3");
	/* A call is certain. */
	EXPECT("\x48\x85\xc9\x7d\x11" COUNT CALL("\xe5") "\xc3", 22, 3);
}

static void test_all_places(void **state)
{
	struct record_place places[2];

	(void)state;
	assert_int_equal(LISTING_OF(&listing, CALL("\xfb") "\x48\x85\xc9\x7d\x11" COUNT
				    CALL("\xe0")), 0);
	assert_int_equal(record_places_find(&listing, RECORD_VA, places, 2), 3);
	assert_int_equal(places[0].insn->va, LISTING_VA);
	assert_int_equal(places[1].insn->va, LISTING_VA + 8);
	/* Its count of negative durations is the last but one. */
	assert_int_equal(places[1].histogram_va, LISTING_VA + 22 - 0x500);
	assert_int_equal(record_places_find(&listing, 0, places, 2), 1);
	listing_deinit(&listing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_registers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_call),
		cmocka_unit_test(test_all_places),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_record_place", tests, NULL, NULL);
}
