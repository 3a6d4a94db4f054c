/* SPDX-License-Identifier: GPL-2.0 */
/* Counts what is missing in a stream of numbered events. */
#ifndef MAPGC_CLIENT_SEQUENCE_H
#define MAPGC_CLIENT_SEQUENCE_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct sequence - position in the stream; all zero before the first event
 * @next: number of the event that follows the last one seen
 * @has_started: an event was seen
 * @is_overrun: the socket reported a loss whose size no gap has shown yet
 */
struct sequence {
	uint64_t next;
	bool has_started;
	bool is_overrun;
};

/**
 * sequence_take() - an event with number @seq came
 *
 * Return: how many were lost before it and are not counted yet.
 */
uint64_t sequence_take(struct sequence *sequence, uint64_t seq);

/**
 * sequence_overrun() - the socket says that something was lost
 *
 * How much, the next gap tells; until then it counts as one. What was in the
 * socket's buffer before the loss comes first, without a gap.
 * Return: how many more to count as lost, 0 or 1.
 */
uint64_t sequence_overrun(struct sequence *sequence);

#endif /* MAPGC_CLIENT_SEQUENCE_H */
