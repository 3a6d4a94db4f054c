// SPDX-License-Identifier: GPL-2.0
/* Runs the suite of a program, and prints TAP. */
#include <kunit/test.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* Failures of a case that are printed. */
#define FAILURES_SHOWN	10

/**
 * struct kunit_memory - one allocation
 * @next: of the same case
 * @bytes: handed out; a block of its own, so that its bounds are watched
 */
struct kunit_memory {
	struct kunit_memory *next;
	void *bytes;
};

void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, int gfp)
{
	struct kunit_memory *memory = malloc(sizeof(*memory));

	(void)gfp;
	if (!memory)
		return NULL;
	memory->bytes = calloc(n, size);
	memory->next = test->memory;
	test->memory = memory;
	return memory->bytes;
}

void kunit_host_fail(struct kunit *test, const char *file, int line, const char *what,
		     const char *text, ...)
{
	va_list args;

	if (test->failures++ >= FAILURES_SHOWN)
		return;
	printf("# %s:%d: expected %s: ", file, line, what);
	va_start(args, text);
	vprintf(text, args);
	va_end(args);
	putchar('\n');
}

static void free_memory(struct kunit *test)
{
	while (test->memory) {
		struct kunit_memory *memory = test->memory;

		test->memory = memory->next;
		free(memory->bytes);
		free(memory);
	}
}

static bool passes(const struct kunit_case *test_case)
{
	struct kunit test = { 0 };

	if (!setjmp(test.end))
		test_case->run_case(&test);
	free_memory(&test);
	return !test.failures;
}

int main(void)
{
	const struct kunit_case *cases = kunit_host_suite->test_cases;
	unsigned int nr = 0, failures = 0, i;

	while (cases[nr].run_case)
		nr++;
	printf("TAP version 13\n1..%u\n", nr);
	for (i = 0; i < nr; i++) {
		bool is_ok = passes(&cases[i]);

		failures += !is_ok;
		printf("%sok %u - %s\n", is_ok ? "" : "not ", i + 1, cases[i].name);
		fflush(stdout);
	}
	return failures != 0;
}
