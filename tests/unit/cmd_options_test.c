// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cmd/number.h"
#include "cmd/options.h"

#define WORDS_MAX 16

#define ONLY_HOST "--list, --check, --resolve, --calibrate: take no TARGET"
#define ONLY_JSON "--list, --check, --symbolize, --resolve, --calibrate: " \
	"no other view than --json"

static struct options options;
static struct error err;
static char line[256];

static int setup(void **state)
{
	(void)state;
	memset(&err, 0, sizeof(err));
	memset(&options, 0, sizeof(options));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	options_deinit(&options);
	return 0;
}

static int parse(const char *text)
{
	char *argv[WORDS_MAX + 1] = { "mapgc-read" };
	int argc = 1;
	char *word;

	options_deinit(&options);
	snprintf(line, sizeof(line), "%s", text);
	for (word = strtok(line, " "); word; word = strtok(NULL, " ")) {
		assert_true(argc < WORDS_MAX);
		argv[argc++] = word;
	}
	return options_parse(argc, argv, &options, &err);
}

static void expect_error(const char *text, const char *expected)
{
	assert_int_not_equal(parse(text), 0);
	assert_string_equal(err.text, expected);
}

static void expect_pids(const char *text, size_t nr, const pid_t *pids)
{
	assert_int_equal(parse(text), 0);
	assert_int_equal(options.select_by, SELECT_PID);
	assert_int_equal(options.pids.nr, nr);
	assert_memory_equal(options.pids.pids, pids, nr * sizeof(*pids));
}

static void test_nothing_means_tables_of_what_is_there(void **state)
{
	(void)state;
	assert_int_equal(parse(""), 0);
	assert_int_equal(options.command, COMMAND_FOLLOW);
	assert_int_equal(options.select_by, SELECT_ATTACHED);
	assert_int_equal(options.view, VIEW_TABLES);
	assert_int_equal(options.interval_ns, 1000000000);
	assert_int_equal(options.count, 1);
}

static void test_pids_in_every_form(void **state)
{
	static const pid_t three[] = { 1, 2, 3 };

	(void)state;
	expect_pids("-p 1 2 3", 3, three);
	expect_pids("-p 3,1,2", 3, three);
	expect_pids("--pid=1 --pid 2 -p3", 3, three);
	expect_pids("-p 1 --watch -p 2,3", 3, three);
	expect_pids("-p 1 2,3 3 1", 3, three);
}

static void test_pids_that_are_none(void **state)
{
	(void)state;
	expect_error("-p", "--pid: needs PID...");
	expect_error("--pid=", "--pid: needs PID...");
	expect_error("-p x", "--pid x: not a process id");
	expect_error("-p 0", "--pid 0: not a process id");
	expect_error("-p -1", "--pid -1: not a process id");
	expect_error("-p 1,", "--pid 1,: not a process id");
	expect_error("-p 1,,2", "--pid 1,,2: not a process id");
	expect_error("-p 1 2x", "--pid 2x: not a process id");
	expect_error("-p 2147483648", "--pid 2147483648: not a process id");
	expect_error("-p 99999999999999999999", "--pid 99999999999999999999: not a process id");
}

static void test_targets(void **state)
{
	(void)state;
	assert_int_equal(parse("-e /usr/bin/svc"), 0);
	assert_int_equal(options.select_by, SELECT_EXE);
	assert_string_equal(options.name, "/usr/bin/svc");
	assert_int_equal(parse("--comm svc"), 0);
	assert_int_equal(options.select_by, SELECT_COMM);
	assert_int_equal(parse("--cgroup a/b"), 0);
	assert_int_equal(options.select_by, SELECT_CGROUP);
	assert_string_equal(options.name, "a/b");
	assert_int_equal(parse("-a"), 0);
	assert_int_equal(options.select_by, SELECT_ALL);
	expect_error("-a -p 1", "--pid: one TARGET at a time, not together with another kind");
	expect_error("-e a -e b", "--exe: one TARGET at a time");
	expect_error("--exe=", "--exe: needs PATH");
}

static void test_watch_takes_seconds_or_not(void **state)
{
	(void)state;
	assert_int_equal(parse("--watch"), 0);
	assert_int_equal(options.view, VIEW_WATCH);
	assert_int_equal(options.interval_ns, 1000000000);
	assert_int_equal(options.count, 0);
	assert_int_equal(parse("--watch 2.5 -a"), 0);
	assert_int_equal(options.interval_ns, 2500000000);
	assert_int_equal(parse("--watch=0.1"), 0);
	assert_int_equal(options.interval_ns, 100000000);
	assert_int_equal(parse("-p 7 --watch 2"), 0);
	assert_int_equal(options.pids.nr, 1);
	assert_int_equal(options.interval_ns, 2000000000);
	expect_error("--watch 2 3", "3: unexpected (mapgc-read --help)");
	expect_error("--watch -a 2", "2: unexpected (mapgc-read --help)");
	expect_error("--watch --json", "--json: one view at a time");
}

static void test_addresses(void **state)
{
	(void)state;
	assert_int_equal(parse("-e a --symbolize"), 0);
	assert_int_equal(options.command, COMMAND_SYMBOLIZE);
	assert_int_equal(options.nr_addresses, 0);
	assert_int_equal(parse("--symbolize 0x1 ff --json -p 7 8 --symbolize=2 3"), 0);
	assert_int_equal(options.pids.nr, 1);
	assert_int_equal(options.nr_addresses, 5);
	assert_string_equal(options.addresses[1], "ff");
	assert_string_equal(options.addresses[2], "8");
	assert_string_equal(options.addresses[4], "3");
	assert_int_equal(parse("--symbolize -e a 475210 475215"), 0);
	assert_int_equal(options.nr_addresses, 2);
	expect_error("-p 1 2 --symbolize 3", "--symbolize: needs one -p PID, or -e PATH");
	expect_error("--symbolize", "--symbolize: needs one -p PID, or -e PATH");
	expect_error("--symbolize -a", "--symbolize: needs one -p PID, or -e PATH");
	expect_error("--symbolize -e a --exact", "--symbolize: needs one -p PID, or -e PATH");
	expect_error("--symbolize -e a --events",
		     ONLY_JSON);
	expect_error("--symbolize --list -e a", "--list: not together with another command");
}

static void test_resolve(void **state)
{
	(void)state;
	assert_int_equal(parse("--resolve bin --json"), 0);
	assert_int_equal(options.command, COMMAND_RESOLVE);
	assert_string_equal(options.binary, "bin");
	assert_null(options.output);
	assert_int_equal(parse("-o file --resolve=bin"), 0);
	assert_string_equal(options.output, "file");
	expect_error("--resolve", "--resolve: needs BIN");
	expect_error("--resolve=", "--resolve: needs BIN");
	expect_error("--resolve bin --output=", "--output: needs FILE");
	expect_error("--resolve bin -o", "--output: needs FILE");
	expect_error("-o file", "--output: only together with --resolve");
	expect_error("--list -o file", "--output: only together with --resolve");
	expect_error("--resolve bin -p 1", ONLY_HOST);
	expect_error("--resolve bin --events",
		     ONLY_JSON);
	expect_error("--resolve bin more", "more: unexpected (mapgc-read --help)");
}

static void test_address_forms(void **state)
{
	static const char *const none[] = { "", "0x", "0x0x1", "-1", "+1", " 1", "1 ", "xyz", "1x",
		"10000000000000000" };
	struct error err;
	uint64_t value;
	size_t i;

	(void)state;
	assert_int_equal(number_address("ffffffffffffffff", &value, "symbolize", &err), 0);
	assert_true(value == UINT64_MAX);
	assert_int_equal(number_address("0X4baAe0", &value, "symbolize", &err), 0);
	assert_int_equal(value, 0x4baae0);
	assert_int_equal(number_address("0", &value, "symbolize", &err), 0);
	assert_int_equal(value, 0);
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(number_address(none[i], &value, "symbolize", &err), -EINVAL);
}

static void test_interval_and_count(void **state)
{
	(void)state;
	assert_int_equal(parse("--json -i 0.25 -n 7"), 0);
	assert_int_equal(options.interval_ns, 250000000);
	assert_int_equal(options.count, 7);
	assert_int_equal(parse("-p 7"), 0);
	assert_int_equal(options.interval_ns, 5000000000);
	assert_int_equal(parse("-p 7 --exact"), 0);
	assert_int_equal(options.interval_ns, 1000000000);
	assert_int_equal(parse("-p 7 -i 2"), 0);
	assert_int_equal(options.interval_ns, 2000000000);
	assert_int_equal(parse("-p 7 -n 2"), 0);
	assert_int_equal(options.interval_ns, 1000000000);
	assert_int_equal(parse("-n 3"), 0);
	assert_int_equal(options.count, 3);
	expect_error("-i 0", "--interval 0: not seconds from 0.01 to 86400");
	expect_error("-i 1e3", "--interval 1e3: not seconds from 0.01 to 86400");
	expect_error("-i -1", "--interval -1: not seconds from 0.01 to 86400");
	expect_error("-i nan", "--interval nan: not seconds from 0.01 to 86400");
	expect_error("-i 1.2.3", "--interval 1.2.3: not seconds from 0.01 to 86400");
	expect_error("-n 0", "--count 0: not a whole number from 1");
	expect_error("-n 1.5", "--count 1.5: not a whole number from 1");
	expect_error("-n 99999999999999999999",
		     "--count 99999999999999999999: not a whole number from 1");
}

static void test_shapes(void **state)
{
	(void)state;
	assert_int_equal(parse("-a --exact --no-gc"), 0);
	assert_true(options.is_exact && options.no_gc && !options.no_maps);
	assert_int_equal(parse("--no-maps --no-alloc -a"), 0);
	assert_true(options.no_maps && !options.no_gc && !options.is_exact);
	expect_error("--exact", "--exact: needs a TARGET to attach");
	expect_error("-a --no-gc --no-maps", "--no-maps --no-gc: nothing left to attach");
}

static void test_budget(void **state)
{
	(void)state;
	assert_int_equal(parse("-a"), 0);
	assert_int_equal(options.budget_ppm, 10000);
	assert_int_equal(parse("-a --exact"), 0);
	assert_int_equal(options.budget_ppm, 0);
	assert_int_equal(parse("-a --no-maps"), 0);
	assert_int_equal(options.budget_ppm, 0);
	assert_int_equal(parse(""), 0);
	assert_int_equal(options.budget_ppm, 10000);
	assert_int_equal(parse("-a --budget 1"), 0);
	assert_int_equal(options.budget_ppm, 10000);
	assert_int_equal(parse("-a --budget 0.01"), 0);
	assert_int_equal(options.budget_ppm, 100);
	assert_int_equal(parse("-a --budget 2.5"), 0);
	assert_int_equal(options.budget_ppm, 25000);
	assert_int_equal(parse("-a --budget 100"), 0);
	assert_int_equal(options.budget_ppm, 1000000);
	/* Nothing may be spent on maps: they are not watched. */
	assert_int_equal(parse("-a --budget 0"), 0);
	assert_true(options.no_maps && !options.budget_ppm);
	expect_error("-a --budget 0 --no-gc", "--no-maps --no-gc: nothing left to attach");
	expect_error("-a --budget 1 --exact", "--exact --budget: one or the other");
	expect_error("--budget 1", "--budget: needs a TARGET to attach");
	expect_error("-a --budget 0.001",
		     "--budget 0.001: not a percentage from 0.01 to 100, or 0");
	expect_error("-a --budget 101", "--budget 101: not a percentage from 0.01 to 100, or 0");
	expect_error("-a --budget 1%", "--budget 1%: not a percentage from 0.01 to 100, or 0");
	expect_error("-a --budget -1", "--budget -1: not a percentage from 0.01 to 100, or 0");
	expect_error("-a --budget", "--budget: needs PCT");
}

static void test_other_commands(void **state)
{
	(void)state;
	assert_int_equal(parse("--list --json"), 0);
	assert_int_equal(options.command, COMMAND_LIST);
	assert_int_equal(options.view, VIEW_JSON);
	assert_int_equal(parse("--check"), 0);
	assert_int_equal(options.command, COMMAND_CHECK);
	assert_int_equal(parse("-a --help"), 0);
	assert_int_equal(options.command, COMMAND_HELP);
	assert_int_equal(parse("--calibrate --json"), 0);
	assert_int_equal(options.command, COMMAND_CALIBRATE);
	expect_error("--calibrate -a", ONLY_HOST);
	expect_error("--list -a", ONLY_HOST);
	expect_error("--list --watch", ONLY_JSON);
	expect_error("--check --events", ONLY_JSON);
	expect_error("--list --check", "--check: not together with another command");
}

static void test_what_is_not_there(void **state)
{
	(void)state;
	expect_error("--prometheus", "--prometheus: not in this version");
	expect_error("--nonsense", "--nonsense: unknown option (mapgc-read --help)");
	expect_error("-x", "-x: unknown option (mapgc-read --help)");
	expect_error("--json=1", "--json: takes nothing");
	expect_error("-a -- 5", "5: unexpected (mapgc-read --help)");
}

static void test_help_fits_a_screen(void **state)
{
	size_t lines = 0, columns = 0, widest = 0, size, i;
	char *text;
	FILE *out;

	(void)state;
	out = open_memstream(&text, &size);
	options_help(out);
	fclose(out);
	for (i = 0; i < size; i++) {
		columns = text[i] == '\n' ? 0 : columns + 1;
		lines += text[i] == '\n';
		widest = columns > widest ? columns : widest;
	}
	assert_non_null(strstr(text, "--cgroup PATH"));
	assert_null(strstr(text, "prometheus"));
	assert_true(lines <= 28);
	assert_true(widest <= 80);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_means_tables_of_what_is_there),
		cmocka_unit_test(test_pids_in_every_form),
		cmocka_unit_test(test_pids_that_are_none),
		cmocka_unit_test(test_targets),
		cmocka_unit_test(test_watch_takes_seconds_or_not),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_address_forms),
		cmocka_unit_test(test_interval_and_count),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_other_commands),
		cmocka_unit_test(test_what_is_not_there),
		cmocka_unit_test(test_help_fits_a_screen),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
