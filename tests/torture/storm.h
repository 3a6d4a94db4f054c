/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The frame of a storm: its time, this program as the target, lives for its
 * children, and what must hold in the end. What must hold of the module itself
 * afterwards is asked from outside, by aftermath.py.
 */
#ifndef MAPGC_TORTURE_STORM_H
#define MAPGC_TORTURE_STORM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "device.h"
#include "specimen.h"
#include "tally.h"
#include "tap.h"

extern int storm_device;
extern struct specimen storm_specimen;
extern struct mapgc_snapshot_args storm_figures;	/* of the last storm_settles() */

/**
 * storm_begin() - open the device, make the tally and the request; or end the program
 * @nr_marks: so many marks of the tally, from the first, are what the storm is about
 */
void storm_begin(unsigned int nr_marks);

/** storm_seconds() - how long it is to last */
unsigned int storm_seconds(void);

/**
 * storm_goes_on() - whether there is to be one more round
 *
 * Its time begins with the first call. Some rounds there are in any case, and more
 * on a slow machine, until it has seen everything.
 */
bool storm_goes_on(void);

/** storm_has_seen_all() - each mark that it is about was made */
bool storm_has_seen_all(void);

/* Instead of flags: windows on a budget, of all that there is. */
#define STORM_GOVERNED	(1u << 31)

/**
 * storm_attach() - attach to this program, or end it
 * @device: of device_open()
 * @flags: MAPGC_ATTACH_*; without EXACT, with windows; or STORM_GOVERNED
 * @pid: the process to start with
 */
uint32_t storm_attach(int device, uint32_t flags, pid_t pid);

/** storm_try_attach() - the same where failure is an answer; id or negative errno */
long storm_try_attach(int device, uint32_t flags, pid_t pid);

/**
 * storm_spawn() - a child that lives on its own and is gone with its parent
 * @life: returns its exit status
 * @arg: passed to it
 */
pid_t storm_spawn(int (*life)(void *arg), void *arg);

/** storm_reap() - wait for a child; true where it ended by itself with status 0 */
bool storm_reap(pid_t pid);

/** storm_chance() - a number below @limit, from a stream of this thread's own */
uint32_t storm_chance(uint32_t limit);

/**
 * storm_settles() - wait until the figures of a target are those of the tally
 *
 * Into storm_figures. Notes what differs where they never are.
 */
bool storm_settles(uint32_t id);

/** storm_end() - nothing is attached, the code is intact; exit status for main() */
int storm_end(void);

#endif /* MAPGC_TORTURE_STORM_H */
