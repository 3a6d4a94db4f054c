// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>

#include "bare.h"
#include "executable.h"
#include "inbox.h"
#include "loader.h"
#include "module/attach.h"
#include "module/fault.h"
#include "module/process.h"
#include "module/target.h"
#include "module/who.h"
#include "parts.h"

static struct file *exe;

static int attach_suite_init(struct kunit_suite *suite)
{
	int err = loader_suite_init(suite);

	if (err)
		return err;
	exe = executable_create();
	return IS_ERR(exe) ? PTR_ERR(exe) : parts_init();
}

static void attach_suite_exit(struct kunit_suite *suite)
{
	parts_exit();
	if (!IS_ERR_OR_NULL(exe))
		fput(exe);
	loader_suite_exit(suite);
}

static struct mapgc_request *new_request(struct kunit *test, u32 flags)
{
	struct mapgc_request *request = executable_request(test, exe, 1);

	request->args.hdr.flags = flags;
	return request;
}

static void refused_attach_leaves_nothing(struct kunit *test)
{
	static const struct {
		u32 pid;
		int err;
		const char *text;
	} refusals[] = {
		{ NOBODY, -ESRCH, "pids: no process 2147483647" },
		{ 1, -EXDEV, "pids: process 1 runs another executable" },
	};
	long files = file_count(exe);
	u32 generation = mapgc_target_generation(), id;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refusals); i++) {
		struct mapgc_request *request = new_request(test, MAPGC_ATTACH_EXACT);
		u32 pid = refusals[i].pid;
		struct mapgc_fault fault = {};

		request->pids = &pid;
		request->args.nr_pids = 1;
		KUNIT_EXPECT_EQ(test, mapgc_attach(request, &fault, &id), refusals[i].err);
		KUNIT_EXPECT_STREQ(test, fault.text, refusals[i].text);
	}
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_generation(), generation);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static u32 arrived(const struct inbox *inbox, enum mapgc_report_type type)
{
	u32 i, nr = 0;

	for (i = 0; i < inbox->nr; i++)
		nr += inbox->reports[i].type == type;
	return nr;
}

static void one_too_many_was_never_attached(struct kunit *test)
{
	struct mapgc_target **others = kunit_kcalloc(test, MAPGC_TARGETS_MAX, sizeof(*others),
						     GFP_KERNEL);
	struct mapgc_request *request = new_request(test, MAPGC_ATTACH_EXACT);
	struct inbox *inbox = inbox_open(test);
	struct mapgc_fault fault = {};
	long files = file_count(exe);
	u32 i, id;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, others);
	for (i = 0; i < MAPGC_TARGETS_MAX; i++) {
		others[i] = bare_target(test, exe, 3000000000U + i);
		mapgc_target_publish(others[i]);
	}
	KUNIT_EXPECT_EQ(test, mapgc_attach(request, &fault, &id), -ENOSPC);
	KUNIT_EXPECT_STREQ(test, fault.text, "targets: 1024 are the most");
	for (i = 0; i < MAPGC_TARGETS_MAX; i++) {
		mapgc_target_unpublish(others[i]);
		mapgc_target_put(others[i]);
	}
	KUNIT_EXPECT_EQ(test, file_count(exe), files);

	/* With room there is a beginning, and an end. */
	KUNIT_EXPECT_EQ(test, mapgc_attach(request, &fault, &id), 0);
	mapgc_detach_all();
	inbox_close();
	KUNIT_EXPECT_EQ(test, arrived(inbox, MAPGC_REPORT_TARGET_ATTACH), 1);
	KUNIT_EXPECT_EQ(test, arrived(inbox, MAPGC_REPORT_TARGET_DETACH), 1);
}

/* With all processes wanted, a list is only a start. */
static void one_gone_from_the_list_of_all_is_no_error(struct kunit *test)
{
	struct mapgc_request *request = new_request(test, MAPGC_ATTACH_EXACT | MAPGC_ATTACH_ALL);
	long files = file_count(exe);
	struct mapgc_fault fault = {};
	struct mapgc_target *target;
	u32 pid = NOBODY, id = 0;

	request->pids = &pid;
	request->args.nr_pids = 1;
	KUNIT_EXPECT_EQ_MSG(test, mapgc_attach(request, &fault, &id), 0, "%s", fault.text);
	target = mapgc_target_get(id);
	KUNIT_ASSERT_NOT_NULL(test, target);
	KUNIT_EXPECT_EQ(test, mapgc_attach_process(target, 1, &fault), -EINVAL);
	KUNIT_EXPECT_EQ(test, strncmp(fault.text, "target_id: ", 11), 0);
	KUNIT_EXPECT_EQ(test, mapgc_detach(target), 0);
	KUNIT_EXPECT_EQ(test, mapgc_detach(target), -ENOENT);
	mapgc_target_put(target);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static void all_that_is_attached_is_detached_at_unload(struct kunit *test)
{
	long files = file_count(exe);
	u32 i, id;

	for (i = 0; i < 5; i++) {
		struct mapgc_fault fault = {};

		KUNIT_EXPECT_EQ(test, mapgc_attach(new_request(test, MAPGC_ATTACH_EXACT),
						   &fault, &id), 0);
	}
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 5);
	mapgc_detach_all();
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 0);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

static void one_that_cannot_be_armed_is_let_go(struct kunit *test)
{
	struct mapgc_request *request = executable_request(test, loader.exe, 1);
	u32 pid = task_pid_nr(loader.task);
	struct mapgc_fault fault = {};
	struct mapgc_target *target;

	request->args.hdr.flags = 0;
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	/* On its way to an end, so that there is no arming. */
	target->is_dead = true;
	KUNIT_EXPECT_EQ(test, mapgc_attach_process(target, pid, &fault), -ENOENT);
	KUNIT_EXPECT_NOT_NULL(test, strstr(fault.text, "is being detached"));
	KUNIT_EXPECT_EQ(test, target->processes->nr, 0);

	/* Unless it was there before. */
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, pid), 0);
	KUNIT_EXPECT_EQ(test, mapgc_attach_process(target, pid, &fault), -ENOENT);
	KUNIT_EXPECT_EQ(test, target->processes->nr, 1);
	mapgc_process_remove_all(target->processes);
	mapgc_process_exit();
	mapgc_target_put(target);
}

static struct kunit_case attach_cases[] = {
	KUNIT_CASE(refused_attach_leaves_nothing),
	KUNIT_CASE(one_too_many_was_never_attached),
	KUNIT_CASE(one_gone_from_the_list_of_all_is_no_error),
	KUNIT_CASE(one_that_cannot_be_armed_is_let_go),
	KUNIT_CASE(all_that_is_attached_is_detached_at_unload),
	{}
};

static struct kunit_suite attach_suite = {
	.name = "mapgc_attach",
	.suite_init = attach_suite_init,
	.suite_exit = attach_suite_exit,
	.test_cases = attach_cases,
};

kunit_test_suite(attach_suite);

MODULE_DESCRIPTION("KUnit suite for how targets begin and end");
MODULE_LICENSE("GPL");
