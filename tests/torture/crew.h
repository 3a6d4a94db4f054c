/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Processes that work as targets of a storm: they start at a word, rest at another,
 * and live on until their code has been looked at.
 */
#ifndef MAPGC_TORTURE_CREW_H
#define MAPGC_TORTURE_CREW_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CREW_MAX	8

/**
 * struct crew - workers
 * @pids: their ids
 * @nr: how many
 */
struct crew {
	pid_t pids[CREW_MAX];
	unsigned int nr;
};

/**
 * crew_start() - workers that wait for crew_go()
 * @crew: filled
 * @nr: at most CREW_MAX
 * @work: runs until crew_is_over(); returns 0 if all is well
 */
void crew_start(struct crew *crew, unsigned int nr, int (*work)(void));

/** crew_attach() - one exact target of all of them, of the device of the storm */
uint32_t crew_attach(const struct crew *crew);

/** crew_go() - they begin */
void crew_go(void);

/** crew_is_over() - asked by those who work */
bool crew_is_over(void);

/**
 * crew_rest() - they end their work, and live
 *
 * Returns when they have. What they do with their mappings must not meet the end of
 * the last target: kernels leave a breakpoint behind in code that mremap() moves while
 * it is being taken out.
 */
void crew_rest(const struct crew *crew);

/** crew_dismiss() - once nothing is attached: a result for their lives, one for their code */
void crew_dismiss(struct crew *crew);

#endif /* MAPGC_TORTURE_CREW_H */
