// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/ptrace.h>
#include <linux/uaccess.h>
#include <asm/processor-flags.h>

#include "crowd.h"
#include "executable.h"
#include "loader.h"
#include "module/handler.h"
#include "module/target.h"

/* Offsets in Go structures, as the request says. */
#define G_STACK_HI	8
#define MAPTYPE_ELEM	48

/* Call sites, as offsets in the text. */
#define AT_DEPTH_3	0x10
#define AT_IGNORED	0x20
#define AT_FIRST	0x30	/* depth 1, remembered */
#define AT_DEEPEST	0x40	/* MAPGC_DEPTHS, remembered */
#define AT_BEHIND	0x50	/* one deeper than what ran before, remembered */
#define AT_SAME		0x60	/* on the map of what ran before */
#define AT_SEVENTH	0x70	/* depth 7 behind AT_FIRST */
#define NOWHERE		0x999	/* not in the table */

static const struct mapgc_callsite callsites[] = {
	{ AT_DEPTH_3, MAPGC_VERDICT_DEPTH, 3, 0 },
	{ AT_IGNORED, MAPGC_VERDICT_IGNORE, 0, 0 },
	{ AT_FIRST, MAPGC_VERDICT_DEPTH, 1, MAPGC_CALLSITE_REMEMBER },
	{ AT_DEEPEST, MAPGC_VERDICT_DEPTH, MAPGC_DEPTHS, MAPGC_CALLSITE_REMEMBER },
	{ AT_BEHIND, MAPGC_VERDICT_AFTER, 0, MAPGC_CALLSITE_REMEMBER },
	{ AT_SAME, MAPGC_VERDICT_AFTER, 0, 0 },
	{ AT_SEVENTH, MAPGC_VERDICT_AFTER, 0, 0 },
};

/* Sorted, as a request has them. */
static const struct mapgc_transition transitions[] = {
	{ AT_BEHIND, AT_FIRST, MAPGC_TRANSITION_BEHIND },
	{ AT_BEHIND, AT_DEEPEST, MAPGC_TRANSITION_BEHIND },
	{ AT_BEHIND, AT_BEHIND, MAPGC_TRANSITION_BEHIND },
	{ AT_SAME, AT_DEEPEST, MAPGC_TRANSITION_SAME },
	{ AT_SAME, AT_BEHIND, MAPGC_TRANSITION_SAME },
	{ AT_SEVENTH, AT_FIRST, 7 },
};

static struct file *exe;

static int handler_suite_init(struct kunit_suite *suite)
{
	int err = loader_suite_init(suite);

	if (err)
		return err;
	exe = executable_create();
	return PTR_ERR_OR_ZERO(exe);
}

static void handler_suite_exit(struct kunit_suite *suite)
{
	if (!IS_ERR_OR_NULL(exe))
		fput(exe);
	loader_suite_exit(suite);
}

/**
 * struct memory - what a hit reads of its goroutine, in the user's memory
 * @return_address: on top of the stack
 * @g: the goroutine
 * @type: of the map
 */
struct memory {
	unsigned long return_address;
	char g[G_STACK_HI + sizeof(unsigned long)];
	char type[MAPTYPE_ELEM + sizeof(unsigned long)];
};

/**
 * struct thread - a probed thread
 * @target: watches it
 * @probe: at a map function
 * @regs: there
 * @memory: to be written where @at is
 * @at: address of its memory, 0 before the first hit
 */
struct thread {
	struct mapgc_target *target;
	struct mapgc_probe probe;
	struct pt_regs regs;
	struct memory memory;
	unsigned long at;
};

/* Probes are made here, so that the target needs none. */
static struct mapgc_target *new_target(struct kunit *test, u32 flags)
{
	struct mapgc_request *request = executable_request(test, exe, 1);
	struct mapgc_target *target;

	request->args.hdr.flags = flags;
	request->args.layout.g_stack_hi = G_STACK_HI;
	request->args.layout.maptype_elem = MAPTYPE_ELEM;
	request->callsites = (struct mapgc_callsite *)callsites;
	request->args.nr_callsites = ARRAY_SIZE(callsites);
	request->transitions = (struct mapgc_transition *)transitions;
	request->args.nr_transitions = ARRAY_SIZE(transitions);
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	KUNIT_EXPECT_EQ(test, mapgc_process_add(target->processes, loader.task, loader.mm), 0);
	mapgc_window_arm(&target->window, 1000000, 0);
	mapgc_window_open(&target->window);
	return target;
}

static void end_target(struct mapgc_target *target)
{
	mapgc_process_remove_all(target->processes);
	mapgc_process_exit();
	mapgc_target_put(target);
}

static struct thread *new_thread(struct kunit *test, struct mapgc_target *target)
{
	struct thread *thread = kunit_kzalloc(test, sizeof(*thread), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	thread->target = target;
	thread->probe.target = target;
	thread->probe.hits = target->probe_hits;
	thread->probe.key_base = EXECUTABLE_VA - EXECUTABLE_TEXT_VA;
	thread->probe.op = MAPGC_OP_READ;
	/* Loaded elsewhere than linked. */
	thread->regs.ip = EXECUTABLE_VA + 0x5000;
	return thread;
}

static int handle(struct thread *thread)
{
#ifdef HAVE_UPROBE_HANDLER_DATA
	return mapgc_handle_map_op(&thread->probe.uc, &thread->regs, NULL);
#else
	return mapgc_handle_map_op(&thread->probe.uc, &thread->regs);
#endif
}

static void write_memory(struct thread *thread, unsigned long stack_hi, unsigned long elem)
{
	struct memory *memory = &thread->memory;

	memcpy(memory->g + G_STACK_HI, &stack_hi, sizeof(stack_hi));
	memcpy(memory->type + MAPTYPE_ELEM, &elem, sizeof(elem));
	if (copy_to_user((void __user *)thread->at, memory, sizeof(*memory)))
		thread->at = 0;
}

/*
 * A map function is entered in frame @frame, called from @return_off. The map has
 * the type of what it holds, so that any two operations look like a chain.
 */
static int hit_in(struct thread *thread, u32 return_off, unsigned long frame)
{
	int ret;

	loader_enter();
	if (!thread->at)
		thread->at = loader_copy(&thread->memory, sizeof(thread->memory));
	thread->memory.return_address = EXECUTABLE_TEXT_VA + 0x5000 + return_off;
	thread->regs.sp = thread->at;
	thread->regs.r14 = thread->at + offsetof(struct memory, g);
	thread->regs.ax = thread->at + offsetof(struct memory, type);
	write_memory(thread, thread->at + frame, thread->regs.ax);
	ret = handle(thread);
	loader_leave();
	return ret;
}

static int hit(struct thread *thread, u32 return_off)
{
	return hit_in(thread, return_off, 4096);
}

static struct mapgc_snapshot_args *figures_of(struct kunit *test, struct mapgc_target *target)
{
	struct mapgc_snapshot_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	mapgc_target_snapshot(target, args);
	return args;
}

static void expect_reads(struct kunit *test, struct mapgc_target *target, u32 depth, u64 nr)
{
	const struct mapgc_snapshot_args *args = figures_of(test, target);

	KUNIT_EXPECT_EQ_MSG(test, args->ops[MAPGC_OP_READ][depth - 1], nr, "depth %u", depth);
}

static void expect_inferred(struct kunit *test, struct mapgc_target *target, u32 depth, u64 nr)
{
	const struct mapgc_snapshot_args *args = figures_of(test, target);

	KUNIT_EXPECT_EQ_MSG(test, args->inferred[MAPGC_OP_READ][depth - 1], nr, "depth %u",
			    depth);
}

static void expect_edges(struct kunit *test, struct mapgc_target *target, u64 nr)
{
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->edges[MAPGC_OP_READ], nr);
}

static u64 loss_of(struct kunit *test, struct mapgc_target *target, enum mapgc_loss loss)
{
	return figures_of(test, target)->losses[loss];
}

static void verdicts_say_what_is_counted(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);
	u8 op;

	for (op = 0; op < MAPGC_OPS; op++) {
		thread->probe.op = op;
		KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
		KUNIT_EXPECT_EQ(test, figures_of(test, target)->ops[op][2], 1);
	}
	KUNIT_EXPECT_EQ(test, hit(thread, AT_IGNORED), 0);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->ignored, 1);
	thread->regs.flags = X86_EFLAGS_CF;
	hit(thread, AT_DEPTH_3);
	thread->regs.flags = X86_EFLAGS_ZF;
	hit(thread, AT_DEPTH_3);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->reexecutions, 2);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, MAPGC_OPS + 3);
	end_target(target);
}

/* What does not follow from others counts once, whatever windows there are. */
static void steady_probe_counts_without_windows(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);
	const struct mapgc_snapshot_args *args;

	thread->probe.mode = MAPGC_PROBE_STEADY;
	mapgc_window_refill(&target->steady, 1000000);
	hit(thread, AT_DEPTH_3);
	mapgc_window_shut(&target->window);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_IGNORED), 0);
	thread->regs.flags = X86_EFLAGS_CF;
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	args = figures_of(test, target);
	KUNIT_EXPECT_EQ(test, args->ops[MAPGC_OP_READ][2], 2);
	KUNIT_EXPECT_EQ(test, args->ignored, 1);
	KUNIT_EXPECT_EQ(test, args->reexecutions, 1);
	KUNIT_EXPECT_EQ(test, args->steady_hits, 4);
	KUNIT_EXPECT_EQ(test, args->hits, 4);
	KUNIT_EXPECT_EQ(test, args->uncounted, 0);
	end_target(target);
}

static void steady_probe_leaves_chains_to_windows(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);
	const struct mapgc_snapshot_args *args;

	thread->probe.mode = MAPGC_PROBE_STEADY;
	mapgc_window_refill(&target->steady, 1000000);
	hit(thread, AT_FIRST);
	hit(thread, AT_SEVENTH);
	args = figures_of(test, target);
	KUNIT_EXPECT_EQ(test, args->ops[MAPGC_OP_READ][6], 1);
	KUNIT_EXPECT_EQ(test, args->steady_hits, 0);
	mapgc_window_shut(&target->window);
	/* In the middle of a chain, of which nobody knows what went before. */
	KUNIT_EXPECT_EQ(test, hit(thread, AT_FIRST), 0);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_SEVENTH), 0);
	KUNIT_EXPECT_EQ(test, hit(thread, NOWHERE), 0);
	args = figures_of(test, target);
	KUNIT_EXPECT_EQ(test, args->hits, 2);
	KUNIT_EXPECT_EQ(test, args->uncounted, 3);
	end_target(target);
}

/* One that joins costs, and counts with the next period; a gate that is spent ends both. */
static void steady_gate_bounds_its_probes(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	mapgc_window_shut(&target->window);
	mapgc_window_refill(&target->steady, 2);
	thread->probe.mode = MAPGC_PROBE_JOINING;
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 0);
	thread->probe.mode = MAPGC_PROBE_STEADY;
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 1);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), UPROBE_HANDLER_REMOVE);
	KUNIT_EXPECT_TRUE(test, mapgc_window_is_spent(&target->steady));
	/* In a window chains go on, and the rest is this period's no more; both are bounded. */
	mapgc_window_arm(&target->window, 2, 0);
	mapgc_window_open(&target->window);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_FIRST), 0);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 2);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->uncounted, 3);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), UPROBE_HANDLER_REMOVE);
	KUNIT_EXPECT_TRUE(test, mapgc_window_is_spent(&target->window));
	end_target(target);
}

static void closed_windows_count_nothing(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	mapgc_window_shut(&target->window);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), UPROBE_HANDLER_REMOVE);
	KUNIT_EXPECT_EQ(test, thread->probe.mode, MAPGC_PROBE_REMOVED);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->uncounted, 1);
	/* One of three is gone before the window opens. */
	mapgc_window_arm(&target->window, 3, 0);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 0);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->uncounted, 2);

	mapgc_window_open(&target->window);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), 0);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), UPROBE_HANDLER_REMOVE);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 2);
	end_target(target);
}

static void strangers_count_nothing(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	mapgc_process_exited(loader.task);
	KUNIT_EXPECT_EQ(test, hit(thread, AT_DEPTH_3), UPROBE_HANDLER_REMOVE);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 0);
	end_target(target);
}

static void chains_follow_the_transitions(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	hit(thread, AT_FIRST);
	hit(thread, AT_BEHIND);
	expect_reads(test, target, 2, 1);
	hit(thread, AT_BEHIND);
	expect_reads(test, target, 3, 1);
	/* Not remembered itself: the next one is on the same map, too. */
	hit(thread, AT_SAME);
	hit(thread, AT_SAME);
	expect_reads(test, target, 3, 3);
	hit(thread, AT_FIRST);
	hit(thread, AT_SEVENTH);
	expect_reads(test, target, 7, 1);
	KUNIT_EXPECT_NULL(test, memchr_inv(figures_of(test, target)->inferred, 0,
					   sizeof_field(struct mapgc_snapshot_args, inferred)));
	end_target(target);
}

static void deepest_is_capped_and_counted(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	hit(thread, AT_DEEPEST);
	hit(thread, AT_SAME);
	expect_reads(test, target, MAPGC_DEPTHS, 2);
	KUNIT_EXPECT_EQ(test, loss_of(test, target, MAPGC_LOSS_DEPTH_CAPPED), 0);
	hit(thread, AT_BEHIND);
	hit(thread, AT_BEHIND);
	expect_reads(test, target, MAPGC_DEPTHS, 4);
	KUNIT_EXPECT_EQ(test, loss_of(test, target, MAPGC_LOSS_DEPTH_CAPPED), 2);
	end_target(target);
}

/* Neither of another frame nor of another window, where others ran unseen. */
static void memory_is_of_one_frame_in_one_window(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	hit_in(thread, AT_FIRST, 4096);
	hit_in(thread, AT_BEHIND, 8192);
	expect_edges(test, target, 1);
	hit_in(thread, AT_BEHIND, 4096);
	expect_reads(test, target, 2, 1);

	hit_in(thread, AT_FIRST, 4096);
	mapgc_window_shut(&target->window);
	mapgc_window_arm(&target->window, 100, 0);
	mapgc_window_open(&target->window);
	hit_in(thread, AT_BEHIND, 4096);
	expect_edges(test, target, 2);
	end_target(target);
}

/* What follows from an edge is one as well, by data flow or by type. */
static void edges_make_edges(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	hit(thread, AT_BEHIND);
	hit(thread, AT_BEHIND);
	expect_edges(test, target, 2);
	hit(thread, NOWHERE);
	expect_edges(test, target, 3);
	hit(thread, AT_FIRST);
	hit(thread, AT_BEHIND);
	expect_edges(test, target, 3);
	expect_reads(test, target, 2, 1);
	end_target(target);
}

static void unknown_call_sites_are_inferred(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);

	hit(thread, NOWHERE);
	expect_inferred(test, target, 1, 1);
	/* On the map that it found, further down the code; then further up. */
	hit(thread, NOWHERE + 1);
	expect_inferred(test, target, 2, 1);
	hit(thread, NOWHERE);
	expect_inferred(test, target, 1, 2);
	end_target(target);
}

/* So many frames at once that the table cannot remember them all: that is a loss. */
static void forgotten_frames_are_counted(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);
	/* Twice as many as there is room for. */
	u32 nr = 2 * MAPGC_CHAIN_WAYS << MAPGC_CHAIN_ORDER, i;
	u64 known;

	for (i = 1; i <= nr; i++)
		hit_in(thread, AT_FIRST, 64 * i);
	for (i = 1; i <= nr; i++)
		hit_in(thread, AT_SEVENTH, 64 * i);
	known = figures_of(test, target)->ops[MAPGC_OP_READ][6];
	KUNIT_EXPECT_GT(test, known, 0);
	KUNIT_EXPECT_LE(test, known, nr / 2);
	KUNIT_EXPECT_EQ(test, loss_of(test, target, MAPGC_LOSS_CHAIN_EVICTED), nr - known);
	expect_edges(test, target, nr - known);
	end_target(target);
}

/* Memory that is not there, or not the user's: counted as that, and as nothing else. */
static void memory_that_cannot_be_read_is_a_loss(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, 0);
	struct thread *thread = new_thread(test, target);
	const unsigned long addresses[] = {
		0, 1UL << 47, ~0UL - 7, (unsigned long)&thread->memory,
	};
	size_t i;

	hit(thread, AT_DEPTH_3);
	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		thread->regs.sp = addresses[i];
		loader_enter();
		KUNIT_EXPECT_EQ(test, handle(thread), 0);
		loader_leave();
		KUNIT_EXPECT_EQ(test, loss_of(test, target, MAPGC_LOSS_USER_FAULT), i + 1);
	}
	thread->memory.return_address = EXECUTABLE_TEXT_VA + 0x5000 + AT_FIRST;
	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		loader_enter();
		write_memory(thread, 0, 0);
		thread->regs.sp = thread->at;
		thread->regs.r14 = addresses[i] - G_STACK_HI;
		KUNIT_EXPECT_EQ(test, handle(thread), 0);
		loader_leave();
	}
	KUNIT_EXPECT_EQ(test, loss_of(test, target, MAPGC_LOSS_USER_FAULT),
			2 * ARRAY_SIZE(addresses));
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, 1);
	end_target(target);
}

#define HITS	3000

static void hit_often(void *ctx, unsigned int member)
{
	struct thread **threads = ctx;
	u32 i;

	for (i = 0; i < HITS / 3; i++) {
		hit(threads[member], AT_FIRST);
		hit(threads[member], AT_BEHIND);
		hit(threads[member], AT_DEPTH_3);
	}
}

/* Goroutines of one process do not disturb each other, and no hit is lost. */
static void threads_count_on_their_own(struct kunit *test)
{
	struct mapgc_target *target = new_target(test, MAPGC_ATTACH_EXACT);
	struct thread *threads[CROWD_SIZE];
	u32 i;

	for (i = 0; i < CROWD_SIZE; i++)
		threads[i] = new_thread(test, target);
	crowd_run(test, hit_often, threads);
	for (i = 1; i <= 3; i++)
		expect_reads(test, target, i, CROWD_SIZE * HITS / 3);
	KUNIT_EXPECT_EQ(test, figures_of(test, target)->hits, CROWD_SIZE * HITS);
	end_target(target);
}

static struct kunit_case handler_cases[] = {
	KUNIT_CASE(verdicts_say_what_is_counted),
	KUNIT_CASE(steady_probe_counts_without_windows),
	KUNIT_CASE(steady_probe_leaves_chains_to_windows),
	KUNIT_CASE(steady_gate_bounds_its_probes),
	KUNIT_CASE(closed_windows_count_nothing),
	KUNIT_CASE(strangers_count_nothing),
	KUNIT_CASE(chains_follow_the_transitions),
	KUNIT_CASE(deepest_is_capped_and_counted),
	KUNIT_CASE(memory_is_of_one_frame_in_one_window),
	KUNIT_CASE(edges_make_edges),
	KUNIT_CASE(unknown_call_sites_are_inferred),
	KUNIT_CASE(forgotten_frames_are_counted),
	KUNIT_CASE(memory_that_cannot_be_read_is_a_loss),
	KUNIT_CASE(threads_count_on_their_own),
	{}
};

static struct kunit_suite handler_map_suite = {
	.name = "mapgc_handler_map",
	.suite_init = handler_suite_init,
	.suite_exit = handler_suite_exit,
	.test_cases = handler_cases,
};

kunit_test_suite(handler_map_suite);

MODULE_DESCRIPTION("KUnit suite for the hits of map operations");
MODULE_LICENSE("GPL");
