/* SPDX-License-Identifier: GPL-2.0 */
/* Where a running Go program has what shows how its structures are laid out. */
#ifndef MAPGC_RESOLVE_LANDMARKS_H
#define MAPGC_RESOLVE_LANDMARKS_H

#include <stddef.h>
#include <stdint.h>

#include "resolve/goroutines.h"
#include "resolve/start_code.h"

#define LANDMARKS_TYPES_MAX	8	/* more would say the same */

/**
 * struct landmarks - addresses as linked, offsets from the program's own code; no guesses
 * @start: of the first thread; all 0 where that was not found
 * @goroutines: of the list of goroutines; all 0 where that was not found
 * @map_types: types of maps of the program, nr_map_types of them
 * @nr_map_types: how many
 */
struct landmarks {
	struct start_code start;
	struct goroutines goroutines;
	uint64_t map_types[LANDMARKS_TYPES_MAX];
	size_t nr_map_types;
};

#endif /* MAPGC_RESOLVE_LANDMARKS_H */
