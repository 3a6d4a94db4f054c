// SPDX-License-Identifier: GPL-2.0
/*
 * --comm, --cgroup, --all: whatever a look at /proc finds, now and at every
 * interval. Processes are attached one by one; with --all, the executable for
 * every process of it. What cannot be attached is said once and left out.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/following.h"
#include "cmd/message.h"
#include "proc/cgroup.h"
#include "proc/scan.h"
#include "host/clock.h"

/* A service that restarts keeps its figures; a program that ran once goes. */
#define IDLE_MAX_NS (60ULL * 1000000000ULL)

/**
 * struct finding - processes of one executable that is not attached
 * @exe: the executable
 * @members: nr of them
 * @nr: how many
 */
struct finding {
	struct executable *exe;
	struct member *members;
	size_t nr;
};

/**
 * struct search - one look at /proc
 * @session: of this session
 * @findings: nr_findings of them
 * @nr_findings: how many
 * @nr_listed: processes that were looked at, Go or not
 * @is_quiet: the first look: what goes wrong may become the error
 * @why: of the first that could not be attached, where there is one
 */
struct search {
	struct session *session;
	struct finding *findings;
	size_t nr_findings;
	size_t nr_listed;
	bool is_quiet;
	struct error why;
};

static bool is_everything(const struct session *session)
{
	return session->options->select_by == SELECT_ALL;
}

static int list_processes(struct session *session, struct pid_list *ret)
{
	if (session->options->select_by == SELECT_CGROUP)
		return cgroup_scan(session->cgroup, ret);
	return scan_all(ret);
}

/* Names in /proc are cut off; a longer one given by the user matches all the same. */
static bool is_selected(const struct session *session, const struct process *process)
{
	if (process->is_zombie || process->is_kernel_thread)
		return false;
	return session->options->select_by != SELECT_COMM ||
	       !strncmp(process->comm, session->options->name, PROCESS_COMM_MAX - 1);
}

/* @is_noted: where it is remembered that the user was told */
static void note(struct search *search, bool *is_noted, const struct error *why)
{
	if (!*search->why.text)
		search->why = *why;
	if (search->is_quiet || *is_noted)
		return;
	message_print(why->text);
	*is_noted = true;
}

static struct member *find_member(struct followed *followed, const struct process *process)
{
	size_t i;

	for (i = 0; i < followed->nr_members; i++)
		if (followed->members[i].pid == process->pid &&
		    followed->members[i].start_ticks == process->start_ticks)
			return &followed->members[i];
	return NULL;
}

static void note_full(struct search *search, struct followed *followed, const char *name)
{
	struct error why;

	error_set(&why, -ENOSPC, "%s: more than %d processes: the others are left out", name,
		  MAPGC_PROCESSES_MAX);
	note(search, &followed->is_noted, &why);
}

static void add_to_followed(struct search *search, struct followed *followed,
			    const struct process *process)
{
	struct member member = {
		.pid = process->pid,
		.start_ticks = process->start_ticks,
		.is_seen = true,
	};
	struct member *known = find_member(followed, process);
	struct error why = {};
	int code;

	followed->is_seen = true;
	if (known)
		known->is_seen = true;
	if (known || followed->is_all)
		return;
	code = session_add_member(search->session, followed, &member, &why);
	if (code == -ENOSPC)
		note_full(search, followed, process->comm);
	else if (code && code != -ESRCH)
		note(search, &followed->is_noted, &why);
}

static struct finding *find_finding(struct search *search, const struct executable *exe)
{
	size_t i;

	for (i = 0; i < search->nr_findings; i++)
		if (search->findings[i].exe == exe)
			return &search->findings[i];
	return NULL;
}

static struct finding *add_finding(struct search *search, struct executable *exe)
{
	struct finding *findings;

	findings = reallocarray(search->findings, search->nr_findings + 1, sizeof(*findings));
	if (!findings)
		return NULL;
	search->findings = findings;
	findings += search->nr_findings++;
	memset(findings, 0, sizeof(*findings));
	findings->exe = exe;
	return findings;
}

static int add_to_finding(struct search *search, struct executable *exe,
			  const struct process *process)
{
	struct finding *finding = find_finding(search, exe);
	struct member *members;

	if (!finding)
		finding = add_finding(search, exe);
	if (!finding)
		return -ENOMEM;
	members = reallocarray(finding->members, finding->nr + 1, sizeof(*members));
	if (!members)
		return -ENOMEM;
	finding->members = members;
	members[finding->nr++] = (struct member) {
		.pid = process->pid,
		.start_ticks = process->start_ticks,
		.is_seen = true,
	};
	return 0;
}

/* Programs that are not Go are no news, unless they were asked for by name. */
static void note_failure(struct search *search, struct executable *exe, pid_t pid)
{
	bool is_by_name = search->session->options->select_by == SELECT_COMM;
	struct process process;

	if (exe->code == -ENOEXEC && !is_by_name)
		return;
	if (!process_read(pid, &process) && is_selected(search->session, &process))
		note(search, &exe->is_noted, &exe->why);
}

/* Nothing more to be said of it; at first, its processes may bear the name asked for. */
static bool is_settled(const struct search *search, const struct executable *exe)
{
	bool is_by_name = search->session->options->select_by == SELECT_COMM;

	if (exe->state != EXECUTABLE_FAILED)
		return false;
	return exe->is_noted || (exe->code == -ENOEXEC && !(is_by_name && search->is_quiet));
}

/* Return: the executable, identified and opened, or NULL where it is no use. */
static struct executable *look_into(struct search *search, pid_t pid)
{
	struct executable *exe;
	struct error why = {};
	int code;

	code = executable_of_process(search->session->cache, pid, &exe, &why);
	if (code) {
		if (code != -ESRCH)
			note(search, &search->session->is_noted, &why);
		return NULL;
	}
	if (!executable_identify(exe, NULL))
		return exe;
	note_failure(search, exe, pid);
	return NULL;
}

static int look_at_go(struct search *search, struct executable *exe, pid_t pid)
{
	struct process process;

	if (process_read(pid, &process) || !is_selected(search->session, &process)) {
		if (!find_finding(search, exe))
			executable_close(exe);
		return 0;
	}
	if (exe->fd < 0)
		exe = look_into(search, pid);
	return exe ? add_to_finding(search, exe, &process) : 0;
}

/*
 * This runs for every process on the host at every interval, so names are only
 * read of those that are Go; one look at the others tells for ever.
 */
static int look_at(struct search *search, pid_t pid)
{
	struct session *session = search->session;
	struct followed *followed;
	struct executable *exe;
	struct process process;
	struct file_id id;

	if (process_exe_id(pid, &id))
		return 0;
	followed = session_find(session, &id);
	if (followed) {
		followed->is_seen |= followed->is_all;
		if (!followed->is_all && !process_read(pid, &process) &&
		    is_selected(session, &process))
			add_to_followed(search, followed, &process);
		return 0;
	}
	exe = executable_find(session->cache, &id);
	if (exe && is_settled(search, exe))
		return 0;
	if (!exe || exe->state != EXECUTABLE_IDENTIFIED)
		exe = look_into(search, pid);
	return exe ? look_at_go(search, exe, pid) : 0;
}

static void attach_finding(struct search *search, struct finding *finding)
{
	bool is_all = is_everything(search->session);
	size_t nr = finding->nr < MAPGC_PROCESSES_MAX ? finding->nr : MAPGC_PROCESSES_MAX;
	struct session *session = search->session;
	struct error why = {};
	int code;

	code = session_attach(session, finding->exe, is_all ? NULL : finding->members,
			      is_all ? 0 : nr, &why);
	if (code && code != -ESRCH)
		note(search, &finding->exe->is_noted, &why);
	if (!code && !is_all && nr < finding->nr)
		note_full(search, &session->followed[session->nr_followed - 1],
			  finding->exe->path);
}

static void search_deinit(struct search *search)
{
	size_t i;

	for (i = 0; i < search->nr_findings; i++)
		free(search->findings[i].members);
	free(search->findings);
}

static int search_run(struct search *search, struct error *err)
{
	struct pid_list pids;
	size_t i;
	int code;

	code = list_processes(search->session, &pids);
	if (code)
		return error_set(err, code, "look for processes: %s", strerror(-code));
	search->nr_listed = pids.nr;
	for (i = 0; !code && i < pids.nr; i++)
		code = look_at(search, pids.pids[i]);
	pid_list_deinit(&pids);
	if (code)
		return error_set(err, code, "look for processes: no memory");
	for (i = 0; i < search->nr_findings; i++)
		attach_finding(search, &search->findings[i]);
	return 0;
}

static int explain_nothing(const struct search *search, struct error *err)
{
	const struct options *options = search->session->options;

	if (*search->why.text)
		return error_set(err, -ENOTSUP, "nothing attached: %s", search->why.text);
	if (options->select_by == SELECT_COMM)
		return error_set(err, -ESRCH,
				 "--comm %s: no such process (-e PATH waits for one)",
				 options->name);
	return error_set(err, -ESRCH, "--cgroup %s: %s", options->name,
			 search->nr_listed ? "no Go process in it" : "no process in it");
}

/* Of everything there may be nothing yet. */
static int scan_open(struct session *session, struct error *err)
{
	struct search search = { .session = session, .is_quiet = true };
	int code = 0;

	if (session->options->select_by == SELECT_CGROUP)
		code = cgroup_find(session->options->name, session->cgroup,
				   sizeof(session->cgroup), err);
	if (!code)
		code = search_run(&search, err);
	if (!code && !session->nr_followed && !is_everything(session))
		code = explain_nothing(&search, err);
	search_deinit(&search);
	return code;
}

static void mark_unseen(struct session *session)
{
	struct followed *followed;
	size_t i, j;

	for (i = 0; i < session->nr_followed; i++) {
		followed = &session->followed[i];
		followed->is_seen = false;
		for (j = 0; j < followed->nr_members; j++)
			followed->members[j].is_seen = false;
	}
}

static void forget_unseen_members(struct followed *followed)
{
	size_t i, nr = 0;

	for (i = 0; i < followed->nr_members; i++)
		if (followed->members[i].is_seen)
			followed->members[nr++] = followed->members[i];
	followed->nr_members = nr;
}

static void let_go(struct session *session)
{
	uint64_t now_ns = clock_monotonic_ns();
	struct followed *followed;
	size_t i;

	for (i = session->nr_followed; i-- > 0;) {
		followed = &session->followed[i];
		forget_unseen_members(followed);
		if (followed->is_seen)
			followed->idle_since_ns = 0;
		else if (!followed->idle_since_ns)
			followed->idle_since_ns = now_ns;
		else if (now_ns - followed->idle_since_ns > IDLE_MAX_NS)
			session_drop(session, followed);
	}
}

static int scan_renew(struct session *session, struct error *err)
{
	struct search search = { .session = session };
	int code;

	mark_unseen(session);
	code = search_run(&search, err);
	search_deinit(&search);
	if (!code)
		let_go(session);
	return code;
}

const struct follow_ops follow_scan = {
	.open = scan_open,
	.renew = scan_renew,
};
