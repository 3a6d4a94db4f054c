/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The part of the kernel's <kunit/test.h> that the suites here use, for a program
 * on the host. Same names, arguments and meaning: the suites compile with either.
 */
#ifndef MAPGC_HOST_KUNIT_TEST_H
#define MAPGC_HOST_KUNIT_TEST_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#define GFP_KERNEL		0

#define MODULE_LICENSE(text)		_Static_assert(sizeof(text), "a string")
#define MODULE_DESCRIPTION(text)	_Static_assert(sizeof(text), "a string")

struct kunit_memory;

/**
 * struct kunit - the run of a case
 * @failures: so far
 * @end: where a failed assertion goes
 * @memory: what the case allocated, freed when it ends
 */
struct kunit {
	unsigned int failures;
	jmp_buf end;
	struct kunit_memory *memory;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
};

struct kunit_suite {
	const char name[256];
	struct kunit_case *test_cases;
};

#define KUNIT_CASE(test_name)	{ .run_case = test_name, .name = #test_name }

/* One suite in a program; the runner looks for it by this name. */
extern struct kunit_suite *const kunit_host_suite;
#define kunit_test_suite(suite)	struct kunit_suite *const kunit_host_suite = &(suite)

/* Zeroed, of exactly this size, so that the sanitizer sees a step beyond. */
void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, int gfp);

static inline void *kunit_kzalloc(struct kunit *test, size_t size, int gfp)
{
	return kunit_kcalloc(test, 1, size, gfp);
}

/* Count a failure; print it, unless there were many in this case. */
void kunit_host_fail(struct kunit *test, const char *file, int line, const char *what,
		     const char *text, ...) __attribute__((format(printf, 5, 6)));

#define KUNIT_HOST_COMPARE(test, left, op, right, fmt, ...) do {			\
	const typeof(left) left_ = (left);						\
	const typeof(right) right_ = (right);						\
											\
	if (!(left_ op right_))								\
		kunit_host_fail(test, __FILE__, __LINE__, #left " " #op " " #right,	\
				"%lld, %lld. " fmt, (long long)left_,			\
				(long long)right_, ##__VA_ARGS__);			\
} while (0)

#define KUNIT_HOST_CHECK(test, condition, what, fmt, ...) do {				\
	if (!(condition))								\
		kunit_host_fail(test, __FILE__, __LINE__, what, fmt, ##__VA_ARGS__);	\
} while (0)

#define KUNIT_EXPECT_EQ_MSG(test, left, right, fmt, ...) \
	KUNIT_HOST_COMPARE(test, left, ==, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, left, right)	KUNIT_EXPECT_EQ_MSG(test, left, right, "")
#define KUNIT_EXPECT_LT(test, left, right)	KUNIT_HOST_COMPARE(test, left, <, right, "")
#define KUNIT_EXPECT_LE_MSG(test, left, right, fmt, ...) \
	KUNIT_HOST_COMPARE(test, left, <=, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_LE(test, left, right)	KUNIT_EXPECT_LE_MSG(test, left, right, "")
#define KUNIT_EXPECT_GT_MSG(test, left, right, fmt, ...) \
	KUNIT_HOST_COMPARE(test, left, >, right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_GE(test, left, right)	KUNIT_HOST_COMPARE(test, left, >=, right, "")

#define KUNIT_EXPECT_TRUE_MSG(test, condition, fmt, ...) \
	KUNIT_HOST_CHECK(test, condition, #condition, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_TRUE(test, condition) \
	KUNIT_HOST_CHECK(test, condition, #condition, "is false")
#define KUNIT_EXPECT_FALSE(test, condition) \
	KUNIT_HOST_CHECK(test, !(condition), #condition, "is true")

#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, fmt, ...) \
	KUNIT_HOST_CHECK(test, (left) == (right), #left " == " #right, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, left, right) \
	KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, "differ")
#define KUNIT_EXPECT_NULL_MSG(test, pointer, fmt, ...) \
	KUNIT_HOST_CHECK(test, !(pointer), "no " #pointer, fmt, ##__VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, pointer)	KUNIT_EXPECT_NULL_MSG(test, pointer, "is one")
#define KUNIT_EXPECT_NOT_NULL(test, pointer) \
	KUNIT_HOST_CHECK(test, pointer, #pointer, "is NULL")

#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pointer) do {				\
	struct kunit *test_ = (test);							\
											\
	if (!(pointer)) {								\
		kunit_host_fail(test_, __FILE__, __LINE__, #pointer, "is NULL");	\
		longjmp(test_->end, 1);							\
	}										\
} while (0)

#endif /* MAPGC_HOST_KUNIT_TEST_H */
