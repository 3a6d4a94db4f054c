/* SPDX-License-Identifier: GPL-2.0 */
/* Every view that needs no terminal, and what it may write. */
#ifndef MAPGC_FUZZ_VIEW_CHECK_H
#define MAPGC_FUZZ_VIEW_CHECK_H

#include "model/snapshot.h"

/** view_check() - show one snapshot after another; aborts where the output is not as promised */
void view_check(const struct snapshot *prev, const struct snapshot *now);

#endif /* MAPGC_FUZZ_VIEW_CHECK_H */
