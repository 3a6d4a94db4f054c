// SPDX-License-Identifier: GPL-2.0
/*
 * --exe: every process of the file at a path, now and later. A file that is put
 * there instead is taken up too; the former stays as long as a process runs it.
 */
#include "cmd/following.h"
#include "cmd/message.h"
#include "proc/scan.h"

static int exe_open(struct session *session, struct error *err)
{
	struct executable *exe;
	int code;

	code = executable_of_path(session->cache, session->options->name, &exe, err);
	return code ? code : session_attach(session, exe, NULL, 0, err);
}

/* While a file is being replaced, there may be half a one: its next state is tried again. */
static void take_up(struct session *session)
{
	struct executable *exe;
	struct error why = {};

	if (executable_of_path(session->cache, session->options->name, &exe, &why))
		return;
	if (session_find(session, &exe->id))
		return;
	if (session_attach(session, exe, NULL, 0, &why) && !exe->is_noted) {
		message_print(why.text);
		exe->is_noted = true;
	}
}

static void mark_seen(struct session *session)
{
	struct followed *followed;
	struct pid_list pids;
	struct file_id id;
	size_t i;

	if (scan_all(&pids))
		return;
	for (i = 0; i < pids.nr; i++) {
		if (process_exe_id(pids.pids[i], &id))
			continue;
		followed = session_find(session, &id);
		if (followed)
			followed->is_seen = true;
	}
	pid_list_deinit(&pids);
}

static void let_go(struct session *session, const struct file_id *current)
{
	size_t i;

	for (i = 0; i < session->nr_followed; i++)
		session->followed[i].is_seen = file_id_equal(&session->followed[i].file, current);
	mark_seen(session);
	for (i = session->nr_followed; i-- > 0;)
		if (!session->followed[i].is_seen)
			session_drop(session, &session->followed[i]);
}

static int exe_renew(struct session *session, struct error *err)
{
	struct file_id current;

	(void)err;
	if (file_id_of_path(session->options->name, &current))
		return 0;
	if (!session_find(session, &current))
		take_up(session);
	else if (session->nr_followed > 1)
		let_go(session, &current);
	return 0;
}

const struct follow_ops follow_exe = {
	.open = exe_open,
	.renew = exe_renew,
};
