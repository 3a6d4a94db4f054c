// SPDX-License-Identifier: GPL-2.0
#include "crowd.h"

#include <linux/completion.h>
#include <linux/kthread.h>

/**
 * struct crowd - what its members share
 * @run: what they do
 * @ctx: for it
 * @start: nobody runs before all are there
 * @end: completed by each
 */
struct crowd {
	void (*run)(void *ctx, unsigned int member);
	void *ctx;
	struct completion start;
	struct completion end;
};

struct member {
	struct crowd *crowd;
	unsigned int nr;
};

static int live(void *data)
{
	struct member *member = data;
	struct crowd *crowd = member->crowd;

	wait_for_completion(&crowd->start);
	crowd->run(crowd->ctx, member->nr);
	complete(&crowd->end);
	return 0;
}

void crowd_run(struct kunit *test, void (*run)(void *ctx, unsigned int member), void *ctx)
{
	struct member members[CROWD_SIZE];
	struct crowd crowd = { .run = run, .ctx = ctx };
	unsigned int i, nr = 0;

	init_completion(&crowd.start);
	init_completion(&crowd.end);
	for (i = 0; i < CROWD_SIZE; i++) {
		members[i] = (struct member){ &crowd, i };
		if (!IS_ERR(kthread_run(live, &members[i], "mapgc_kunit/%u", i)))
			nr++;
	}
	complete_all(&crowd.start);
	for (i = 0; i < nr; i++)
		wait_for_completion(&crowd.end);
	KUNIT_ASSERT_EQ(test, nr, CROWD_SIZE);
}
