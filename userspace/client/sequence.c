// SPDX-License-Identifier: GPL-2.0
#include "client/sequence.h"

uint64_t sequence_take(struct sequence *sequence, uint64_t seq)
{
	uint64_t gap = 0;

	if (sequence->has_started && seq > sequence->next)
		gap = seq - sequence->next;
	if (gap && sequence->is_overrun) {
		sequence->is_overrun = false;
		gap--;
	}
	if (!sequence->has_started || seq >= sequence->next)
		sequence->next = seq + 1;
	sequence->has_started = true;
	return gap;
}

uint64_t sequence_overrun(struct sequence *sequence)
{
	if (sequence->is_overrun)
		return 0;
	sequence->is_overrun = true;
	return 1;
}
