// SPDX-License-Identifier: GPL-2.0
/* --pid: exactly these processes, all or none, until they have ended. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/following.h"
#include "proc/mapped_code.h"

/**
 * struct wanted - a process that was asked for
 * @member: the process
 * @exe: what it executes
 */
struct wanted {
	struct member member;
	struct executable *exe;
};

static int explain_missing(pid_t pid, struct error *err)
{
	return error_set(err, -ESRCH, "process %d: there is none (mapgc-read --list)", pid);
}

/* Threads have a place in /proc like processes, only it is not listed. */
static int check_process(pid_t pid, struct process *process, struct error *err)
{
	pid_t owner = process_of_thread(pid);
	int code;

	if (owner < 0)
		return explain_missing(pid, err);
	if (owner != pid)
		return error_set(err, -EINVAL, "process %d: is a thread of process %d: -p %d",
				 pid, owner, owner);
	code = process_read(pid, process);
	if (code)
		return explain_missing(pid, err);
	if (process->is_kernel_thread)
		return error_set(err, -EINVAL, "process %d: is a kernel thread (%s)", pid,
				 process->comm);
	if (process->is_zombie)
		return error_set(err, -ESRCH, "process %d: has ended (%s is a zombie)", pid,
				 process->comm);
	return 0;
}

static int note_library(void *ctx, int fd, const char *path)
{
	struct manifest manifest;

	if (manifest_identify(fd, path, &manifest, NULL))
		return 0;
	manifest_deinit(&manifest);
	snprintf(ctx, PATH_MAX, "%s", path);
	return 1;
}

/* Not Go itself; what it loaded may be. */
static int explain_not_go(pid_t pid, const struct error *why, struct error *err)
{
	char library[PATH_MAX];

	if (mapped_code_each(pid, note_library, library) != 1)
		return error_set(err, -ENOEXEC, "process %d: %s", pid, why->text);
	return error_set(err, -ENOEXEC,
			 "process %d: not a Go program: it has loaded a Go library, %.200s (-buildmode=c-shared), which is not supported",
			 pid, library);
}

static int look_up(struct session *session, pid_t pid, struct wanted *ret, struct error *err)
{
	struct error why = {};
	struct process process;
	int code;

	code = check_process(pid, &process, err);
	if (code)
		return code;
	ret->member.pid = pid;
	ret->member.start_ticks = process.start_ticks;
	code = executable_of_process(session->cache, pid, &ret->exe, err);
	if (code)
		return code;
	code = executable_identify(ret->exe, &why);
	if (code == -ENOEXEC)
		return explain_not_go(pid, &why, err);
	return code ? error_set(err, code, "process %d: %s", pid, why.text) : 0;
}

/* The processes of the first executable that is not attached yet. */
static size_t gather(const struct wanted *wanted, size_t nr, struct executable *exe,
		     struct member *ret)
{
	size_t i, nr_members = 0;

	for (i = 0; i < nr; i++)
		if (wanted[i].exe == exe)
			ret[nr_members++] = wanted[i].member;
	return nr_members;
}

static int attach_groups(struct session *session, const struct wanted *wanted, size_t nr,
			 struct member *members, struct error *err)
{
	size_t i, nr_members;
	int code = 0;

	for (i = 0; !code && i < nr; i++) {
		if (session_find(session, &wanted[i].exe->id))
			continue;
		nr_members = gather(wanted, nr, wanted[i].exe, members);
		code = session_attach(session, wanted[i].exe, members, nr_members, err);
	}
	return code;
}

/* An id that was given to another process between looking and attaching. */
static int check_alive(const struct wanted *wanted, size_t nr, struct error *err)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (!member_is_alive(&wanted[i].member, &wanted[i].exe->id))
			return error_set(err, -ESRCH, "process %d: ended while it was attached",
					 wanted[i].member.pid);
	return 0;
}

static int pid_open(struct session *session, struct error *err)
{
	const struct pid_list *pids = &session->options->pids;
	struct wanted *wanted = calloc(pids->nr, sizeof(*wanted));
	struct member *members = calloc(pids->nr, sizeof(*members));
	size_t i;
	int code = 0;

	if (!wanted || !members)
		code = error_set(err, -ENOMEM, "attach: no memory");
	for (i = 0; !code && i < pids->nr; i++)
		code = look_up(session, pids->pids[i], &wanted[i], err);
	if (!code)
		code = attach_groups(session, wanted, pids->nr, members, err);
	if (!code)
		code = check_alive(wanted, pids->nr, err);
	free(members);
	free(wanted);
	return code;
}

static int pid_renew(struct session *session, struct error *err)
{
	(void)session;
	(void)err;
	return 0;
}

static void forget_dead(struct followed *followed)
{
	size_t i, nr = 0;

	for (i = 0; i < followed->nr_members; i++)
		if (member_is_alive(&followed->members[i], &followed->file))
			followed->members[nr++] = followed->members[i];
	followed->nr_members = nr;
}

static bool pid_is_over(struct session *session)
{
	size_t i, nr = 0;

	for (i = 0; i < session->nr_followed; i++) {
		forget_dead(&session->followed[i]);
		nr += session->followed[i].nr_members;
	}
	return !nr;
}

const struct follow_ops follow_pid = {
	.open = pid_open,
	.renew = pid_renew,
	.is_over = pid_is_over,
};
