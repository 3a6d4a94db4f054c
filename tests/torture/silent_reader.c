// SPDX-License-Identifier: GPL-2.0
/*
 * Subscribers of the events that never read, with the smallest buffers there are.
 * Targets work on, a subscriber that reads gets everything, and each of the silent
 * ones is told that it has lost something, and can tell how much.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/mapgc_netlink.h>

#include "crew.h"
#include "nl_socket.h"
#include "storm.h"

#define WORKERS		2
#define SILENT		20
#define SMALL_BYTES	2048
#define LARGE_BYTES	(32 << 20)
#define MESSAGE_BYTES	65536
#define PATIENCE_MS	30000

static struct nl_family family;

/**
 * struct heard - what a subscriber got
 * @events: how many
 * @pauses: of which pauses
 * @first_seq: number of the first one
 * @last_seq: number of the last one
 * @overruns: how often it was told that something is lost
 * @is_disordered: numbers went back
 * @has_ended: it was told that the target is detached
 */
struct heard {
	uint64_t events;
	uint64_t pauses;
	uint64_t first_seq;
	uint64_t last_seq;
	uint64_t overruns;
	bool is_disordered;
	bool has_ended;
};

/* Pauses that nobody spaces out: as many as a target can have. */
static int work(void)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++) {
		tally_any(i);
		tally_pause(i % 2, 2000);
		if (i % 64 == 0)
			usleep(1000);
	}
	return 0;
}

static int subscribe(int buffer_bytes)
{
	int fd = nl_socket();

	/* Doubled by the kernel, and not below its least. */
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer_bytes, sizeof(buffer_bytes)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &family.events,
		       sizeof(family.events)))
		return -1;
	return fd;
}

/* The integer of an attribute; 0 if it is not there. */
static uint64_t attr_of(const struct nlmsghdr *hdr, int type)
{
	const char *at = (const char *)hdr + NLMSG_HDRLEN + GENL_HDRLEN;
	const char *end = (const char *)hdr + hdr->nlmsg_len;
	const struct nlattr *attr;
	uint64_t value = 0;

	for (; at < end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const void *)at;
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			memcpy(&value, attr + 1, attr->nla_len - NLA_HDRLEN);
	}
	return value;
}

static void take(const struct nlmsghdr *hdr, struct heard *ret)
{
	const struct genlmsghdr *genl = NLMSG_DATA(hdr);
	uint64_t seq = attr_of(hdr, MAPGC_A_EVENT_SEQ);

	ret->is_disordered |= seq <= ret->last_seq;
	if (!ret->events)
		ret->first_seq = seq;
	ret->last_seq = seq;
	ret->events++;
	ret->pauses += genl->cmd == MAPGC_CMD_PAUSE_NTF;
	ret->has_ended |= genl->cmd == MAPGC_CMD_TARGET_NTF &&
			  attr_of(hdr, MAPGC_A_EVENT_TARGET_STATE) == MAPGC_TARGET_STATE_DETACH;
}

/* All that is there. */
static void listen_once(int fd, struct heard *ret)
{
	static __thread char buf[MESSAGE_BYTES];
	long len;

	while ((len = nl_receive(fd, buf, sizeof(buf)))) {
		if (len > 0)
			take((const void *)buf, ret);
		else
			ret->overruns++;
	}
}

static struct heard eager;

static void *listen_eagerly(void *arg)
{
	const int *fd = arg;

	while (!crew_is_over()) {
		listen_once(*fd, &eager);
		usleep(1000);
	}
	return NULL;
}

static uint64_t pauses_of(const struct mapgc_snapshot_args *figures)
{
	return figures->pauses[MAPGC_PAUSE_GC_TOTAL].count +
	       figures->pauses[MAPGC_PAUSE_OTHER_TOTAL].count;
}

/* Reads on until as many pauses are there, and the end where it is to be. */
static void listen_until(int fd, uint64_t pauses, bool has_ended)
{
	int patience_ms = PATIENCE_MS;

	do {
		usleep(1000);
		listen_once(fd, &eager);
	} while ((eager.pauses < pauses || eager.has_ended < has_ended) && --patience_ms);
}

/* The queue in front of the sockets may be full, too; that loss is the target's. */
static void check_eager(int fd, uint32_t id)
{
	uint64_t dropped, pauses, gap;
	bool is_right;

	device_snapshot(storm_device, id, &storm_figures);
	dropped = storm_figures.losses[MAPGC_LOSS_EVENT_DROPPED];
	pauses = pauses_of(&storm_figures);
	listen_until(fd, pauses - dropped, false);
	/* An event behind all the others, so that a gap at their end is seen, too. */
	device_detach(storm_device, id);
	listen_until(fd, pauses - dropped, true);
	gap = eager.last_seq - eager.first_seq + 1 - eager.events;
	is_right = eager.pauses + dropped == pauses && gap == dropped && !eager.overruns &&
		   !eager.is_disordered && eager.has_ended;
	if (!is_right)
		tap_note("%llu of %llu pauses, %llu missing numbers, %llu overruns%s%s",
			 (unsigned long long)eager.pauses, (unsigned long long)pauses,
			 (unsigned long long)gap, (unsigned long long)eager.overruns,
			 eager.is_disordered ? ", in disorder" : "",
			 eager.has_ended ? "" : ", no end");
	tap_result(is_right,
		   "who reads gets all events, %llu, but %llu that are counted as dropped",
		   (unsigned long long)eager.events, (unsigned long long)dropped);
}

static void check_silent(const int *fds)
{
	unsigned int i, told = 0, right = 0;
	uint64_t events = 0;

	for (i = 0; i < SILENT; i++) {
		struct heard heard = {};

		listen_once(fds[i], &heard);
		told += heard.overruns == 1;
		/* What fitted into its buffer, and the rest is behind that. */
		right += heard.events && !heard.is_disordered && heard.events < eager.events;
		events += heard.events;
		close(fds[i]);
	}
	tap_result(told == SILENT && right == SILENT,
		   "%u of %u who did not read were told so, and got %llu events in all", told,
		   SILENT, (unsigned long long)events);
}

int main(void)
{
	int silent[SILENT], loud;
	struct crew crew;
	pthread_t thread;
	unsigned int i;
	uint32_t id;

	storm_begin(0);
	if (nl_family_find(&family))
		return 1;
	crew_start(&crew, WORKERS, work);
	loud = subscribe(LARGE_BYTES);
	id = crew_attach(&crew);
	for (i = 0; i < SILENT; i++)
		silent[i] = subscribe(SMALL_BYTES);
	if (pthread_create(&thread, NULL, listen_eagerly, &loud))
		return 1;
	crew_go();
	while (storm_goes_on())
		usleep(10000);
	crew_rest(&crew);
	pthread_join(thread, NULL);
	tap_result(tally_total() && storm_settles(id), "%lu operations, all of them counted",
		   tally_total());
	check_eager(loud, id);
	check_silent(silent);
	close(loud);
	crew_dismiss(&crew);
	return storm_end();
}
