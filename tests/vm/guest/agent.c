// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's process 1 once its root is mounted. Runs one command for the host
 * and carries its streams over one virtio-serial port, in frames:
 *
 *	u8 type, u32 length (little endian), length bytes
 *
 * Host to guest, before the command:
 *	'm' a piece of a kernel module to load	'd' working directory
 *	'v' one environment string		'a' one argument
 *	't' "ROWS COLS": a terminal is wanted	'2' standard error apart from it
 *	'r' run
 * and while it runs:
 *	'i' input for the terminal		'w' "ROWS COLS": its new size
 * Guest to host:
 *	'o' standard output or terminal		'e' standard error
 *	'f' text: could not start (last frame)	'x' exit status, text (last frame)
 *
 * The last frame follows all output, so the host needs to wait for nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define KMEMLEAK "/sys/kernel/debug/kmemleak"
#define MAX_STRINGS 4096
#define FRAME_MAX_BYTES 65536

struct frame {
	char type;
	uint32_t len;
	char data[FRAME_MAX_BYTES + 1];
};

/* What the host asked for, as it comes in. */
struct request {
	char *module;
	size_t module_bytes;
	char *dir;
	char *env[MAX_STRINGS + 1];
	int nr_env;
	char *arg[MAX_STRINGS + 1];
	int nr_arg;
	struct winsize size;
	int wants_terminal;
	int wants_stderr_apart;
};

/* Where the command's streams arrive; -1 when there is none. */
struct streams {
	int terminal;
	int out;
	int err;
	int signals;
};

static int port = -1;

static void power_off(void)
{
	/*
	 * The host kills the machine before this; here for when it is gone. The
	 * machine ends instead of a reboot; to power off takes ACPI, which not all have.
	 */
	sleep(5);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static void write_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			return;
		p += n;
		len -= n;
	}
}

static void send_frame(char type, const void *data, uint32_t len)
{
	static char buf[5 + FRAME_MAX_BYTES];

	buf[0] = type;
	memcpy(buf + 1, &len, 4);
	memcpy(buf + 5, data, len);
	write_all(port, buf, 5 + len);
}

static void send_text(char type, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	send_frame(type, text, strlen(text));
}

static void read_all(void *data, size_t len)
{
	char *p = data;

	while (len) {
		ssize_t n = read(port, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			power_off();
		p += n;
		len -= n;
	}
}

static void receive_frame(struct frame *frame)
{
	char head[5];

	read_all(head, sizeof(head));
	frame->type = head[0];
	memcpy(&frame->len, head + 1, 4);
	if (frame->len > FRAME_MAX_BYTES)
		power_off();
	read_all(frame->data, frame->len);
	frame->data[frame->len] = '\0';
}

static void parse_size(const char *text, struct winsize *ret)
{
	if (sscanf(text, "%hu %hu", &ret->ws_row, &ret->ws_col) != 2)
		*ret = (struct winsize){ .ws_row = 24, .ws_col = 80 };
}

static void add_to_module(struct request *req, const char *data, size_t len)
{
	req->module = realloc(req->module, req->module_bytes + len);
	if (!req->module)
		power_off();
	memcpy(req->module + req->module_bytes, data, len);
	req->module_bytes += len;
}

static void receive_request(struct request *req)
{
	static struct frame frame;

	for (;;) {
		receive_frame(&frame);
		switch (frame.type) {
		case 'm':
			add_to_module(req, frame.data, frame.len);
			break;
		case 'd':
			req->dir = strdup(frame.data);
			break;
		case 'v':
			if (req->nr_env < MAX_STRINGS)
				req->env[req->nr_env++] = strdup(frame.data);
			break;
		case 'a':
			if (req->nr_arg < MAX_STRINGS)
				req->arg[req->nr_arg++] = strdup(frame.data);
			break;
		case 't':
			req->wants_terminal = 1;
			parse_size(frame.data, &req->size);
			break;
		case '2':
			req->wants_stderr_apart = 1;
			break;
		case 'r':
			return;
		}
	}
}

/* The command's side, in the child: never returns. */
static void become_command(struct request *req, int in, int out, int err)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	if (req->wants_terminal)
		ioctl(in, TIOCSCTTY, 0);
	dup2(in, 0);
	dup2(out, 1);
	dup2(err, 2);
	if (chdir(req->dir)) {
		fprintf(stderr, "%s: %s\n", req->dir, strerror(errno));
		_exit(127);
	}
	clearenv();
	for (int i = 0; i < req->nr_env; i++)
		putenv(req->env[i]);
	execvp(req->arg[0], req->arg);
	fprintf(stderr, "%s: %s\n", req->arg[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static int open_terminal(const struct winsize *size, int *ret_slave)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (master < 0 || grantpt(master) || unlockpt(master))
		return -1;
	*ret_slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	ioctl(master, TIOCSWINSZ, size);
	return *ret_slave < 0 ? -1 : master;
}

static pid_t start_command(struct request *req, struct streams *ret)
{
	int in = -1, out = -1, err = -1, pair[2];
	pid_t pid;

	*ret = (struct streams){ -1, -1, -1, ret->signals };
	if (req->wants_terminal) {
		ret->terminal = open_terminal(&req->size, &in);
		if (ret->terminal < 0)
			return -1;
		out = in;
		err = in;
	} else {
		in = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (pipe2(pair, O_CLOEXEC))
			return -1;
		ret->out = pair[0];
		out = pair[1];
	}
	if (!req->wants_terminal || req->wants_stderr_apart) {
		if (pipe2(pair, O_CLOEXEC))
			return -1;
		ret->err = pair[0];
		err = pair[1];
	}
	pid = fork();
	if (!pid)
		become_command(req, in, out, err);
	close(in);
	if (out != in)
		close(out);
	if (err != in)
		close(err);
	return pid;
}

/* Returns 0 at the end of the stream. */
static int pass_on(char type, int fd)
{
	static char buf[FRAME_MAX_BYTES];
	ssize_t n = read(fd, buf, sizeof(buf));

	if (n > 0)
		send_frame(type, buf, n);
	return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

static void take_from_host(const struct streams *streams)
{
	static struct frame frame;
	struct winsize size = { 0 };

	receive_frame(&frame);
	if (streams->terminal < 0)
		return;
	if (frame.type == 'i')
		write_all(streams->terminal, frame.data, frame.len);
	if (frame.type == 'w') {
		parse_size(frame.data, &size);
		ioctl(streams->terminal, TIOCSWINSZ, &size);
	}
}

/* Process 1 also inherits every orphan. Returns 1 once PID itself has ended. */
static int reap(int signals, pid_t pid, int *ret_status)
{
	struct signalfd_siginfo info;
	int status, ended = 0;
	pid_t child;

	if (read(signals, &info, sizeof(info)) < 0)
		return 0;
	while ((child = waitpid(-1, &status, WNOHANG)) > 0) {
		if (child == pid) {
			*ret_status = status;
			ended = 1;
		}
	}
	return ended;
}

/*
 * Carries the streams until the command has ended and all that it wrote is
 * passed on. What it left running in the background is not waited for.
 */
static int carry(struct streams *streams, pid_t pid)
{
	int status = 0, ended = 0;

	for (;;) {
		struct pollfd fds[] = {
			{ .fd = streams->out, .events = POLLIN },
			{ .fd = streams->err, .events = POLLIN },
			{ .fd = streams->terminal, .events = POLLIN },
			{ .fd = streams->signals, .events = POLLIN },
			{ .fd = port, .events = POLLIN },
		};
		int n = poll(fds, 5, ended ? 0 : -1);

		if (n < 0 && errno != EINTR)
			break;
		if (n <= 0) {
			if (ended)
				break;
			continue;
		}
		if (fds[0].revents && !pass_on('o', streams->out))
			streams->out = -1;
		if (fds[1].revents && !pass_on('e', streams->err))
			streams->err = -1;
		if (fds[2].revents && !pass_on('o', streams->terminal))
			streams->terminal = -1;
		if (fds[3].revents && reap(streams->signals, pid, &status))
			ended = 1;
		if (fds[4].revents & POLLIN)
			take_from_host(streams);
	}
	return status;
}

/*
 * On kernels that can tell: what leaked, into the kernel log. What still runs ends
 * first, because its files keep mapgc and allocations of it alive.
 */
static void look_for_leaks(void)
{
	pid_t pid;

	if (access(KMEMLEAK, R_OK))
		return;
	kill(-1, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
	pid = fork();
	if (!pid) {
		execl("/run/mapgc-vm/leaks", "leaks", NULL);
		_exit(127);
	}
	waitpid(pid, NULL, 0);
}

/* Marks in the kernel log that nothing of interest follows. */
static void end_log(void)
{
	static const char mark[] = "<0>mapgc-vm: end\n";
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	write_all(fd, mark, sizeof(mark) - 1);
	close(fd);
}

static int block_sigchld(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int main(void)
{
	static struct request req;
	struct streams streams;
	int status;
	pid_t pid;

	port = open("/dev/vport0p1", O_RDWR | O_CLOEXEC);
	if (port < 0)
		power_off();
	receive_request(&req);
	if (req.module && syscall(SYS_init_module, req.module, req.module_bytes, "")) {
		send_text('f', "loading the module: %s", strerror(errno));
		power_off();
	}
	free(req.module);
	streams.signals = block_sigchld();
	pid = start_command(&req, &streams);
	if (pid < 0) {
		send_text('f', "%s: %s", req.arg[0], strerror(errno));
		power_off();
	}
	status = carry(&streams, pid);
	look_for_leaks();
	end_log();
	send_text('x', "%d", WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
	power_off();
}
