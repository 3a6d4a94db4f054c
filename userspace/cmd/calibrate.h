/* SPDX-License-Identifier: GPL-2.0 */
/* --calibrate: what a probe hit costs on this host. */
#ifndef MAPGC_CMD_CALIBRATE_H
#define MAPGC_CMD_CALIBRATE_H

#include "cmd/options.h"
#include "text/error.h"

int calibrate_main(const struct options *options, struct error *err);

#endif /* MAPGC_CMD_CALIBRATE_H */
