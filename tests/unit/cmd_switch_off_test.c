// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cmd/switch_off.h"

static struct mapgc_site sites[3];
static struct mapgc_callsite callsites[4];
static struct manifest manifest;

static int setup(void **state)
{
	(void)state;
	sites[0].role = MAPGC_ROLE_MAP_OP;
	sites[1].role = MAPGC_ROLE_STOP;
	sites[2].role = MAPGC_ROLE_MAP_OP;
	sites[2].op = MAPGC_OP_WRITE;
	callsites[0].verdict = MAPGC_VERDICT_CALLER;
	callsites[1].verdict = MAPGC_VERDICT_PAUSE_SWEEP;
	callsites[2].verdict = MAPGC_VERDICT_INFER;
	callsites[3].verdict = MAPGC_VERDICT_PAUSE_OTHER;
	memset(&manifest, 0, sizeof(manifest));
	manifest.maps.is_on = true;
	manifest.gc.is_on = true;
	manifest.sites = sites;
	manifest.nr_sites = 3;
	manifest.callsites = callsites;
	manifest.nr_callsites = 4;
	return 0;
}

static void test_without_maps(void **state)
{
	(void)state;
	switch_off_maps(&manifest);
	assert_int_equal(manifest.nr_sites, 1);
	assert_int_equal(sites[0].role, MAPGC_ROLE_STOP);
	assert_int_equal(manifest.nr_callsites, 2);
	assert_int_equal(callsites[1].verdict, MAPGC_VERDICT_PAUSE_OTHER);
	assert_false(manifest.maps.is_on);
	assert_string_equal(manifest.maps.reason, "switched off by --no-maps");
	assert_true(manifest.gc.is_on);
}

static void test_without_pauses(void **state)
{
	(void)state;
	switch_off_gc(&manifest);
	assert_int_equal(manifest.nr_sites, 2);
	assert_int_equal(sites[1].op, MAPGC_OP_WRITE);
	assert_int_equal(manifest.nr_callsites, 2);
	assert_int_equal(callsites[1].verdict, MAPGC_VERDICT_INFER);
	assert_false(manifest.gc.is_on);
	assert_true(manifest.maps.is_on);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_without_maps, setup),
		cmocka_unit_test_setup(test_without_pauses, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
