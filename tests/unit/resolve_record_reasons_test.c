// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>

#include "listing.h"
#include "resolve/record_reasons.h"

/* At LISTING_VA + 0x100. */
#define CALL(behind)	"\xe8" behind "\0\0\0"
#define RECORD_VA	(LISTING_VA + 0x100)

static struct listing listing;
static struct record_reasons found;
static struct error err;

static int find(const char *code, size_t len)
{
	int rc;

	assert_int_equal(listing_of(&listing, code, len), 0);
	err.text[0] = '\0';
	rc = record_reasons_find(&listing, RECORD_VA, &found, &err);
	return rc;
}

static void expect(const char *code, size_t len, size_t gc_at, size_t other_at)
{
	assert_int_equal(find(code, len), 0);
	assert_int_equal(found.gc.insn->va - LISTING_VA, gc_at);
	assert_int_equal(found.other.insn->va - LISTING_VA, other_at);
	listing_deinit(&listing);
}

static void refuse(const char *code, size_t len, const char *text)
{
	assert_int_equal(find(code, len), -EINVAL);
	assert_string_equal(err.text, text);
	listing_deinit(&listing);
}

#define EXPECT(code, gc_at, other_at)	expect(code, sizeof(code) - 1, gc_at, other_at)
#define REFUSE(code, text)		refuse(code, sizeof(code) - 1, text)

/* Go 1.22, stopTheWorldWithSema */
static void test_go_1_22(void **state)
{
	(void)state;
	EXPECT("\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x0e"
	       "\x48\x8d\x05\xe9\x8e\x0f\x00" CALL("\xea")
	       "\xeb\x0c\x48\x8d\x05\xeb\x93\x0f\x00" CALL("\xdc"), 17, 31);
}

/* Go 1.24, where the pause is moved to %rbx in between */
static void test_go_1_24(void **state)
{
	(void)state;
	EXPECT("\x80\xfa\x01\x74\x05\x80\xfa\x02\x75\x11"
	       "\x48\x8d\x05\xa1\x73\x12\x00\x48\x89\xcb" CALL("\xe7")
	       "\xeb\x0f\x48\x8d\x05\xa0\x78\x12\x00\x48\x89\xcb" CALL("\xd6"), 20, 37);
}

/* The other call first, with a nop before the jump and je to the one behind. */
static void test_other_order(void **state)
{
	(void)state;
	EXPECT("\x3c\x01\x74\x14\x3c\x02\x90\x74\x0f"
	       "\x90\x48\x8d\x05\x00\x05\x00\x00" CALL("\xea")
	       "\xeb\x0c"
	       "\x48\x8d\x05\x00\x01\x00\x00" CALL("\xdc"), 31, 17);
}

/* One mark is enough: the histograms of a plugin come from a table. */
static void test_path_alone(void **state)
{
	(void)state;
	EXPECT("\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x0e"
	       "\x48\x8b\x05\xe9\x8e\x0f\x00" CALL("\xea")
	       "\xeb\x0c\x48\x8b\x05\xeb\x93\x0f\x00" CALL("\xdc"), 17, 31);
}

/* The comparison is not understood: reason - 1 < 2 */
static void test_address_alone(void **state)
{
	(void)state;
	EXPECT("\xff\xc9\x80\xf9\x02\x73\x0e"
	       "\x48\x8d\x05\x00\x05\x00\x00" CALL("\xed")
	       "\xeb\x0c\x48\x8d\x05\x00\x01\x00\x00" CALL("\xdf"), 28, 14);
}

static void test_marks_that_disagree(void **state)
{
	(void)state;
	REFUSE("\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x0e"
	       "\x48\x8d\x05\x00\x05\x00\x00" CALL("\xea")
	       "\xeb\x0c\x48\x8d\x05\x00\x01\x00\x00" CALL("\xdc"),
	       "it is not certain which pauses it records where");
}

static void test_no_mark(void **state)
{
	(void)state;
	REFUSE("\x48\x31\xc0" CALL("\xf8") "\x48\x31\xc0" CALL("\xf0"),
	       "which pauses it records where is not understood");
	/* The same histogram twice. */
	REFUSE("\x48\x8d\x05\x00\x01\x00\x00" CALL("\xf4")
	       "\x48\x8d\x05\xf4\x00\x00\x00" CALL("\xe8"),
	       "which pauses it records where is not understood");
	/* %rax is overwritten behind the lea. */
	REFUSE("\x48\x8d\x05\x00\x01\x00\x00\x31\xc0" CALL("\xf2")
	       "\x48\x8d\x05\x00\x02\x00\x00\x31\xc0" CALL("\xe4"),
	       "which pauses it records where is not understood");
}

/* Two registers, or not the two reasons of the collector. */
static void test_other_comparisons(void **state)
{
	(void)state;
	REFUSE("\x80\xf9\x01\x74\x05\x80\xfa\x02\x75\x0e"
	       "\x48\x8b\x05\xe9\x8e\x0f\x00" CALL("\xea")
	       "\xeb\x0c\x48\x8b\x05\xeb\x93\x0f\x00" CALL("\xdc"),
	       "which pauses it records where is not understood");
	REFUSE("\x80\xf9\x01\x74\x05\x80\xf9\x03\x75\x0e"
	       "\x48\x8b\x05\xe9\x8e\x0f\x00" CALL("\xea")
	       "\xeb\x0c\x48\x8b\x05\xeb\x93\x0f\x00" CALL("\xdc"),
	       "which pauses it records where is not understood");
}

static void test_number_of_calls(void **state)
{
	(void)state;
	REFUSE("\xc3", "does not record pauses in two places");
	REFUSE("\x48\x8d\x05\x00\x01\x00\x00" CALL("\xf4"), "does not record pauses in two places");
	REFUSE(CALL("\xfb") CALL("\xf6") CALL("\xf1"), "does not record pauses in two places");
}

#define INLINED(add)	"\x48\x85\xdb\x7d\x11\xb8\x01\0\0\0\x48\x8d\x15" add \
			"\0\0\xf0\x48\x0f\xc1\x02"

/* What a profile does (-pgo): the collector's is inlined, the others' is not. */
static void test_inlined(void **state)
{
	(void)state;
	EXPECT("\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x18"
	       INLINED("\x00\x04") "\xeb\x0c"
	       "\x48\x8d\x05\x00\x05\x00\x00" CALL("\xd2"), 13, 41);
	assert_int_equal(found.gc.value_reg, 3);
	EXPECT("\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x18"
	       INLINED("\x00\x04") "\xeb\x16" INLINED("\x00\x05"), 13, 37);
	REFUSE("\x80\xf9\x01\x74\x05\x80\xf9\x02\x75\x18"
	       INLINED("\x00\x05") "\xeb\x16" INLINED("\x00\x04"),
	       "it is not certain which pauses it records where");
}

/* lea GC(%rip),%rax, and the one of others right behind it, as called and as inlined. */
#define GC_VA		(LISTING_VA + 0x1000)

static const struct record_reasons known = {
	.gc.histogram_va = GC_VA,
	.other.histogram_va = GC_VA + RECORD_HISTOGRAM_BYTES,
};

static int find_in_copy(const char *code, size_t len, const struct record_reasons *of)
{
	int rc;

	assert_int_equal(listing_of(&listing, code, len), 0);
	rc = record_reasons_in_copy(&listing, RECORD_VA, of, &found);
	if (rc)
		listing_deinit(&listing);
	return rc;
}

static void expect_place(const struct record_place *place, int at)
{
	assert_int_equal(place->insn ? (int)(place->insn->va - LISTING_VA) : -1, at);
}

static void expect_copy(const char *code, size_t len, int gc_at, int other_at)
{
	assert_int_equal(find_in_copy(code, len, &known), 0);
	expect_place(&found.gc, gc_at);
	expect_place(&found.other, other_at);
	listing_deinit(&listing);
}

#define EXPECT_COPY(code, gc_at, other_at)	expect_copy(code, sizeof(code) - 1, gc_at, other_at)
#define REFUSE_COPY(code, of) \
	assert_int_equal(find_in_copy(code, sizeof(code) - 1, of), -EINVAL)

/* lea of a histogram and the call, 12 bytes, at @at of the code. */
#define GC_0		"\x48\x8d\x05\xf9\x0f\0\0" CALL("\xf4")
#define GC_12		"\x48\x8d\x05\xed\x0f\0\0" CALL("\xe8")
#define OTHER_0		"\x48\x8d\x05\x09\x15\0\0" CALL("\xf4")
#define OTHER_12	"\x48\x8d\x05\xfd\x14\0\0" CALL("\xe8")
#define THIRD_12	"\x48\x8d\x05\x0d\x1a\0\0" CALL("\xe8")
#define UNREADABLE_12	"\x48\x8b\x05\x0d\x1a\0\0" CALL("\xe8")

static void test_copy(void **state)
{
	(void)state;
	EXPECT_COPY(GC_0 OTHER_12, 7, 19);
	EXPECT_COPY(OTHER_0 GC_12, 19, 7);
}

/* The caller's reason is known to the compiler. */
static void test_copy_for_one_reason(void **state)
{
	(void)state;
	EXPECT_COPY(GC_0, 7, -1);
	EXPECT_COPY(OTHER_0, -1, 7);
	EXPECT_COPY(GC_0 THIRD_12, 7, -1);
}

static void test_refused_copies(void **state)
{
	const struct record_reasons apart = {
		.gc.histogram_va = GC_VA,
		.other.histogram_va = GC_VA + 2 * RECORD_HISTOGRAM_BYTES,
	};
	const struct record_reasons unread = {
		.other.histogram_va = GC_VA + RECORD_HISTOGRAM_BYTES,
	};

	(void)state;
	REFUSE_COPY("\xc3", &known);
	REFUSE_COPY("\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90\x90" THIRD_12, &known);
	REFUSE_COPY(GC_0 GC_12, &known);
	REFUSE_COPY(OTHER_0 OTHER_12, &known);
	REFUSE_COPY(GC_0 UNREADABLE_12, &known);
	REFUSE_COPY(GC_0, &apart);
	REFUSE_COPY(GC_0, &unread);
}

/* Either way to record is found in either, whatever was inlined into the function itself. */
static void test_inlined_in_copy(void **state)
{
	(void)state;
	/* The first lea is 8 bytes into INLINED, and its instruction ends at 17. */
	EXPECT_COPY(INLINED("\xef\x14"), 3, -1);
	EXPECT_COPY(INLINED("\xff\x19"), -1, 3);
	EXPECT_COPY(INLINED("\xef\x14") "\x48\x8d\x05\xf3\x14\0\0" CALL("\xde"), 3, 29);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_go_1_22),
		cmocka_unit_test(test_go_1_24),
		cmocka_unit_test(test_other_order),
		cmocka_unit_test(test_path_alone),
		cmocka_unit_test(test_address_alone),
		cmocka_unit_test(test_marks_that_disagree),
		cmocka_unit_test(test_no_mark),
		cmocka_unit_test(test_other_comparisons),
		cmocka_unit_test(test_number_of_calls),
		cmocka_unit_test(test_inlined),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_copy_for_one_reason),
		cmocka_unit_test(test_refused_copies),
		cmocka_unit_test(test_inlined_in_copy),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_record_reasons", tests, NULL, NULL);
}
