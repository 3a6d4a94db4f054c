/* SPDX-License-Identifier: GPL-2.0 */
/* The stream that a text view writes to. */
#ifndef MAPGC_VIEW_OUTPUT_H
#define MAPGC_VIEW_OUTPUT_H

#include <stdio.h>

#include "text/error.h"

/**
 * output_flush() - hand over what was written
 *
 * Return: 0, or negative errno (-EPIPE: the reader of a pipe went away).
 */
int output_flush(FILE *out, struct error *err);

#endif /* MAPGC_VIEW_OUTPUT_H */
