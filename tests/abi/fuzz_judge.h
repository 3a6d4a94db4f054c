/* SPDX-License-Identifier: GPL-2.0 */
/* Whether an answer of /dev/mapgc is one of those that are documented. */
#ifndef MAPGC_ABI_FUZZ_JUDGE_H
#define MAPGC_ABI_FUZZ_JUDGE_H

#include <stdbool.h>

#include "fuzz_request.h"

/** fuzz_call() - make the call; errno or 0, which the tally knows then */
int fuzz_call(const struct fuzz_request *request, int device);

/** fuzz_is_documented() - by kind of call and errno alone; a wrong one was noted */
bool fuzz_is_documented(const struct fuzz_request *request, int err);

/** fuzz_is_right() - where nobody else interferes: also what must succeed, and the line */
bool fuzz_is_right(const struct fuzz_request *request, int err);

#endif /* MAPGC_ABI_FUZZ_JUDGE_H */
