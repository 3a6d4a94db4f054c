// SPDX-License-Identifier: GPL-2.0
#include "fuzz_judge.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "fuzz_tally.h"
#include "tap.h"

/* Documentation/abi.rst; EBADF is about exe_fd. */
static const int errnos[] = {
	EINVAL, E2BIG, EFAULT, EBADF, ENOENT, EBUSY, ESRCH, EXDEV, ENOSPC, ESTALE, EOPNOTSUPP,
};

int fuzz_call(const struct fuzz_request *request, int device)
{
	int err = ioctl(device, request->code, request->user) ? errno : 0;

	fuzz_tally_add(request->kind, err);
	return err;
}

static bool is_known(const struct fuzz_request *request, int err)
{
	size_t i;

	if (request->kind == FUZZ_CALL_UNKNOWN)
		return err == ENOTTY;
	if (!err)
		return true;
	for (i = 0; i < sizeof(errnos) / sizeof(errnos[0]); i++)
		if (errnos[i] == err)
			return true;
	return false;
}

static void complain(const struct fuzz_request *request, int err, const char *what)
{
	tap_note("call %u, code 0x%lx, argument 0x%llx: %s: %s", request->kind, request->code,
		 (unsigned long long)request->user, err ? strerrorname_np(err) : "success", what);
}

bool fuzz_is_documented(const struct fuzz_request *request, int err)
{
	if (is_known(request, err))
		return true;
	complain(request, err, "not documented");
	return false;
}

/* One line of text, within what it was given. */
static bool is_line(const char *line)
{
	size_t i, len = strnlen(line, MAPGC_ERROR_MAX);

	if (!len || len == MAPGC_ERROR_MAX)
		return false;
	for (i = 0; i < len; i++)
		if (line[i] < ' ' || line[i] > '~')
			return false;
	for (i = MAPGC_ERROR_MAX; i < FUZZ_LINE_ROOM; i++)
		if ((unsigned char)line[i] != 0xa5)
			return false;
	return true;
}

bool fuzz_is_right(const struct fuzz_request *request, int err)
{
	if (!fuzz_is_documented(request, err))
		return false;
	if (err && request->must_succeed) {
		complain(request, err, "nothing was wrong with it");
		return false;
	}
	if (err && request->has_line && !is_line(request->line)) {
		complain(request, err, "no line of text that says why");
		return false;
	}
	return true;
}
