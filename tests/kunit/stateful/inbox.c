// SPDX-License-Identifier: GPL-2.0
#include "inbox.h"

#include "deadline.h"

/* A sink is given nothing but the report. */
static struct inbox *inbox;

static void arrive(const struct mapgc_report *report)
{
	u32 nr = inbox->nr;

	WRITE_ONCE(inbox->is_holding, true);
	wait_until(!READ_ONCE(inbox->is_slow));
	WRITE_ONCE(inbox->is_holding, false);
	if (nr < INBOX_MAX)
		inbox->reports[nr] = *report;
	WRITE_ONCE(inbox->nr, nr + 1);
}

struct inbox *inbox_open(struct kunit *test)
{
	struct inbox *new = kunit_kzalloc(test, sizeof(*new), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, new);
	/* What other suites left behind is none of this one's. */
	mapgc_report_exit();
	inbox = new;
	mapgc_report_set_sink(arrive);
	return new;
}

void inbox_close(void)
{
	mapgc_report_exit();
	mapgc_report_set_sink(NULL);
}
