// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "listing.h"
#include "resolve/prologue.h"

#define CMP	"\x49\x3b\x66\x10"
#define CMP_R12	"\x4d\x3b\x66\x10"
#define STUB	"\xc3\xe8\0\0\0\0\xeb\xf2"

static struct listing listing;

static void expect(const char *code, size_t len, size_t at, size_t insn_len)
{
	const struct insn *check;

	assert_int_equal(listing_of(&listing, code, len), 0);
	check = prologue_find_check(&listing);
	assert_non_null(check);
	assert_int_equal(check->va - LISTING_VA, at);
	assert_int_equal(check->len, insn_len);
	listing_deinit(&listing);
}

static void refuse(const char *code, size_t len)
{
	assert_int_equal(listing_of(&listing, code, len), 0);
	assert_null(prologue_find_check(&listing));
	listing_deinit(&listing);
}

#define EXPECT(code, at, insn_len)	expect(code, sizeof(code) - 1, at, insn_len)
#define REFUSE(code)			refuse(code, sizeof(code) - 1)

static void test_small_frame(void **state)
{
	(void)state;
	EXPECT(CMP "\x76\x01" STUB, 4, 2);
	EXPECT(CMP "\x0f\x86\x01\0\0\0" STUB, 4, 6);
}

static void test_larger_frames(void **state)
{
	(void)state;
	EXPECT("\x4c\x8d\x64\x24\xf8" CMP_R12 "\x76\x01" STUB, 9, 2);
	EXPECT("\x4c\x8d\xa4\x24\x80\xff\xff\xff" CMP_R12 "\x0f\x86\x01\0\0\0" STUB, 12, 6);
}

static void test_system_stack(void **state)
{
	(void)state;
	EXPECT("\x49\x3b\x66\x18\x76\x01" STUB, 4, 2);
	EXPECT("\x4c\x8d\x64\x24\xf8\x4d\x3b\x66\x18\x76\x01" STUB, 9, 2);
}

static void test_anything_else_is_refused(void **state)
{
	(void)state;
	REFUSE("\xc3");
	REFUSE("\x90\x90\x90\x90");
	REFUSE("\x49\x3b\x66\x20\x76\x01" STUB);		/* other word of g */
	REFUSE("\x49\x3b\x46\x10\x76\x01" STUB);		/* other register */
	REFUSE(CMP_R12 "\x76\x01" STUB);			/* without lea */
	REFUSE("\x4c\x8d\x64\x24\xf8" CMP "\x76\x01" STUB);	/* lea for nothing */
	REFUSE(CMP "\x77\x01" STUB);				/* ja */
	REFUSE(CMP "\x90\x76\x01" STUB);			/* not at once */
	REFUSE(CMP "\x66\x0f\x86\x01\0\xc3\xe8\0\0\0\0\xeb\xf2");	/* prefix */
	/* Huge frame: mov %rsp,%r12 ; sub $N,%r12 ; jb ; cmp ; jbe */
	REFUSE("\x49\x89\xe4\x49\x81\xec\0\0\x01\0\x72\x07" CMP_R12 "\x76\x01" STUB);
}

/* A branch out of the function or back is not one to morestack. */
static void test_branch_elsewhere_is_refused(void **state)
{
	(void)state;
	REFUSE(CMP "\x76\x70" STUB);
	REFUSE(CMP "\x76\xfa" STUB);
	REFUSE(CMP "\x76\x03" STUB);	/* into an instruction */
}

static void test_code_that_is_none(void **state)
{
	(void)state;
	assert_int_equal(LISTING_OF(&listing, CMP "\x06"), -EILSEQ);
	assert_int_equal(LISTING_OF(&listing, "\x0f"), -EILSEQ);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_frame),
		cmocka_unit_test(test_larger_frames),
		cmocka_unit_test(test_system_stack),
		cmocka_unit_test(test_anything_else_is_refused),
		cmocka_unit_test(test_branch_elsewhere_is_refused),
		cmocka_unit_test(test_code_that_is_none),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_prologue", tests, NULL, NULL);
}
