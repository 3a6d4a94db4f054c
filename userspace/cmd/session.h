/* SPDX-License-Identifier: GPL-2.0 */
/* The targets that this reader attached, kept in step with the processes on the host. */
#ifndef MAPGC_CMD_SESSION_H
#define MAPGC_CMD_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/client.h"
#include "cmd/options.h"
#include "text/error.h"

struct session;

/**
 * session_open() - attach what the options select
 * @client: of this session, kept by reference
 * @options: kept by reference
 * @ret: session_close() when done
 * @err: filled on failure; then nothing is attached
 *
 * Return: 0 or negative errno.
 */
int session_open(struct client *client, const struct options *options,
		 struct session **ret, struct error *err);

/** session_close() - forget all; what is attached stays until client_close() */
void session_close(struct session *session);

/**
 * session_renew() - attach what is new, let go what is long gone
 *
 * What cannot be attached now is said once on standard error and left out.
 * Return: 0, or negative errno where going on makes no sense.
 */
int session_renew(struct session *session, struct error *err);

/** session_is_over() - all processes that were asked for by --pid have ended */
bool session_is_over(struct session *session);

/**
 * session_ids() - targets of this session
 * @session: the session
 * @nr: set to their number
 *
 * Return: the ids; NULL where it shows all that is attached on the host.
 */
const uint32_t *session_ids(const struct session *session, size_t *nr);

/** session_has() - whether events of a target are of interest */
bool session_has(const struct session *session, uint32_t id);

#endif /* MAPGC_CMD_SESSION_H */
