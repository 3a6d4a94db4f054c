// SPDX-License-Identifier: GPL-2.0
#include "report.h"

#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#define QUEUE_LEN	1024	/* a power of two */

/* @lock: head, tail, seq and entries. Nests in everything, so it is raw; takes nothing. */
static struct {
	raw_spinlock_t lock;
	u32 head;
	u32 tail;
	u64 seq;
	struct mapgc_report entries[QUEUE_LEN];
} queue = { .lock = __RAW_SPIN_LOCK_UNLOCKED(queue.lock) };

/* The worker holds it around a delivery, so that a sink can be taken away. */
static DEFINE_MUTEX(sink_lock);
static void (*current_sink)(const struct mapgc_report *report);

static bool pop(struct mapgc_report *ret)
{
	bool has_one;

	raw_spin_lock(&queue.lock);
	has_one = queue.head != queue.tail;
	if (has_one)
		*ret = queue.entries[queue.tail++ % QUEUE_LEN];
	raw_spin_unlock(&queue.lock);
	return has_one;
}

static void deliver(struct work_struct *work)
{
	struct mapgc_report report;

	mutex_lock(&sink_lock);
	while (pop(&report)) {
		if (current_sink)
			current_sink(&report);
	}
	mutex_unlock(&sink_lock);
}

static DECLARE_WORK(deliver_work, deliver);

bool mapgc_report_push(const struct mapgc_report *report)
{
	struct mapgc_report *entry;
	bool has_room;

	raw_spin_lock(&queue.lock);
	queue.seq++;
	has_room = queue.head - queue.tail < QUEUE_LEN;
	if (has_room) {
		entry = &queue.entries[queue.head++ % QUEUE_LEN];
		*entry = *report;
		entry->seq = queue.seq;
	}
	raw_spin_unlock(&queue.lock);
	schedule_work(&deliver_work);
	return has_room;
}

void mapgc_report_set_sink(void (*sink)(const struct mapgc_report *report))
{
	mutex_lock(&sink_lock);
	current_sink = sink;
	mutex_unlock(&sink_lock);
}

void mapgc_report_exit(void)
{
	flush_work(&deliver_work);
}
