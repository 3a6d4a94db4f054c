// SPDX-License-Identifier: GPL-2.0
/* This process stands in for a Go program: goroutines and map types made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "cmd/process_layout.h"
#include "proc/code_map.h"

#define NR_GOROUTINES	8
#define STACK_HI	8
#define ELEM		56

struct goroutine {
	uint64_t lo, hi, guard, words[5];
};

struct map_type {
	uint8_t type[40];
	uint64_t str_and_pointer;
	const void *key, *elem, *group;
	uint64_t behind[7];
};

static struct goroutine g0, goroutines[NR_GOROUTINES];
static struct goroutine *list[NR_GOROUTINES], **list_pointer;
static uint64_t nr_goroutines, m0[8];
static uint8_t plain_type[48];
static struct map_type map_type;
static struct mapgc_site site;
static struct manifest manifest;
static struct error why;

static uint64_t va(const void *pointer)
{
	return (uintptr_t)pointer;
}

/* Where this program's code is tells how far it is from where it was "linked": not at all. */
static void set_site(void)
{
	struct code_map map;
	uint64_t offset;

	assert_int_equal(code_map_read(getpid(), &map), 0);
	site.va = va((void *)(uintptr_t)set_site);
	assert_int_equal(code_map_offset(&map, site.va, &offset), 0);
	site.offset = offset;
}

static int setup(void **state)
{
	size_t i;

	(void)state;
	set_site();
	for (i = 0; i < NR_GOROUTINES; i++) {
		uint64_t lo = 0xc000040000 + i * 0x8000;

		goroutines[i] = (struct goroutine){ lo, lo + (2048 << i % 3), lo + 928, { 0 } };
		list[i] = &goroutines[i];
	}
	list_pointer = list;
	nr_goroutines = NR_GOROUTINES;
	m0[0] = va(&g0);
	g0.words[0] = va(m0);
	plain_type[23] = 24;
	memset(&map_type, 0, sizeof(map_type));
	map_type.type[23] = 21;
	map_type.str_and_pointer = 0x4f87;
	map_type.key = plain_type;
	map_type.elem = plain_type;
	map_type.group = plain_type;
	manifest = (struct manifest){
		.landmarks = {
			.start = {
				va(&g0), va(m0), STACK_HI, offsetof(struct goroutine, words), 0
			},
			.goroutines = { va(&list_pointer), va(&nr_goroutines) },
			.map_types = { va(&map_type) },
			.nr_map_types = 1,
		},
		.layout = { .g_stack_hi = STACK_HI, .maptype_elem = ELEM },
		.sites = &site,
		.nr_sites = 1,
	};
	return 0;
}

static int check(void)
{
	strcpy(why.text, "");
	return process_layout_check(getpid(), &manifest, &why);
}

static void test_fits(void **state)
{
	(void)state;
	assert_int_equal(check(), NR_GOROUTINES + 1);
}

static void test_wrong_stack(void **state)
{
	char expected[200];
	uint32_t at;

	(void)state;
	for (at = 0; at <= 56; at += 8) {
		manifest.layout.g_stack_hi = at;
		if (at == STACK_HI)
			continue;
		assert_int_equal(check(), -EINVAL);
		snprintf(expected, sizeof(expected),
			 "a goroutine's stack.hi is not at %u: there", at);
		assert_memory_equal(why.text, expected, strlen(expected));
	}
	assert_non_null(strstr(why.text, "its stackguard0 is 0xc0000783a0 (process "));
}

static void test_wrong_elem(void **state)
{
	uint32_t at;

	(void)state;
	for (at = 16; at <= 112; at += 8) {
		manifest.layout.maptype_elem = at;
		assert_int_equal(check(), at == ELEM ? NR_GOROUTINES + 1 : -EINVAL);
	}
	manifest.layout.maptype_elem = ELEM;
	map_type.type[23] = 22;
	assert_int_equal(check(), -EINVAL);
	assert_non_null(strstr(why.text, "Kind is 22"));
}

/* A few that are caught in the middle of something do not outweigh the others. */
static void test_majority(void **state)
{
	(void)state;
	goroutines[1].hi = goroutines[1].guard - 4096;
	goroutines[6].hi = 0x1234567;
	assert_int_equal(check(), NR_GOROUTINES - 2 + 1);
}

static void test_says_nothing_of_those(void **state)
{
	(void)state;
	memset(&goroutines[0], 0, sizeof(goroutines[0]));	/* it ended */
	goroutines[1].guard = 0xfffffffffffffadeULL;		/* it is to stop */
	list[2] = NULL;
	list[3] = (void *)8;
	assert_int_equal(check(), NR_GOROUTINES - 4 + 1);
}

/* There may be memory that is none yet, or the process may end: no reason to refuse it. */
static void test_cannot_look(void **state)
{
	(void)state;
	m0[0] = 0;
	assert_int_equal(check(), 0);
	m0[0] = va(&g0);
	nr_goroutines = UINT64_MAX;
	assert_int_equal(check(), 1);
	nr_goroutines = NR_GOROUTINES;
	list_pointer = (void *)16;
	assert_int_equal(check(), 1);
	manifest.landmarks.goroutines.list_va = 0;
	manifest.landmarks.map_types[0] = 24;
	assert_int_equal(check(), 0);
	manifest.nr_sites = 0;
	assert_int_equal(check(), 0);
}

static void test_any_offset(void **state)
{
	(void)state;
	manifest.layout.g_stack_hi = UINT32_MAX;
	manifest.layout.maptype_elem = UINT32_MAX;
	assert_int_equal(check(), 0);
	manifest.layout.maptype_elem = 0;
	assert_int_equal(check(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_fits, setup),
		cmocka_unit_test_setup(test_wrong_stack, setup),
		cmocka_unit_test_setup(test_wrong_elem, setup),
		cmocka_unit_test_setup(test_majority, setup),
		cmocka_unit_test_setup(test_says_nothing_of_those, setup),
		cmocka_unit_test_setup(test_cannot_look, setup),
		cmocka_unit_test_setup(test_any_offset, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
