// SPDX-License-Identifier: GPL-2.0
/*
 * Every call into the module, with the first thing that can fail failing, then the
 * second, and so on until all are behind it. A call that failed has changed nothing,
 * and the next one works.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/mapgc_netlink.h>
#include <linux/netlink.h>

#include "fault.h"
#include "nl_socket.h"
#include "storm.h"

#define PLACES_MAX	3000
#define MESSAGE_BYTES	(256 << 10)

static struct nl_family family;
static int nl;
static long steady, made;
static pid_t bystander;
static unsigned int refused, went_on;

static long do_open(void)
{
	int fd = device_open();

	if (fd >= 0)
		close(fd);
	return fd < 0 ? fd : 0;
}

static long do_info(void)
{
	struct mapgc_info_args args = { .hdr.size = sizeof(args) };

	return device_call(storm_device, MAPGC_IOC_INFO, &args.hdr);
}

static long do_list(void)
{
	uint32_t ids[2];
	long nr = device_list(storm_device, ids, 2);

	return nr < 0 ? nr : 0;
}

static long do_attach(void)
{
	made = storm_try_attach(storm_device, MAPGC_ATTACH_EXACT, getpid());
	return made < 0 ? made : 0;
}

static long do_attach_windows(void)
{
	made = storm_try_attach(storm_device, MAPGC_ATTACH_ALL | MAPGC_ATTACH_PERSISTENT,
				getpid());
	return made < 0 ? made : 0;
}

static void remove_made(void)
{
	if (made > 0)
		device_detach(storm_device, made);
	made = 0;
}

static int live_idly(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return 0;
}

static void make_bystander(void)
{
	bystander = storm_spawn(live_idly, NULL);
}

static void remove_bystander(void)
{
	kill(bystander, SIGKILL);
	waitpid(bystander, NULL, 0);
	bystander = 0;
}

static long do_process_add(void)
{
	return device_process_add(storm_device, steady, bystander);
}

static long do_target(void)
{
	struct mapgc_target_args args;
	struct mapgc_pid pids[4];

	return device_target(storm_device, steady, pids, 4, &args);
}

static long do_snapshot(void)
{
	return device_snapshot(storm_device, steady, &storm_figures);
}

static void make_one(void)
{
	made = storm_attach(storm_device, MAPGC_ATTACH_EXACT, getpid());
}

static long do_detach(void)
{
	long err = device_detach(storm_device, made);

	if (!err)
		made = 0;
	return err;
}

/* The answer to a request; of a dump, the last message. */
static long do_request(uint8_t cmd, bool is_dump)
{
	static char answer[MESSAGE_BYTES];
	const struct nlmsghdr *hdr = (void *)answer;
	struct {
		struct nlmsghdr hdr;
		struct genlmsghdr genl;
		struct nlattr attr;
		uint32_t id;
	} request = {
		.hdr.nlmsg_len = sizeof(request) - (is_dump ? 8 : 0),
		.hdr.nlmsg_type = family.id,
		.hdr.nlmsg_flags = NLM_F_REQUEST | (is_dump ? NLM_F_DUMP : 0),
		.genl.cmd = cmd,
		.genl.version = MAPGC_FAMILY_VERSION,
		.attr = { .nla_len = 8, .nla_type = MAPGC_A_STATS_ID },
		.id = steady,
	};
	long len = nl_send(nl, &request, request.hdr.nlmsg_len);

	while (!len) {
		len = nl_receive(nl, answer, sizeof(answer));
		if (len <= 0)
			break;
		if (hdr->nlmsg_type == NLMSG_ERROR)
			return ((struct nlmsgerr *)NLMSG_DATA(hdr))->error;
		if (!is_dump || hdr->nlmsg_type == NLMSG_DONE)
			return 0;
		len = 0;
	}
	return len ? len : -ENODATA;
}

static long do_target_get(void)
{
	return do_request(MAPGC_CMD_TARGET_GET, false);
}

static long do_target_dump(void)
{
	return do_request(MAPGC_CMD_TARGET_GET, true);
}

static long do_stats_get(void)
{
	return do_request(MAPGC_CMD_STATS_GET, false);
}

static long do_stats_dump(void)
{
	return do_request(MAPGC_CMD_STATS_GET, true);
}

/* Half an answer may be left in a socket: each time a new one. */
static void renew_socket(void)
{
	close(nl);
	nl = nl_socket();
}

/**
 * struct call - one way into the module
 * @name: its name
 * @before: makes what it needs, without faults; or NULL
 * @run: 0 or negative errno
 * @after: removes what it made, without faults; or NULL
 */
static const struct call {
	const char *name;
	void (*before)(void);
	long (*run)(void);
	void (*after)(void);
} calls[] = {
	{ "open", NULL, do_open, NULL },
	{ "info", NULL, do_info, NULL },
	{ "list", NULL, do_list, NULL },
	{ "attach, exact", NULL, do_attach, remove_made },
	{ "attach, windows, all, persistent", NULL, do_attach_windows, remove_made },
	{ "process_add", make_bystander, do_process_add, remove_bystander },
	{ "target", NULL, do_target, NULL },
	{ "snapshot", NULL, do_snapshot, NULL },
	{ "detach", make_one, do_detach, remove_made },
	{ "target-get", renew_socket, do_target_get, NULL },
	{ "target-get, dump", renew_socket, do_target_dump, NULL },
	{ "stats-get", renew_socket, do_stats_get, NULL },
	{ "stats-get, dump", renew_socket, do_stats_dump, NULL },
};

/* ENODATA: an answer that got lost on its way, which netlink tells the socket at most. */
static bool is_documented(long err)
{
	return err == -ENOMEM || err == -EFAULT || err == -ENOBUFS || err == -ENODATA;
}

static bool has_target(long id, unsigned int nr_pids)
{
	struct mapgc_target_args args;

	return !device_target(storm_device, id, NULL, 0, &args) && args.nr_pids == nr_pids;
}

/*
 * How many targets there are: the steady one, and what the call was to make or remove.
 * The steady one has this process, and the one that was added to it.
 */
static bool is_consistent(const struct call *call, long err)
{
	bool is_detach = call->run == do_detach;
	bool is_attach = call->after == remove_made && !is_detach;
	uint32_t id;
	long nr = 1 + (is_attach && !err) + (is_detach && err);

	return device_list(storm_device, &id, 1) == nr &&
	       has_target(steady, 1 + (bystander && !err)) &&
	       (!is_attach || err || has_target(made, 1));
}

/* Return: 1 where it came through without a fault, 0 to go on, -1 where something is wrong. */
static int try(const struct call *call, unsigned int nth)
{
	bool has_failed;
	long err;

	if (call->before)
		call->before();
	fault_arm(nth);
	err = call->run();
	has_failed = fault_disarm();
	if (!is_consistent(call, err) || (err && (!has_failed || !is_documented(err)))) {
		tap_note("place %u%s: %ld %s", nth, has_failed ? "" : ", which is none", err,
			 device_line);
		return -1;
	}
	refused += has_failed && err;
	went_on += has_failed && !err;
	tally_op(MAPGC_OP_READ, 1);
	if (call->after)
		call->after();
	return !has_failed;
}

static void fail_each_place(const struct call *call)
{
	unsigned int nth = 0;
	int outcome = 0;

	refused = 0;
	went_on = 0;
	while (!outcome && nth++ < PLACES_MAX)
		outcome = try(call, nth);
	tap_result(outcome == 1 && refused, "%s: %u places refused, %u went on all the same",
		   call->name, refused, went_on);
}

int main(void)
{
	size_t i;

	if (!fault_prepare()) {
		puts("1..0 # SKIP this kernel injects no faults: tests/vm/run --debug");
		return 0;
	}
	storm_begin(0);
	if (nl_family_find(&family))
		return 1;
	steady = storm_attach(storm_device, MAPGC_ATTACH_EXACT, getpid());
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		fail_each_place(&calls[i]);
	tap_result(storm_settles(steady), "%lu operations, all of them counted", tally_total());
	device_detach(storm_device, steady);
	return storm_end();
}
