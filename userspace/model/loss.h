/* SPDX-License-Identifier: GPL-2.0 */
/* What can be lost, by name. */
#ifndef MAPGC_MODEL_LOSS_H
#define MAPGC_MODEL_LOSS_H

#include <stdint.h>

#include <linux/mapgc.h>

/** loss_name() - "user_fault", ...: the JSON key without "_total" */
const char *loss_name(enum mapgc_loss loss);

/** loss_sum() - all losses of a target, of whatever kind */
uint64_t loss_sum(const struct mapgc_snapshot_args *figures);

#endif /* MAPGC_MODEL_LOSS_H */
