/* SPDX-License-Identifier: GPL-2.0 */
/* The promises of the symbols, whatever the file was: see symbol/symbols.h. */
#ifndef MAPGC_FUZZ_SYMBOLS_CHECK_H
#define MAPGC_FUZZ_SYMBOLS_CHECK_H

/* Of a spread of the functions, so many are looked at, each time the same. */
#define SYMBOLS_CHECK_FUNCTIONS	16

/**
 * symbols_check() - look addresses up and abort where a promise is broken
 * @fd: the file
 */
void symbols_check(int fd);

#endif /* MAPGC_FUZZ_SYMBOLS_CHECK_H */
