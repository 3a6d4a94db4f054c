/* SPDX-License-Identifier: GPL-2.0 */
/* Small Go programs with all that the resolver looks for. */
#ifndef MAPGC_SYNTH_GO_PROGRAM_H
#define MAPGC_SYNTH_GO_PROGRAM_H

#include "synth/go_binary.h"

/**
 * go_program_init() - a program with maps, pauses and a cycle
 * @binary: filled; to be changed as wanted and written
 * @minor: 17 to 27: shape of the runtime's code and of the tables
 *
 * main.chain reads m[a][b]; reflect.mapdelete is a wrapper, reflect.mapclear
 * does the work itself.
 */
void go_program_init(struct go_binary *binary, unsigned int minor);

/**
 * go_program_init_arm64() - the same of Go 1.24 for arm64
 *
 * main.chain reads m[a], and writes m[a][b].
 */
void go_program_init_arm64(struct go_binary *binary);

#endif /* MAPGC_SYNTH_GO_PROGRAM_H */
