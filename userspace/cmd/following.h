/* SPDX-License-Identifier: GPL-2.0 */
/* The insides of a session, for the ways to follow processes. */
#ifndef MAPGC_CMD_FOLLOWING_H
#define MAPGC_CMD_FOLLOWING_H

#include <limits.h>

#include "calibrate/calibrate.h"
#include "cmd/executable.h"
#include "cmd/session.h"
#include "proc/process.h"

/**
 * struct member - a process that was attached by its id
 * @pid: the process
 * @start_ticks: tells it from a later one with the same id
 * @is_seen: by the scan that runs
 */
struct member {
	pid_t pid;
	uint64_t start_ticks;
	bool is_seen;
};

/**
 * struct followed - one target
 * @file: its executable
 * @members: nr_members of them; none with MAPGC_ATTACH_ALL
 * @nr_members: how many
 * @is_all: attached with MAPGC_ATTACH_ALL
 * @is_seen: by the scan that runs
 * @is_noted: the user was told that a process could not be added
 * @idle_since_ns: CLOCK_MONOTONIC; 0 while a process runs
 */
struct followed {
	struct file_id file;
	struct member *members;
	size_t nr_members;
	bool is_all;
	bool is_seen;
	bool is_noted;
	uint64_t idle_since_ns;
};

struct session;

/**
 * struct follow_ops - a way to follow processes
 * @open: attach at the start; all or nothing
 * @renew: keep in step
 * @is_over: nothing will come any more; NULL: never
 */
struct follow_ops {
	int (*open)(struct session *session, struct error *err);
	int (*renew)(struct session *session, struct error *err);
	bool (*is_over)(struct session *session);
};

extern const struct follow_ops follow_attached;
extern const struct follow_ops follow_pid;
extern const struct follow_ops follow_exe;
extern const struct follow_ops follow_scan;

/**
 * struct session - see session.h
 * @client: not owned
 * @options: not owned
 * @ops: the way
 * @cache: executables met
 * @followed: nr_followed targets
 * @ids: their ids, at the same places
 * @nr_followed: how many
 * @is_noted: the user was told that a process could not be looked into
 * @is_calibrated: @calibration is filled
 * @calibration: for targets with a budget
 * @cgroup: SELECT_CGROUP: the directory
 */
struct session {
	struct client *client;
	const struct options *options;
	const struct follow_ops *ops;
	struct executable_cache *cache;
	struct followed *followed;
	uint32_t *ids;
	size_t nr_followed;
	bool is_noted;
	bool is_calibrated;
	struct calibration calibration;
	char cgroup[PATH_MAX];
};

/**
 * session_attach() - make a target
 * @session: the session
 * @exe: the executable, opened; it is resolved here, and released
 * @members: its processes, nr of them, copied; NULL for all, now and later
 * @nr: how many
 * @err: filled on failure
 *
 * Return: 0 or negative errno.
 */
int session_attach(struct session *session, struct executable *exe,
		   const struct member *members, size_t nr, struct error *err);

/** session_find() - NULL where nothing is attached for the file */
struct followed *session_find(struct session *session, const struct file_id *file);

/** session_drop() - detach; the last one takes its place */
void session_drop(struct session *session, struct followed *followed);

/** session_add_member() - one more process of a target; 0 or negative errno */
int session_add_member(struct session *session, struct followed *followed,
		       const struct member *member, struct error *err);

/** member_is_alive() - the process runs, and still this executable */
bool member_is_alive(const struct member *member, const struct file_id *file);

#endif /* MAPGC_CMD_FOLLOWING_H */
