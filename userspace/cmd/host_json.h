/* SPDX-License-Identifier: GPL-2.0 */
/* What commands that look at the host once print with --json: one object on one line. */
#ifndef MAPGC_CMD_HOST_JSON_H
#define MAPGC_CMD_HOST_JSON_H

#include "text/json_writer.h"

/** host_json_begin() - schema, host and time; more may follow */
void host_json_begin(struct json_writer *jw);
void host_json_end(struct json_writer *jw);

#endif /* MAPGC_CMD_HOST_JSON_H */
