// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listing.h"
#include "resolve/inline_record.h"

/* mov $1,%eax ; lea underflow(%rip),%rdx ; lock xadd %rax,(%rdx) */
#define COUNT	"\xb8\x01\0\0\0\x48\x8d\x15\0\0\0\0\xf0\x48\x0f\xc1\x02"

static struct listing listing;

static void expect(const char *code, size_t len, int at, unsigned int value_reg)
{
	const struct insn *insn;
	uint8_t reg = 99;

	assert_int_equal(listing_of(&listing, code, len), 0);
	insn = inline_record_find(&listing, &reg);
	assert_int_equal(insn ? (int)(insn->va - LISTING_VA) : -1, at);
	if (insn)
		assert_int_equal(reg, value_reg);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_registers),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_several),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_inline_record", tests, NULL, NULL);
}
