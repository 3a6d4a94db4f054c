/* SPDX-License-Identifier: GPL-2.0 */
#ifndef MAPGC_CMD_VERSION_H
#define MAPGC_CMD_VERSION_H

#include <stdio.h>

/** version_print() - version of this program and of the interface it speaks */
void version_print(FILE *out);

#endif /* MAPGC_CMD_VERSION_H */
