/* SPDX-License-Identifier: GPL-2.0 */
/* Whether events can be had at all, without a client. */
#ifndef MAPGC_CLIENT_EVENTS_H
#define MAPGC_CLIENT_EVENTS_H

#include "util/error.h"

/** events_family_find() - id of the netlink family mapgc, or negative errno */
int events_family_find(struct error *err);

#endif /* MAPGC_CLIENT_EVENTS_H */
