/* SPDX-License-Identifier: GPL-2.0 */
/* Reports that arrived: a sink for the report queue. */
#ifndef MAPGC_KUNIT_INBOX_H
#define MAPGC_KUNIT_INBOX_H

#include <kunit/test.h>

#include "module/report.h"

#define INBOX_MAX	8192

/**
 * struct inbox - what arrived
 * @nr: reports; more than INBOX_MAX are only counted
 * @is_slow: the sink holds reports up until it is false again
 * @is_holding: the sink is holding one up
 * @reports: in the order of their arrival
 */
struct inbox {
	u32 nr;
	bool is_slow;
	bool is_holding;
	struct mapgc_report reports[INBOX_MAX];
};

/** inbox_open() - have reports come here */
struct inbox *inbox_open(struct kunit *test);

/** inbox_close() - all that was queued has arrived when this returns */
void inbox_close(void);

#endif /* MAPGC_KUNIT_INBOX_H */
