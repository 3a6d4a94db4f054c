/* SPDX-License-Identifier: GPL-2.0 */
/* Where the machine code of an input lies, and what it calls. */
#ifndef MAPGC_FUZZ_CODE_H
#define MAPGC_FUZZ_CODE_H

#define CODE_VA		0x500000ULL	/* the function */
#define CODE_CALLEES_VA	0x600000ULL	/* 16 bytes for each of enum callee */
#define CODE_DATA_VA	0x700000ULL	/* jump tables */

#endif /* MAPGC_FUZZ_CODE_H */
