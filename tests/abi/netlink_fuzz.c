// SPDX-License-Identifier: GPL-2.0
/*
 * usage: netlink_fuzz [REQUESTS [SEED]]
 *
 * Requests to the netlink family that were spoiled a little, dumps that go on
 * after the world has changed, sockets with no room. Whatever comes back is
 * well-formed and an answer that makes sense, no request changes anything, and
 * nobody without capabilities gets anything. The same seed repeats a run.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "chance.h"
#include "device.h"
#include "fuzz_proof.h"
#include "fuzz_tally.h"
#include "fuzz_world.h"
#include "netlink_request.h"
#include "nl_check.h"
#include "nl_socket.h"
#include "specimen.h"
#include "tap.h"

#define REQUESTS_DEFAULT	6000
#define REQUESTS_A_ROUND	1000
#define TARGETS_MAX		4
#define RECEIVE_BYTES		(256u << 10)
#define OVERRUNS_MAX		1000	/* in a row, with nobody sending */
#define NOBODY			65534
#define SOL_NETLINK		270

static const struct fuzz_kind kinds[NETLINK_KINDS] = {
	[NETLINK_TARGET_ONE] = { "target", FUZZ_EXPECT_BOTH },
	[NETLINK_TARGET_DUMP] = { "target dump", FUZZ_EXPECT_BOTH },
	[NETLINK_STATS_ONE] = { "stats", FUZZ_EXPECT_BOTH },
	[NETLINK_STATS_DUMP] = { "stats dump", FUZZ_EXPECT_BOTH },
	[NETLINK_OTHER_COMMAND] = { "other command", FUZZ_EXPECT_REFUSED },
	[NETLINK_OTHER_MESSAGE] = { "other message", FUZZ_EXPECT_ANY },
	[NETLINK_SEVERAL] = { "several", FUZZ_EXPECT_ANY },
	[NETLINK_NOBODY] = { "as nobody", FUZZ_EXPECT_REFUSED },
	[NETLINK_JOIN] = { "join", FUZZ_EXPECT_BOTH },
	[NETLINK_JOIN_NOBODY] = { "join as nobody", FUZZ_EXPECT_REFUSED },
};

/* What this family, generic netlink and netlink below it answer. */
static const int errnos[] = {
	0, EINVAL, ENOENT, EOPNOTSUPP, EBUSY, ERANGE, EPERM, ENODATA,
	EAGAIN,	/* no room for the second of several answers */
};

static struct chance chance;
static struct nl_family family;
static struct specimen specimen;
static int device, requester, listener;
static uint32_t ids[TARGETS_MAX];
static long nr_ids;
static unsigned long nr_objects, nr_events, nr_overruns;

static bool is_known(int err)
{
	size_t i;

	for (i = 0; i < sizeof(errnos) / sizeof(errnos[0]); i++)
		if (errnos[i] == err)
			return true;
	tap_note("errno %s", strerrorname_np(err));
	return false;
}

static void change_targets(void)
{
	long id;

	if (nr_ids && (nr_ids == TARGETS_MAX || chance_is(&chance, 2))) {
		device_detach(device, ids[--nr_ids]);
		return;
	}
	specimen.args.hdr.flags = MAPGC_ATTACH_EXACT;
	specimen.args.nr_sites = 1 + chance_below(&chance, SPECIMEN_SITES);
	id = device_attach(device, &specimen.args);
	if (id > 0)
		ids[nr_ids++] = id;
}

/* Everything that is there: the rest of a dump is made as its start is read. */
static bool drain(int fd, struct nl_answer *ret, bool does_change)
{
	static unsigned char buf[RECEIVE_BYTES];
	unsigned int overruns = 0;
	long len;

	while (overruns < OVERRUNS_MAX) {
		len = nl_receive(fd, buf, sizeof(buf));
		if (len == -ENOBUFS) {
			nr_overruns++;
			overruns++;
			continue;
		}
		if (len <= 0)
			return len == 0;
		if (!nl_check(buf, len, family.id, ret))
			return false;
		if (does_change && chance_is(&chance, 2))
			change_targets();
	}
	tap_note("overrun %u times in a row", overruns);
	return false;
}

static void set_option(int fd, int option)
{
	int value = chance_below(&chance, 2);

	setsockopt(fd, SOL_NETLINK, option, &value, sizeof(value));
}

/* The answers to it may be cut off where nobody looks at them. */
static void leave_in_the_middle(void)
{
	unsigned char little[64];

	nl_receive(requester, little, chance_below(&chance, sizeof(little)));
	close(requester);
	requester = nl_socket();
}

static void vary_socket(void)
{
	static const int options[] = {
		NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK, NETLINK_NO_ENOBUFS,
	};
	int bytes = chance_is(&chance, 2) ? 0 : 1 << 20;

	set_option(requester, options[chance_below(&chance, 4)]);
	setsockopt(requester, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static bool ask(struct netlink_request *request)
{
	struct nl_answer answer = {};
	bool does_change = chance_is(&chance, 20);
	uint64_t before = fuzz_world(device);
	int err;

	err = nl_send(requester, request->data, request->bytes);
	if (!err && chance_is(&chance, 50)) {
		leave_in_the_middle();
		return fuzz_world(device) == before;
	}
	if (!drain(requester, &answer, does_change))
		return false;
	nr_objects += answer.nr_objects;
	err = err ? -err : answer.has_end ? answer.err : 0;
	if (err || answer.has_end)
		fuzz_tally_add(request->kind, err);
	if (!does_change && fuzz_world(device) != before) {
		tap_note("a request changed something");
		return false;
	}
	return is_known(err);
}

/* In a child: how many objects somebody got who may have none; -1 where it was refused. */
static int objects_of_nobody(const struct netlink_request *request)
{
	struct nl_answer answer = {};
	int fd;

	if (setgid(NOBODY) || setuid(NOBODY))
		return 100;
	fd = nl_socket();
	nl_send(fd, request->data, request->bytes);
	if (!drain(fd, &answer, false) || answer.nr_objects)
		return 100;
	if (!setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &family.events,
			sizeof(family.events)))
		return 101;
	return answer.has_end ? answer.err : 0;
}

static bool ask_as_nobody(const struct netlink_request *request)
{
	pid_t child = fork();
	int status = 0;

	if (!child)
		_exit(objects_of_nobody(request));
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return false;
	if (WEXITSTATUS(status) >= 100) {
		tap_note("somebody without capabilities got %s",
			 WEXITSTATUS(status) == 101 ? "events" : "objects");
		return false;
	}
	if (request->kind <= NETLINK_STATS_DUMP)
		fuzz_tally_add(NETLINK_NOBODY, WEXITSTATUS(status));
	fuzz_tally_add(NETLINK_JOIN_NOBODY, EPERM);
	return true;
}

/* In and out of the group, and of groups that are not there. */
static void join(void)
{
	int option = chance_is(&chance, 3) ? NETLINK_DROP_MEMBERSHIP : NETLINK_ADD_MEMBERSHIP;
	uint32_t group = chance_is(&chance, 4) ? chance_edge(&chance) : family.events;
	int bytes = chance_is(&chance, 2) ? 0 : 1 << 16;
	int err;

	if (chance_is(&chance, 8)) {
		close(listener);
		listener = nl_socket();
	}
	err = setsockopt(listener, SOL_NETLINK, option, &group, sizeof(group)) ? errno : 0;
	if (group == family.events || err)
		fuzz_tally_add(NETLINK_JOIN, err);
	setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
}

static bool hear(void)
{
	struct nl_answer answer = {};
	unsigned int i;

	for (i = chance_below(&chance, 40); i; i--)
		specimen_pause(chance_is(&chance, 2), chance_draw(&chance) >> 30,
			       chance_draw(&chance) >> 34);
	if (!drain(listener, &answer, false))
		return false;
	nr_events += answer.nr_objects;
	return true;
}

static bool step(void)
{
	struct netlink_request request;

	netlink_request_make(&chance, family.id, ids, nr_ids, &request);
	if (chance_is(&chance, 50))
		return ask_as_nobody(&request);
	if (chance_is(&chance, 40))
		change_targets();
	if (chance_is(&chance, 40))
		vary_socket();
	if (chance_is(&chance, 30))
		join();
	if (chance_is(&chance, 30) && !hear())
		return false;
	return ask(&request);
}

/* The largest there is: dumps of several messages. */
static void fill_figures(void)
{
	while (nr_ids < TARGETS_MAX)
		change_targets();
	specimen_everything();
}

static bool run_round(void)
{
	unsigned int i;

	fill_figures();
	for (i = 0; i < REQUESTS_A_ROUND; i++)
		if (!step())
			return false;
	return true;
}

static bool prove(void)
{
	nr_ids = 0;
	return fuzz_proof(device, &chance);
}

static void run(unsigned long requests, uint64_t seed)
{
	bool is_right = true, is_proven = true;
	unsigned int rounds = 0;

	while (fuzz_tally_goes_on(requests) && is_right && is_proven) {
		is_right = run_round();
		if (!is_right)
			tap_note("round %u", rounds);
		is_proven = prove();
		rounds++;
	}
	tap_note("%lu requests in %u rounds, %lu objects, %lu events, %lu overruns",
		 fuzz_tally_calls(), rounds, nr_objects, nr_events, nr_overruns);
	tap_result(is_right, "answers make sense, requests change nothing");
	tap_result(is_proven, "after each round every hit counts, and code is that of the file");
	tap_result(nr_objects && nr_events, "targets, figures and events were among the answers");
	tap_result(fuzz_tally_show(), "every request was accepted and refused as it may, seed %llu",
		   (unsigned long long)seed);
}

int main(int argc, char **argv)
{
	unsigned long requests = argc > 1 ? strtoul(argv[1], NULL, 0) : REQUESTS_DEFAULT;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 0) : (uint64_t)time(NULL);
	int err;

	tap_note("seed %llu", (unsigned long long)seed);
	chance_init(&chance, seed, 0);
	device = device_open();
	err = device < 0 ? device : nl_family_find(&family);
	if (!err)
		err = specimen_fill(&specimen);
	if (!err)
		err = fuzz_tally_init(kinds, NETLINK_KINDS);
	requester = nl_socket();
	listener = nl_socket();
	if (err || requester < 0 || listener < 0) {
		printf("Bail out! %s\n", strerror(-err));
		return 1;
	}
	run(requests, seed);
	return tap_end();
}
