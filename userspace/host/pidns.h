/* SPDX-License-Identifier: GPL-2.0 */
/* The PID namespace that this process lives in. */
#ifndef MAPGC_HOST_PIDNS_H
#define MAPGC_HOST_PIDNS_H

#include <stdbool.h>

/** pidns_is_initial() - process ids here are those of the host */
bool pidns_is_initial(void);

#endif /* MAPGC_HOST_PIDNS_H */
