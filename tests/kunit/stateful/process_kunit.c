// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/hash.h>

#include "crew.h"
#include "crowd.h"
#include "deadline.h"
#include "module/process.h"
#include "module/stats.h"

#define SLOTS	(1 << MAPGC_PROCESS_ORDER)

/* Address spaces to choose from: some for every slot. */
#define SPACES	(16 * SLOTS)

static struct mapgc_processes *new_table(struct kunit *test)
{
	struct mapgc_processes *table = kunit_kzalloc(test, sizeof(*table), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, table);
	table->stats = mapgc_stats_create();
	KUNIT_ASSERT_TRUE(test, table->stats);
	table->target_id = 7;
	return table;
}

static void end_table(struct mapgc_processes *table)
{
	mapgc_process_remove_all(table);
	mapgc_process_exit();
	mapgc_stats_destroy(table->stats);
}

static int add(struct mapgc_processes *table, struct crew_process *process,
	       struct mm_struct *mm)
{
	process->task.mm = mm;
	return mapgc_process_add(table, &process->task, mm);
}

static void expect_member(struct kunit *test, struct mapgc_processes *table,
			  struct mm_struct *mm)
{
	struct mapgc_process *process = mapgc_process_find(table, mm);

	KUNIT_EXPECT_NOT_NULL(test, process);
	if (process)
		KUNIT_EXPECT_PTR_EQ(test, process->mm, mm);
}

static void expect_stranger(struct kunit *test, struct mapgc_processes *table,
			    struct mm_struct *mm)
{
	KUNIT_EXPECT_NULL(test, mapgc_process_find(table, mm));
}

/* Its target is freed soon: a process that came late would point to nothing. */
static void table_that_ended_takes_nobody(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, 2);
	struct crew_process *process = crew_process(test, 100);

	KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, 0)), 0);
	mapgc_process_remove_all(table);
	KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, 1)), -ENOENT);
	KUNIT_EXPECT_EQ(test, table->nr, 0);
	expect_stranger(test, table, crew_space(&spaces, 1));
	end_table(table);
}

static void table_is_full_at_its_limit(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, MAPGC_PROCESSES_MAX + 1);
	struct crew_process *process = crew_process(test, 100);
	u32 i;

	for (i = 0; i < MAPGC_PROCESSES_MAX; i++)
		KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, i)), 0);
	KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, i)), -ENOSPC);
	KUNIT_EXPECT_EQ(test, table->nr, MAPGC_PROCESSES_MAX);
	expect_stranger(test, table, crew_space(&spaces, i));

	/* One that is there already is no further one. */
	KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, 5)), -EEXIST);
	KUNIT_EXPECT_EQ(test, table->nr, MAPGC_PROCESSES_MAX);
	for (i = 0; i < MAPGC_PROCESSES_MAX; i++)
		expect_member(test, table, crew_space(&spaces, i));

	end_table(table);
	KUNIT_EXPECT_EQ(test, table->nr, 0);
	for (i = 0; i < spaces.nr; i++) {
		expect_stranger(test, table, crew_space(&spaces, i));
		KUNIT_EXPECT_EQ(test, crew_references(crew_space(&spaces, i)), 0);
	}
	KUNIT_EXPECT_EQ(test, refcount_read(&process->pid->count), 1);
}

/* Address spaces whose search begins in the last slot: it goes on in the first ones. */
static void search_goes_around_the_end(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, SPACES);
	struct crew_process *process = crew_process(test, 100);
	struct mm_struct *last[8];
	u32 i, nr = 0;

	for (i = 0; i < spaces.nr && nr < ARRAY_SIZE(last); i++) {
		struct mm_struct *mm = crew_space(&spaces, i);

		if (hash_ptr(mm, MAPGC_PROCESS_ORDER) == SLOTS - 1)
			last[nr++] = mm;
	}
	KUNIT_ASSERT_GE(test, nr, 4U);
	for (i = 0; i + 1 < nr; i++)
		KUNIT_EXPECT_EQ(test, add(table, process, last[i]), 0);
	expect_stranger(test, table, last[nr - 1]);
	for (i = 0; i + 1 < nr; i++)
		expect_member(test, table, last[i]);
	end_table(table);
}

/* A place that became free in the middle of a search does not end it. */
static void those_behind_a_freed_place_are_found(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, SPACES);
	struct crew_process *processes[3];
	struct mm_struct *same[3];
	u32 i, nr = 0, slot = hash_ptr(crew_space(&spaces, 0), MAPGC_PROCESS_ORDER);

	for (i = 0; i < spaces.nr && nr < 3; i++)
		if (hash_ptr(crew_space(&spaces, i), MAPGC_PROCESS_ORDER) == slot)
			same[nr++] = crew_space(&spaces, i);
	KUNIT_ASSERT_EQ(test, nr, 3);
	for (i = 0; i < 3; i++) {
		processes[i] = crew_process(test, 100 + i);
		KUNIT_EXPECT_EQ(test, add(table, processes[i], same[i]), 0);
	}
	mapgc_process_exited(&processes[0]->task);
	expect_stranger(test, table, same[0]);
	expect_member(test, table, same[1]);
	mapgc_process_exited(&processes[1]->task);
	expect_member(test, table, same[2]);

	/* The free place is taken, once. */
	KUNIT_EXPECT_EQ(test, add(table, processes[0], same[0]), 0);
	KUNIT_EXPECT_EQ(test, add(table, processes[2], same[2]), -EEXIST);
	KUNIT_EXPECT_EQ(test, table->nr, 2);
	mapgc_process_exited(&processes[2]->task);
	expect_stranger(test, table, same[2]);
	end_table(table);
}

/* One lives on while so many come and go that every free place was used once. */
static void churn_leaves_a_table_that_works(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, SPACES);
	struct crew_process *stays = crew_process(test, 100), *goes = crew_process(test, 101);
	u32 i;

	KUNIT_EXPECT_EQ(test, add(table, stays, crew_space(&spaces, 0)), 0);
	for (i = 1; i < spaces.nr - 1; i++) {
		KUNIT_ASSERT_EQ(test, add(table, goes, crew_space(&spaces, i)), 0);
		expect_member(test, table, crew_space(&spaces, i));
		mapgc_process_exited(&goes->task);
		expect_stranger(test, table, crew_space(&spaces, i));
	}
	for (i = 0; i < SLOTS; i++)
		KUNIT_EXPECT_NOT_NULL(test, table->slots[i].mm);
	expect_member(test, table, crew_space(&spaces, 0));
	expect_stranger(test, table, crew_space(&spaces, spaces.nr - 1));
	KUNIT_EXPECT_EQ(test, table->nr, 1);

	/* The last one out leaves an empty table. */
	mapgc_process_exited(&stays->task);
	for (i = 0; i < SLOTS; i++)
		KUNIT_EXPECT_NULL(test, table->slots[i].mm);
	end_table(table);
	for (i = 0; i < spaces.nr; i++)
		KUNIT_EXPECT_EQ(test, crew_references(crew_space(&spaces, i)), 0);
}

static void exec_keeps_the_new_address_space_only(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, 3);
	struct crew_process *process = crew_process(test, 100), *other = crew_process(test, 101);

	KUNIT_EXPECT_EQ(test, add(table, other, crew_space(&spaces, 2)), 0);
	KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, 0)), 0);
	/* Its first hit came before the hook did. */
	KUNIT_EXPECT_EQ(test, add(table, process, crew_space(&spaces, 1)), 0);
	mapgc_process_execed(&process->task);
	expect_stranger(test, table, crew_space(&spaces, 0));
	expect_member(test, table, crew_space(&spaces, 1));
	expect_member(test, table, crew_space(&spaces, 2));

	mapgc_process_exited(&process->task);
	expect_stranger(test, table, crew_space(&spaces, 1));
	expect_member(test, table, crew_space(&spaces, 2));
	end_table(table);
}

static void exit_is_from_every_target(struct kunit *test)
{
	struct mapgc_processes *a = new_table(test), *b = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, 1);
	struct crew_process *process = crew_process(test, 100);
	struct mm_struct *mm = crew_space(&spaces, 0);

	KUNIT_EXPECT_EQ(test, add(a, process, mm), 0);
	KUNIT_EXPECT_EQ(test, add(b, process, mm), 0);
	KUNIT_EXPECT_EQ(test, crew_references(mm), 2);
	mapgc_process_exited(&process->task);
	expect_stranger(test, a, mm);
	expect_stranger(test, b, mm);
	end_table(a);
	end_table(b);
	KUNIT_EXPECT_EQ(test, crew_references(mm), 0);
}

static void who_is_let_go_stays_with_other_targets(struct kunit *test)
{
	struct mapgc_processes *a = new_table(test), *b = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, 2);
	struct crew_process *process = crew_process(test, 100);
	struct crew_process *other = crew_process(test, 101);
	struct mm_struct *mm = crew_space(&spaces, 0);

	KUNIT_EXPECT_EQ(test, add(a, process, mm), 0);
	KUNIT_EXPECT_EQ(test, add(b, process, mm), 0);
	KUNIT_EXPECT_EQ(test, add(a, other, crew_space(&spaces, 1)), 0);
	mapgc_process_remove(a, process->pid);
	expect_stranger(test, a, mm);
	expect_member(test, a, crew_space(&spaces, 1));
	expect_member(test, b, mm);
	mapgc_process_remove(a, process->pid);
	KUNIT_EXPECT_EQ(test, a->nr, 1);
	KUNIT_EXPECT_EQ(test, add(a, process, mm), 0);
	end_table(a);
	end_table(b);
	KUNIT_EXPECT_EQ(test, crew_references(mm), 0);
}

/* Its exit may come, unseen by the hook, before it is in the table. */
static void one_that_is_gone_is_not_taken_up(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, 1);
	struct crew_process *process = crew_process(test, 100);
	struct mm_struct *mm = crew_space(&spaces, 0);

	process->task.mm = NULL;
	KUNIT_EXPECT_EQ(test, mapgc_process_add(table, &process->task, mm), -ESRCH);
	KUNIT_EXPECT_EQ(test, table->nr, 0);
	expect_stranger(test, table, mm);
	end_table(table);
	KUNIT_EXPECT_EQ(test, crew_references(mm), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&process->pid->count), 1);
}

static void count_cycle(struct mapgc_process *process, void *ctx)
{
	process->cycles++;
	*(u64 *)ctx = process->cycles;
}

static void update_meets_members_only(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, 2);
	struct crew_process *process = crew_process(test, 100);
	struct mm_struct *mm = crew_space(&spaces, 0);
	u64 cycles = 0;

	KUNIT_EXPECT_FALSE(test, mapgc_process_update(table, mm, count_cycle, &cycles));
	KUNIT_EXPECT_EQ(test, add(table, process, mm), 0);
	KUNIT_EXPECT_TRUE(test, mapgc_process_update(table, mm, count_cycle, &cycles));
	KUNIT_EXPECT_TRUE(test, mapgc_process_update(table, mm, count_cycle, &cycles));
	KUNIT_EXPECT_EQ(test, cycles, 2);
	KUNIT_EXPECT_FALSE(test, mapgc_process_update(table, crew_space(&spaces, 1),
						      count_cycle, &cycles));
	mapgc_process_exited(&process->task);
	KUNIT_EXPECT_FALSE(test, mapgc_process_update(table, mm, count_cycle, &cycles));
	KUNIT_EXPECT_EQ(test, cycles, 2);

	/* Who comes back begins anew. */
	KUNIT_EXPECT_EQ(test, add(table, process, mm), 0);
	KUNIT_EXPECT_TRUE(test, mapgc_process_update(table, mm, count_cycle, &cycles));
	KUNIT_EXPECT_EQ(test, cycles, 1);
	end_table(table);
}

static void list_has_every_member_once(struct kunit *test)
{
	struct mapgc_processes *table = new_table(test);
	struct crew_spaces spaces = crew_spaces(test, MAPGC_PROCESSES_MAX);
	struct mapgc_pid *pids = kunit_kcalloc(test, MAPGC_PROCESSES_MAX, sizeof(*pids),
					       GFP_KERNEL);
	bool *seen = kunit_kcalloc(test, MAPGC_PROCESSES_MAX, sizeof(*seen), GFP_KERNEL);
	u32 i, nr;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pids);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, seen);
	KUNIT_EXPECT_EQ(test, mapgc_process_list(table, pids), 0);
	for (i = 0; i < MAPGC_PROCESSES_MAX; i++)
		KUNIT_EXPECT_EQ(test, add(table, crew_process(test, 1000 + i),
					  crew_space(&spaces, i)), 0);
	nr = mapgc_process_list(table, pids);
	KUNIT_ASSERT_EQ(test, nr, MAPGC_PROCESSES_MAX);
	for (i = 0; i < nr; i++) {
		u32 of = pids[i].host_pid - 1000;

		KUNIT_ASSERT_LE(test, of, MAPGC_PROCESSES_MAX - 1);
		KUNIT_EXPECT_FALSE(test, seen[of]);
		KUNIT_EXPECT_EQ(test, pids[i].pid, pids[i].host_pid);
		seen[of] = true;
	}
	end_table(table);
}

/**
 * struct traffic - members 1 and up come and go, 0 looks for one who stays
 * @table: where
 * @spaces: that they have in turn
 * @processes: one for each
 * @stays: address space that member 0 looks for
 * @nr_movers: of the others, still at it
 * @rounds: how often they come and go
 * @nr_lost: how often who stays was not found
 * @nr_failed: by member, how often it could not come
 */
struct traffic {
	struct mapgc_processes *table;
	struct crew_spaces spaces;
	struct crew_process *processes[CROWD_SIZE];
	struct mm_struct *stays;
	atomic_t nr_movers;
	u32 rounds;
	u32 nr_lost;
	u32 nr_failed[CROWD_SIZE];
};

static void move(void *ctx, unsigned int member)
{
	struct traffic *traffic = ctx;
	u32 i;

	for (i = 0; member && i < traffic->rounds; i++) {
		u32 space = 1 + (i * CROWD_SIZE + member) % (traffic->spaces.nr - 1);

		if (add(traffic->table, traffic->processes[member],
			crew_space(&traffic->spaces, space)))
			traffic->nr_failed[member]++;
		mapgc_process_exited(&traffic->processes[member]->task);
	}
	if (member) {
		atomic_dec(&traffic->nr_movers);
		return;
	}
	while (atomic_read(&traffic->nr_movers)) {
		struct mapgc_process *found = mapgc_process_find(traffic->table, traffic->stays);

		traffic->nr_lost += !found;
		cond_resched();
	}
}

static void one_who_stays_is_found_at_any_time(struct kunit *test)
{
	struct traffic *traffic = kunit_kzalloc(test, sizeof(*traffic), GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, traffic);
	traffic->table = new_table(test);
	traffic->spaces = crew_spaces(test, SPACES);
	traffic->stays = crew_space(&traffic->spaces, 0);
	traffic->rounds = 1000;
	atomic_set(&traffic->nr_movers, CROWD_SIZE - 1);
	for (i = 0; i < CROWD_SIZE; i++)
		traffic->processes[i] = crew_process(test, 100 + i);
	KUNIT_EXPECT_EQ(test, add(traffic->table, traffic->processes[0], traffic->stays), 0);

	crowd_run(test, move, traffic);
	KUNIT_EXPECT_EQ(test, traffic->nr_lost, 0);
	for (i = 0; i < CROWD_SIZE; i++)
		KUNIT_EXPECT_EQ(test, traffic->nr_failed[i], 0);
	KUNIT_EXPECT_EQ(test, traffic->table->nr, 1);
	end_table(traffic->table);
	for (i = 0; i < traffic->spaces.nr; i++)
		KUNIT_EXPECT_EQ(test, crew_references(crew_space(&traffic->spaces, i)), 0);
}

static struct kunit_case process_cases[] = {
	KUNIT_CASE(table_is_full_at_its_limit),
	KUNIT_CASE(search_goes_around_the_end),
	KUNIT_CASE(those_behind_a_freed_place_are_found),
	KUNIT_CASE(churn_leaves_a_table_that_works),
	KUNIT_CASE(exec_keeps_the_new_address_space_only),
	KUNIT_CASE(exit_is_from_every_target),
	KUNIT_CASE(who_is_let_go_stays_with_other_targets),
	KUNIT_CASE(one_that_is_gone_is_not_taken_up),
	KUNIT_CASE(update_meets_members_only),
	KUNIT_CASE(list_has_every_member_once),
	KUNIT_CASE(table_that_ended_takes_nobody),
	KUNIT_CASE(one_who_stays_is_found_at_any_time),
	{}
};

static struct kunit_suite process_suite = {
	.name = "mapgc_process",
	.test_cases = process_cases,
};

kunit_test_suite(process_suite);

MODULE_DESCRIPTION("KUnit suite for the process tables of mapgc");
MODULE_LICENSE("GPL");
