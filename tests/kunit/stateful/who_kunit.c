// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>

#include "crew.h"
#include "executable.h"
#include "loader.h"
#include "module/compat.h"
#include "module/target.h"
#include "module/who.h"

static struct file *other_exe;

static int who_suite_init(struct kunit_suite *suite)
{
	int err = loader_suite_init(suite);

	if (err)
		return err;
	other_exe = executable_create();
	return PTR_ERR_OR_ZERO(other_exe);
}

static void who_suite_exit(struct kunit_suite *suite)
{
	if (!IS_ERR_OR_NULL(other_exe))
		fput(other_exe);
	loader_suite_exit(suite);
}

static struct mapgc_target *new_target(struct kunit *test, struct file *exe, u32 flags)
{
	struct mapgc_request *request = executable_request(test, exe, 1);
	struct mapgc_target *target;

	request->args.hdr.flags = flags;
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	target->probes[0].target = target;
	return target;
}

static void end_target(struct mapgc_target *target)
{
	mapgc_process_remove_all(target->processes);
	mapgc_process_exit();
	mapgc_target_put(target);
}

static bool cold_wants(struct mapgc_target *target, struct mm_struct *mm)
{
#ifdef HAVE_UPROBE_FILTER_CTX
	return mapgc_who_filter_cold(&target->probes[0].uc, UPROBE_FILTER_MMAP, mm);
#else
	return mapgc_who_filter_cold(&target->probes[0].uc, mm);
#endif
}

static bool hot_wants(struct mapgc_target *target, struct mm_struct *mm)
{
#ifdef HAVE_UPROBE_FILTER_CTX
	return mapgc_who_filter_hot(&target->probes[0].uc, UPROBE_FILTER_MMAP, mm);
#else
	return mapgc_who_filter_hot(&target->probes[0].uc, mm);
#endif
}

/* Between windows: only where its own gate lets hits through. */
static void steady_wants(struct kunit *test, struct mapgc_target *target, struct mm_struct *mm)
{
	target->probes[0].mode = MAPGC_PROBE_STEADY;
	mapgc_window_refill(&target->steady, 1);
	KUNIT_EXPECT_TRUE(test, hot_wants(target, mm));
	mapgc_window_shut(&target->steady);
	KUNIT_EXPECT_FALSE(test, hot_wants(target, mm));
	target->probes[0].mode = MAPGC_PROBE_WINDOW;
}

static void only_processes_of_the_executable_are_added(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, 0);
	struct mapgc_target *other = new_target(test, other_exe, 0);
	u32 pid = task_pid_nr(loader.task);

	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, pid), 0);
	KUNIT_EXPECT_NOT_NULL(test, mapgc_process_find(target->processes, loader.mm));
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, pid), -EEXIST);
	KUNIT_EXPECT_EQ(test, target->processes->nr, 1);
	KUNIT_EXPECT_EQ(test, mapgc_who_add(other, pid), -EXDEV);
	KUNIT_EXPECT_EQ(test, other->processes->nr, 0);
	mapgc_who_remove(target, pid);
	KUNIT_EXPECT_EQ(test, target->processes->nr, 0);
	mapgc_who_remove(target, NOBODY);
	end_target(target);
	end_target(other);
}

static void who_is_not_there_is_not_added(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, 0);

	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, NOBODY), -ESRCH);
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, 0), -ESRCH);
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, ~0U), -ESRCH);
	/* A kernel thread has no address space. */
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, task_pid_nr(current)), -ESRCH);
	KUNIT_EXPECT_EQ(test, target->processes->nr, 0);
	end_target(target);
}

/* Its sites were checked in a file that is another one now. */
static void changed_executable_is_not_taken_up(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, MAPGC_ATTACH_ALL);
	u32 pid = task_pid_nr(loader.task);

	KUNIT_EXPECT_TRUE(test, cold_wants(target, loader.mm));
	target->mtime.tv_nsec ^= 1;
	KUNIT_EXPECT_FALSE(test, cold_wants(target, loader.mm));
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, pid), -EXDEV);
	target->mtime.tv_nsec ^= 1;
	target->size_bytes++;
	KUNIT_EXPECT_FALSE(test, cold_wants(target, loader.mm));
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, pid), -EXDEV);
	target->size_bytes--;
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, pid), 0);
	end_target(target);
}

static void target_with_a_list_wants_who_is_on_it(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, 0);

	KUNIT_EXPECT_FALSE(test, cold_wants(target, loader.mm));
	KUNIT_EXPECT_FALSE(test, hot_wants(target, loader.mm));
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, task_pid_nr(loader.task)), 0);
	KUNIT_EXPECT_TRUE(test, cold_wants(target, loader.mm));
	KUNIT_EXPECT_TRUE(test, hot_wants(target, loader.mm));
	mapgc_process_exited(loader.task);
	KUNIT_EXPECT_FALSE(test, cold_wants(target, loader.mm));
	KUNIT_EXPECT_FALSE(test, hot_wants(target, loader.mm));
	end_target(target);
}

static void target_of_all_wants_who_runs_its_executable(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, MAPGC_ATTACH_ALL);
	struct mapgc_target *other = new_target(test, other_exe, MAPGC_ATTACH_ALL);
	struct mm_struct *without_exe = kunit_kzalloc(test, sizeof(*without_exe), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, without_exe);
	KUNIT_EXPECT_TRUE(test, cold_wants(target, loader.mm));
	KUNIT_EXPECT_FALSE(test, cold_wants(other, loader.mm));
	KUNIT_EXPECT_FALSE(test, cold_wants(target, without_exe));
	end_target(target);
	end_target(other);
}

/* A process that starts behind a window would have its probes armed for nothing. */
static void hot_probes_are_wanted_in_windows_only(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, MAPGC_ATTACH_ALL);
	u32 round;

	for (round = 0; round < 2; round++) {
		/* The second time it is among the processes. */
		mapgc_window_arm(&target->window, 1, 0);
		KUNIT_EXPECT_TRUE(test, hot_wants(target, loader.mm));
		mapgc_window_open(&target->window);
		KUNIT_EXPECT_TRUE(test, hot_wants(target, loader.mm));
		mapgc_window_shut(&target->window);
		KUNIT_EXPECT_FALSE(test, hot_wants(target, loader.mm));
		steady_wants(test, target, loader.mm);
		KUNIT_EXPECT_TRUE(test, cold_wants(target, loader.mm));
		KUNIT_EXPECT_EQ(test, mapgc_who_add(target, task_pid_nr(loader.task)),
				round ? -EEXIST : 0);
	}
	end_target(target);
}

/* It is silent there: whoever takes that for quiet has it stay without a breakpoint. */
static void refused_process_keeps_a_probe_from_staying(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, MAPGC_ATTACH_ALL);
	struct mapgc_target *other = new_target(test, other_exe, MAPGC_ATTACH_ALL);

	mapgc_window_shut(&target->window);
	mapgc_window_shut(&other->window);
	KUNIT_EXPECT_FALSE(test, hot_wants(target, loader.mm));
	KUNIT_EXPECT_EQ(test, target->probes[0].mode, MAPGC_PROBE_REMOVED);
	/* To a stranger it is nothing. */
	KUNIT_EXPECT_FALSE(test, hot_wants(other, loader.mm));
	KUNIT_EXPECT_EQ(test, other->probes[0].mode, MAPGC_PROBE_WINDOW);
	/* One that was just told to stay does. */
	target->probes[0].mode = MAPGC_PROBE_JOINING;
	mapgc_window_refill(&target->steady, 1);
	KUNIT_EXPECT_TRUE(test, hot_wants(target, loader.mm));
	KUNIT_EXPECT_EQ(test, target->probes[0].mode, MAPGC_PROBE_JOINING);
	mapgc_window_shut(&target->steady);
	end_target(target);
	end_target(other);
}

/* The second consumer of a probe is asked, and the first has to know. */
static void process_that_is_refused_later_does_so_as_well(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, 0);
	struct mapgc_probe *probe = &target->probes[0];

	probe->uc.filter = mapgc_who_filter_hot;
	probe->is_registered = true;
	mapgc_window_shut(&target->window);
	KUNIT_EXPECT_EQ(test, mapgc_probe_refresh(probe, 1, target->inode), 0);
	KUNIT_EXPECT_EQ(test, probe->mode, MAPGC_PROBE_WINDOW);
	KUNIT_EXPECT_EQ(test, mapgc_who_add(target, task_pid_nr(loader.task)), 0);
	KUNIT_EXPECT_EQ(test, mapgc_probe_refresh(probe, 1, target->inode), 0);
	KUNIT_EXPECT_EQ(test, probe->mode, MAPGC_PROBE_REMOVED);
	probe->is_registered = false;
	end_target(target);
}

/**
 * struct admission - what a hit in the loader's address space gets
 * @is_in: it belongs
 * @ret: of the uprobe handler
 */
struct admission {
	bool is_in;
	int ret;
};

static struct admission admit(struct mapgc_target *target)
{
	struct admission got = { .ret = 77 };

	loader_enter();
	got.is_in = mapgc_who_admit(target, &got.ret);
	loader_leave();
	return got;
}

static u64 losses_of(struct kunit *test, struct mapgc_target *target)
{
	struct mapgc_snapshot_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	mapgc_target_snapshot(target, args);
	return args->losses[MAPGC_LOSS_PROCESS_REFUSED];
}

/* A forked child of a listed process has its breakpoints: they are to go. */
static void hit_of_a_stranger_removes_the_probe(struct kunit *test)
{
	struct mapgc_target *listed = new_target(test, loader.exe, 0);
	struct mapgc_target *other = new_target(test, other_exe, MAPGC_ATTACH_ALL);
	struct admission got = admit(listed);

	KUNIT_EXPECT_FALSE(test, got.is_in);
	KUNIT_EXPECT_EQ(test, got.ret, UPROBE_HANDLER_REMOVE);
	got = admit(other);
	KUNIT_EXPECT_FALSE(test, got.is_in);
	KUNIT_EXPECT_EQ(test, got.ret, UPROBE_HANDLER_REMOVE);
	KUNIT_EXPECT_EQ(test, losses_of(test, listed) + losses_of(test, other), 0);
	end_target(listed);
	end_target(other);
}

static void first_hit_takes_a_process_up(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, MAPGC_ATTACH_ALL);
	struct admission got = admit(target);

	KUNIT_EXPECT_TRUE(test, got.is_in);
	KUNIT_EXPECT_EQ(test, target->processes->nr, 1);
	KUNIT_EXPECT_NOT_NULL(test, mapgc_process_find(target->processes, loader.mm));
	end_target(target);
}

/* Its probes stay, for when there is room; its hits are counted until then. */
static void hit_beyond_the_table_is_a_loss(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, loader.exe, MAPGC_ATTACH_ALL);
	struct crew_spaces spaces = crew_spaces(test, MAPGC_PROCESSES_MAX);
	struct crew_process *process = crew_process(test, 100);
	struct admission got;
	u32 i;

	for (i = 0; i < MAPGC_PROCESSES_MAX; i++) {
		process->task.mm = crew_space(&spaces, i);
		KUNIT_EXPECT_EQ(test, mapgc_process_add(target->processes, &process->task,
							crew_space(&spaces, i)), 0);
	}
	for (i = 1; i <= 3; i++) {
		got = admit(target);
		KUNIT_EXPECT_FALSE(test, got.is_in);
		KUNIT_EXPECT_EQ(test, got.ret, 0);
		KUNIT_EXPECT_EQ(test, losses_of(test, target), i);
	}
	mapgc_process_exited(&process->task);
	got = admit(target);
	KUNIT_EXPECT_TRUE(test, got.is_in);
	KUNIT_EXPECT_EQ(test, losses_of(test, target), 3);
	end_target(target);
}

static struct kunit_case who_cases[] = {
	KUNIT_CASE(only_processes_of_the_executable_are_added),
	KUNIT_CASE(who_is_not_there_is_not_added),
	KUNIT_CASE(changed_executable_is_not_taken_up),
	KUNIT_CASE(target_with_a_list_wants_who_is_on_it),
	KUNIT_CASE(target_of_all_wants_who_runs_its_executable),
	KUNIT_CASE(hot_probes_are_wanted_in_windows_only),
	KUNIT_CASE(refused_process_keeps_a_probe_from_staying),
	KUNIT_CASE(process_that_is_refused_later_does_so_as_well),
	KUNIT_CASE(hit_of_a_stranger_removes_the_probe),
	KUNIT_CASE(first_hit_takes_a_process_up),
	KUNIT_CASE(hit_beyond_the_table_is_a_loss),
	{}
};

static struct kunit_suite who_suite = {
	.name = "mapgc_who",
	.suite_init = who_suite_init,
	.suite_exit = who_suite_exit,
	.test_cases = who_cases,
};

kunit_test_suite(who_suite);

MODULE_DESCRIPTION("KUnit suite for whom mapgc watches");
MODULE_LICENSE("GPL");
