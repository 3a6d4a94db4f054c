// SPDX-License-Identifier: GPL-2.0
#include "cmd/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/following.h"
#include "cmd/process_layout.h"
#include "cmd/sampling.h"
#include "cmd/switch_off.h"
#include "proc/scan.h"

static const struct follow_ops *const ways[] = {
	[SELECT_ATTACHED] = &follow_attached,
	[SELECT_PID] = &follow_pid,
	[SELECT_EXE] = &follow_exe,
	[SELECT_COMM] = &follow_scan,
	[SELECT_CGROUP] = &follow_scan,
	[SELECT_ALL] = &follow_scan,
};

static int attached_nothing(struct session *session, struct error *err)
{
	(void)session;
	(void)err;
	return 0;
}

const struct follow_ops follow_attached = {
	.open = attached_nothing,
	.renew = attached_nothing,
};

int session_open(struct client *client, const struct options *options,
		 struct session **ret, struct error *err)
{
	struct session *session = calloc(1, sizeof(*session));
	int code;

	if (session)
		session->cache = executable_cache_create();
	if (!session || !session->cache) {
		free(session);
		return error_set(err, -ENOMEM, "attach: no memory");
	}
	session->client = client;
	session->options = options;
	session->ops = ways[options->select_by];
	code = session->ops->open(session, err);
	if (code) {
		while (session->nr_followed)
			session_drop(session, &session->followed[0]);
		session_close(session);
		return code;
	}
	*ret = session;
	return 0;
}

void session_close(struct session *session)
{
	size_t i;

	if (!session)
		return;
	for (i = 0; i < session->nr_followed; i++)
		free(session->followed[i].members);
	free(session->followed);
	free(session->ids);
	executable_cache_destroy(session->cache);
	free(session);
}

int session_renew(struct session *session, struct error *err)
{
	return session->ops->renew(session, err);
}

bool session_is_over(struct session *session)
{
	return session->ops->is_over && session->ops->is_over(session);
}

const uint32_t *session_ids(const struct session *session, size_t *nr)
{
	static const uint32_t none;

	if (session->options->select_by == SELECT_ATTACHED) {
		*nr = 0;
		return NULL;
	}
	*nr = session->nr_followed;
	return session->ids ? session->ids : &none;
}

bool session_has(const struct session *session, uint32_t id)
{
	size_t i;

	for (i = 0; i < session->nr_followed; i++)
		if (session->ids[i] == id)
			return true;
	return session->options->select_by == SELECT_ATTACHED;
}

struct followed *session_find(struct session *session, const struct file_id *file)
{
	size_t i;

	for (i = 0; i < session->nr_followed; i++)
		if (file_id_equal(&session->followed[i].file, file))
			return &session->followed[i];
	return NULL;
}

/* Room first, so that nothing can fail once the target exists. */
static struct followed *grow(struct session *session, const struct member *members, size_t nr)
{
	size_t nr_followed = session->nr_followed + 1;
	struct followed *followed;
	uint32_t *ids;

	followed = reallocarray(session->followed, nr_followed, sizeof(*followed));
	if (!followed)
		return NULL;
	session->followed = followed;
	ids = reallocarray(session->ids, nr_followed, sizeof(*ids));
	if (!ids)
		return NULL;
	session->ids = ids;
	followed += session->nr_followed;
	memset(followed, 0, sizeof(*followed));
	followed->members = calloc(nr ? nr : 1, sizeof(*members));
	if (!followed->members)
		return NULL;
	if (nr)
		memcpy(followed->members, members, nr * sizeof(*members));
	followed->nr_members = nr;
	return followed;
}

/* Whether there is something to be seen in the process; what contradicts switches off. */
static bool is_decided(struct manifest *manifest, pid_t pid)
{
	struct error why;
	int nr = process_layout_check(pid, manifest, &why);

	if (nr < 0)
		switch_off_maps_for(manifest, why.text);
	return nr;
}

static void trust_members(struct manifest *manifest, const struct member *members, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (is_decided(manifest, members[i].pid))
			return;
}

static void trust_any(struct manifest *manifest, const struct file_id *file)
{
	struct pid_list pids;
	struct file_id id;
	size_t i;

	if (scan_all(&pids))
		return;
	for (i = 0; i < pids.nr; i++)
		if (!process_exe_id(pids.pids[i], &id) && file_id_equal(&id, file) &&
		    is_decided(manifest, pids.pids[i]))
			break;
	pid_list_deinit(&pids);
}

/*
 * All processes of an executable have their structures alike, so one decides, if one runs
 * already: only after that the kernel is told where they are.
 */
static void trust(struct executable *exe, const struct member *members, size_t nr)
{
	if (!exe->manifest.maps.is_on)
		return;
	if (members)
		trust_members(&exe->manifest, members, nr);
	else
		trust_any(&exe->manifest, &exe->id);
}

/* Emulated, it would not run the instructions that are probed. */
static int check_arch(const struct executable *exe, struct error *err)
{
	const struct arch *arch = exe->manifest.arch, *host = arch_of_host();

	if (arch == host)
		return 0;
	return error_set(err, -ENOTSUP, "%s: %s executable on an %s host", exe->path, arch->name,
			 host ? host->name : "unknown");
}

static int resolve(struct session *session, struct executable *exe,
		   const struct member *members, size_t nr, struct error *err)
{
	struct manifest *manifest = &exe->manifest;
	int code = executable_resolve(exe, err);

	if (!code)
		code = check_arch(exe, err);
	if (code)
		return code;
	if (session->options->no_maps)
		switch_off_maps(manifest);
	trust(exe, members, nr);
	if (session->options->no_gc)
		switch_off_gc(manifest);
	if (!manifest->nr_sites)
		return error_set(err, -ENOTSUP, "%s: nothing to attach: maps: %s; gc: %s",
				 exe->path, manifest->maps.reason, manifest->gc.reason);
	return 0;
}

/* Once, when it is needed first. */
static int add_budget(struct session *session, struct client_attach *attach, struct error *err)
{
	const struct calibration *calibration = &session->calibration;
	int code;

	if (!session->options->budget_ppm)
		return 0;
	if (!session->is_calibrated) {
		code = calibrate(session->client, &session->calibration, err);
		if (code)
			return code;
		session->is_calibrated = true;
	}
	attach->budget_ppm = session->options->budget_ppm;
	attach->hit_cost_ns = calibration->hit_cost_ns;
	attach->busy_hit_cost_ns = calibration->busy_hit_cost_ns;
	attach->busy_cpus = calibration->busy_cpus;
	return 0;
}

static int call_attach(struct session *session, struct executable *exe,
		       const struct member *members, size_t nr, uint32_t *ret_id,
		       struct error *err)
{
	bool is_exact = session->options->is_exact;
	uint32_t period_ms = sampling_period_ms(session->options->budget_ppm);
	pid_t pids[MAPGC_PROCESSES_MAX];
	struct client_attach attach = {
		.exe_fd = exe->fd,
		.exe = exe->path,
		.manifest = &exe->manifest,
		.pids = pids,
		.nr_pids = nr,
		.flags = (is_exact ? MAPGC_ATTACH_EXACT : 0) |
			 (members ? 0 : MAPGC_ATTACH_ALL),
		.window_ms = is_exact ? 0 : period_ms,
		.period_ms = is_exact ? 0 : period_ms,
		.window_hits = is_exact ? 0 : SAMPLING_WINDOW_HITS,
	};
	size_t i;
	int code;

	if (nr > MAPGC_PROCESSES_MAX)
		return error_set(err, -E2BIG, "attach %s: %zu processes, at most %d are followed",
				 exe->path, nr, MAPGC_PROCESSES_MAX);
	for (i = 0; i < nr; i++)
		pids[i] = members[i].pid;
	code = add_budget(session, &attach, err);
	return code ? code : client_attach(session->client, &attach, ret_id, err);
}

static int attach(struct session *session, struct executable *exe,
		  const struct member *members, size_t nr, struct error *err)
{
	struct followed *followed;
	int code;

	code = resolve(session, exe, members, nr, err);
	if (code)
		return code;
	followed = grow(session, members, nr);
	if (!followed)
		return error_set(err, -ENOMEM, "attach %s: no memory", exe->path);
	code = call_attach(session, exe, members, nr, &session->ids[session->nr_followed],
			   err);
	if (code) {
		free(followed->members);
		return code;
	}
	followed->file = exe->id;
	followed->is_all = !members;
	followed->is_seen = true;
	session->nr_followed++;
	return 0;
}

/* A process may end meanwhile; anything else would be the same next time. */
int session_attach(struct session *session, struct executable *exe,
		   const struct member *members, size_t nr, struct error *err)
{
	struct error why = {};
	int code = attach(session, exe, members, nr, &why);

	if (code && code != -ESRCH && code != -ENOMEM)
		executable_fail(exe, code, &why);
	else
		executable_release(exe);
	if (code && err)
		*err = why;
	return code;
}

void session_drop(struct session *session, struct followed *followed)
{
	size_t i = followed - session->followed, last = session->nr_followed - 1;

	client_detach(session->client, session->ids[i], NULL);
	free(followed->members);
	session->followed[i] = session->followed[last];
	session->ids[i] = session->ids[last];
	session->nr_followed = last;
}

int session_add_member(struct session *session, struct followed *followed,
		       const struct member *member, struct error *err)
{
	uint32_t id = session->ids[followed - session->followed];
	struct member *members;
	int code;

	members = reallocarray(followed->members, followed->nr_members + 1, sizeof(*members));
	if (!members)
		return error_set(err, -ENOMEM, "attach process %d: no memory", member->pid);
	followed->members = members;
	code = client_process_add(session->client, id, member->pid, err);
	if (!code)
		members[followed->nr_members++] = *member;
	return code;
}

bool member_is_alive(const struct member *member, const struct file_id *file)
{
	struct process process;
	struct file_id now;

	return !process_read(member->pid, &process) && !process.is_zombie &&
	       process.start_ticks == member->start_ticks &&
	       !process_exe_id(member->pid, &now) && file_id_equal(&now, file);
}
