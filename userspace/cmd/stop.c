// SPDX-License-Identifier: GPL-2.0
#include "cmd/stop.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

static int stop_fd; /* set before any handler that uses it */

static void end_at_once(int signal)
{
	(void)signal;
	_exit(0);
}

static void tell(int signal)
{
	int saved_errno = errno;

	(void)signal;
	eventfd_write(stop_fd, 1);
	errno = saved_errno;
}

/* Waiting is interrupted all the same; writing is not. */
static void handle_by(void (*handler)(int signal))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };
	size_t i;

	for (i = 0; i < sizeof(stop_signals) / sizeof(stop_signals[0]); i++)
		sigaction(stop_signals[i], &action, NULL);
}

void stop_early(void)
{
	handle_by(end_at_once);
	signal(SIGPIPE, SIG_IGN); /* writing fails with EPIPE instead */
}

int stop_open(struct error *err)
{
	stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (stop_fd < 0)
		return error_set(err, -errno, "wait for signals: %s", strerror(errno));
	handle_by(tell);
	return stop_fd;
}
