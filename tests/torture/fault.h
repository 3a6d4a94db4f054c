/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's fault injection: memory and copies of user memory that fail. */
#ifndef MAPGC_TORTURE_FAULT_H
#define MAPGC_TORTURE_FAULT_H

#include <stdbool.h>

/** fault_prepare() - false where this kernel has no fault injection */
bool fault_prepare(void);

/** fault_arm() - the @nth thing that can fail will, in this thread, from 1 */
void fault_arm(unsigned int nth);

/** fault_disarm() - whether it has failed */
bool fault_disarm(void);

/**
 * fault_in_module() - what mapgc asks for fails now and then, in every thread
 * @percent: how often; 0: never again
 */
void fault_in_module(unsigned int percent);

#endif /* MAPGC_TORTURE_FAULT_H */
