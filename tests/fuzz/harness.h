/* SPDX-License-Identifier: GPL-2.0 */
/* The one function of a fuzzer, as libFuzzer calls it. */
#ifndef MAPGC_FUZZ_HARNESS_H
#define MAPGC_FUZZ_HARNESS_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#endif /* MAPGC_FUZZ_HARNESS_H */
