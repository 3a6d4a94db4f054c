/* SPDX-License-Identifier: GPL-2.0 */
/* Whether a program's structures and functions are those that mapgc knows. */
#ifndef MAPGC_RESOLVE_LAYOUT_CHECK_H
#define MAPGC_RESOLVE_LAYOUT_CHECK_H

#include "resolve/calls.h"
#include "resolve/callees.h"
#include "resolve/golayout.h"
#include "resolve/landmarks.h"

/**
 * layout_check_maps() - look at the map types that the program gives to map functions
 * @program: the program
 * @layout: what is to be confirmed
 * @callees: functions of interest
 * @calls: direct calls of them
 * @ret: the map types that were looked at are added
 * @err: what does not fit
 *
 * The first argument of a map function is a map type, mostly a constant. Each that can be
 * read must be of the kind map, with key and element types where @layout has them.
 *
 * Return: how many map types fit, or -EINVAL where one does not.
 */
int layout_check_maps(const struct program *program, const struct golayout *layout,
		      const struct callees *callees, const struct calls *calls,
		      struct landmarks *ret, struct error *err);

/**
 * layout_check_stack() - look at where the program's first code has the end of a stack
 *
 * Return: 0, also where that code is not understood; -EINVAL where it is elsewhere.
 */
int layout_check_stack(const struct start_code *start, const struct golayout *layout,
		       struct error *err);

/**
 * layout_check_names() - look for map functions that mapgc does not know
 *
 * Return: 0, or -EINVAL where the runtime has one.
 */
int layout_check_names(const struct pclntab *tab, struct error *err);

#endif /* MAPGC_RESOLVE_LAYOUT_CHECK_H */
