/* SPDX-License-Identifier: GPL-2.0 */
/*
 * From a hit to figures: handlers translate registers into events, ask a
 * tracker, and store what it says. They run in the probed thread, with
 * interrupts and preemption on and no lock held, so they may sleep; the hot one
 * never does but for a page of the target that is not in memory, and where it holds the thread
 * until a window opens (hold.h).
 */
#ifndef MAPGC_HANDLER_H
#define MAPGC_HANDLER_H

#include "compat.h"

/** mapgc_handle_map_op() - a map function was entered; hot */
MAPGC_UPROBE_HANDLER(mapgc_handle_map_op);

/** mapgc_handle_pause() - a step of a stop-the-world; cold */
MAPGC_UPROBE_HANDLER(mapgc_handle_pause);

/** mapgc_handle_cycle() - a GC cycle starts; cold */
MAPGC_UPROBE_HANDLER(mapgc_handle_cycle);

#endif /* MAPGC_HANDLER_H */
