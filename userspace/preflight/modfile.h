/* SPDX-License-Identifier: GPL-2.0 */
/* The module's file, as installed for the kernel that runs. */
#ifndef MAPGC_PREFLIGHT_MODFILE_H
#define MAPGC_PREFLIGHT_MODFILE_H

#include <stdbool.h>

#include "preflight/host.h"

/**
 * struct modfile - what is known of it
 * @path: from the root of the host; "" where none is installed
 * @is_plain: not compressed, so the rest could be looked at
 * @is_signed: by whomever
 * @version: of the module
 */
struct modfile {
	char path[PATH_MAX];
	bool is_plain;
	bool is_signed;
	char version[64];
};

/** modfile_is_loaded() - the kernel has the module, from wherever it came */
bool modfile_is_loaded(const struct host *host);

/** modfile_find() - look for it; @ret is filled in any case */
void modfile_find(const struct host *host, struct modfile *ret);

/** modfile_elsewhere() - for which other kernel one is installed; "" for none */
void modfile_elsewhere(const struct host *host, char release[65]);

#endif /* MAPGC_PREFLIGHT_MODFILE_H */
