/* SPDX-License-Identifier: GPL-2.0 */
/* Why a request was refused: the line that names the member at fault. */
#ifndef MAPGC_FAULT_H
#define MAPGC_FAULT_H

#include <linux/mapgc.h>

/**
 * struct mapgc_fault - a refusal
 * @text: "MEMBER: WHY", empty where nothing was refused
 */
struct mapgc_fault {
	char text[MAPGC_ERROR_MAX];
};

/**
 * mapgc_fault() - refuse
 * @fault: gets the line
 * @err: negative errno
 * @fmt: printf format of the line
 *
 * Return: @err.
 */
int __printf(3, 4) mapgc_fault(struct mapgc_fault *fault, int err, const char *fmt, ...);

#endif /* MAPGC_FAULT_H */
