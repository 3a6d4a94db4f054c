/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a host has all that mapgc needs, part by part. */
#ifndef MAPGC_PREFLIGHT_PREFLIGHT_H
#define MAPGC_PREFLIGHT_PREFLIGHT_H

#include <stddef.h>

#include "text/error.h"

enum finding_state {
	FINDING_OK,
	FINDING_OBSTACLE,
	FINDING_SKIPPED,	/* an obstacle elsewhere is in the way of looking */
};

/**
 * struct finding - what one part found
 * @part: which one, in words
 * @state: whether it is in order
 * @text: what was found, or the obstacle and the way out
 */
struct finding {
	const char *part;
	enum finding_state state;
	struct error text;
};

#define PREFLIGHT_PARTS	12

/**
 * preflight_run() - look at this host
 * @ret: filled
 *
 * Return: number of obstacles.
 */
size_t preflight_run(struct finding ret[PREFLIGHT_PARTS]);

#endif /* MAPGC_PREFLIGHT_PREFLIGHT_H */
