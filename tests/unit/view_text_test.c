// SPDX-License-Identifier: GPL-2.0
/* The words and figures that a person reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "text/charset.h"
#include "text/escape.h"
#include "text/units.h"
#include "text/utf8.h"
#include "view/caption.h"

static void test_durations(void **state)
{
	char buf[UNITS_SIZE];

	(void)state;
	assert_string_equal(units_duration(buf, 0, "u"), "0ns");
	assert_string_equal(units_duration(buf, 999, "u"), "999ns");
	assert_string_equal(units_duration(buf, 1000, "u"), "1.00us");
	assert_string_equal(units_duration(buf, 9994, "u"), "9.99us");
	assert_string_equal(units_duration(buf, 9996, "u"), "10.0us");
	assert_string_equal(units_duration(buf, 999499, "u"), "999us");
	assert_string_equal(units_duration(buf, 999501, "u"), "1.00ms");
	assert_string_equal(units_duration(buf, 68700000000, "u"), "68.7s");
	assert_string_equal(units_duration(buf, 3600000000000, "u"), "3600s");
}

static void test_counts(void **state)
{
	char buf[UNITS_SIZE];

	(void)state;
	assert_string_equal(units_count(buf, 0), "0");
	assert_string_equal(units_count(buf, 7), "7");
	assert_string_equal(units_count(buf, 0.25), "0.25");
	assert_string_equal(units_count(buf, 999), "999");
	assert_string_equal(units_count(buf, 999.6), "1.00k");
	assert_string_equal(units_count(buf, 1234567), "1.23M");
	assert_string_equal(units_grouped(buf, 0), "0");
	assert_string_equal(units_grouped(buf, 123456), "123,456");
	assert_string_equal(units_grouped(buf, UINT64_MAX), "18,446,744,073,709,551,615");
	assert_string_equal(units_percent(buf, 1, 0), "-");
	assert_string_equal(units_percent(buf, 0, 5), "0%");
	assert_string_equal(units_percent(buf, 1, 3), "33.3%");
	assert_string_equal(units_percent(buf, 3, 3), "100%");
}

static void expect_escaped(const char *text, const char *expected)
{
	char buf[256];

	assert_int_equal(escape_text(buf, sizeof(buf), text, 80), strlen(expected));
	assert_string_equal(buf, expected);
}

static void test_terminals_are_safe(void **state)
{
	char buf[64];

	(void)state;
	expect_escaped("plain /path", "plain /path");
	expect_escaped("\033]0;title\a", "\\x1b]0;title\\x07");
	expect_escaped("a\nb\tc\x7f", "a\\x0ab\\x09c\\x7f");
	expect_escaped("\xc2\x9b", "\\xc2\\x9b");		/* CSI as one C1 character */
	expect_escaped("\xe2\x80\xae", "\\xe2\\x80\\xae");	/* right-to-left override */
	expect_escaped("\xff\xc0\xaf", "\\xff\\xc0\\xaf");	/* no UTF-8, and overlong */
	expect_escaped("\xe2\x82", "\\xe2\\x82");		/* cut off */
	assert_int_equal(escape_text(buf, sizeof(buf), "\xc3\xa4\xe4\xb8\xad", 80), 3);
}

static void test_long_text_keeps_its_end(void **state)
{
	char buf[64];

	(void)state;
	assert_int_equal(escape_text(buf, sizeof(buf), "/a/very/long/path/svc", 10), 10);
	assert_string_equal(buf, "...ath/svc");
	assert_int_equal(escape_text(buf, sizeof(buf), "1234567890", 10), 10);
	assert_string_equal(buf, "1234567890");
	assert_int_equal(escape_text(buf, sizeof(buf), "12345", 2), 0);
	/* an escaped byte is not cut in two */
	assert_true(escape_text(buf, sizeof(buf), "abc\x01\x02", 9) <= 9);
	assert_string_equal(buf, "...\\x02");
}

static void test_escaping_stays_in_its_buffer(void **state)
{
	char text[300], *buf = malloc(16);

	(void)state;
	memset(text, 1, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	escape_text(buf, 16, text, 2000);
	assert_true(strlen(buf) < 16);
	free(buf);
}

static void test_utf8_is_strict(void **state)
{
	static const char *const bad[] = {
		"\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xc3", "\xf0\x9f\x98",
	};
	uint32_t code;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(utf8_decode(bad[i], &code), 1);
		assert_int_equal(code, UTF8_INVALID);
	}
	assert_int_equal(utf8_decode("\xf0\x9f\x98\x80", &code), 4);
	assert_int_equal(code, 0x1f600);
}

static void test_pids(void **state)
{
	struct mapgc_pid pids[256];
	struct target target = { .pids = pids };
	char buf[CAPTION_SIZE];

	(void)state;
	assert_string_equal(caption_pids(buf, &target, 40), "no process");
	for (int i = 0; i < 256; i++)
		pids[i] = (struct mapgc_pid){ 4194000 + i, 1 };
	target.nr_pids = 1;
	assert_string_equal(caption_pids(buf, &target, 40), "pid 4194000");
	target.nr_pids = 256;
	for (unsigned int columns = 24; columns < 2000; columns++)
		assert_true(strlen(caption_pids(buf, &target, columns)) <= columns);
	assert_string_equal(caption_pids(buf, &target, 40), "pids 4194000, 4194001 and 254 more");
	pids[0].pid = 0;
	target.nr_pids = 1;
	assert_string_equal(caption_pids(buf, &target, 40), "1 process elsewhere");
}

static void test_features(void **state)
{
	struct target_feature feature = { .is_known = true, .is_on = true };
	char buf[CAPTION_SIZE];

	(void)state;
	assert_string_equal(caption_feature(buf, &feature), "on");
	strcpy(feature.reason, "why");
	assert_string_equal(caption_feature(buf, &feature), "on: why");
	feature.is_on = false;
	assert_string_equal(caption_feature(buf, &feature), "off: why");
	feature.is_known = false;
	assert_string_equal(caption_feature(buf, &feature), "unknown: attached by another reader");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_terminals_are_safe),
		cmocka_unit_test(test_long_text_keeps_its_end),
		cmocka_unit_test(test_escaping_stays_in_its_buffer),
		cmocka_unit_test(test_utf8_is_strict),
		cmocka_unit_test(test_pids),
		cmocka_unit_test(test_features),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	charset_init();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("view_text", tests, NULL, NULL);
}
