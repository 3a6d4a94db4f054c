// SPDX-License-Identifier: GPL-2.0
/* Reading of events from a socket that holds what others sent, too: recvmsg() is this file's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/netlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

#include <linux/mapgc_netlink.h>

#include "client/client.h"
#include "client/events.h"
#include "client/handle.h"

#define FAMILY		30
#define DATAGRAMS_MAX	8
#define TOO_LONG	(1 << 20)
#define DEADLINE_S	20

/* What the socket holds; one that is taken is gone. */
static struct {
	size_t bytes[DATAGRAMS_MAX];
	unsigned char data[DATAGRAMS_MAX][256];
	unsigned int nr;
	unsigned int taken;
} queue;

static struct client client;
static uint64_t lost;
static unsigned int heard;

ssize_t recvmsg(int fd, struct msghdr *msg, int flags)
{
	struct iovec *room = &msg->msg_iov[0];
	struct sockaddr_nl *from = msg->msg_name;
	size_t bytes;

	(void)fd;
	if (queue.taken == queue.nr) {
		errno = EAGAIN;
		return -1;
	}
	bytes = queue.bytes[queue.taken];
	*from = (struct sockaddr_nl){ .nl_family = AF_NETLINK };
	msg->msg_namelen = sizeof(*from);
	msg->msg_controllen = 0;
	msg->msg_flags = bytes > room->iov_len ? MSG_TRUNC : 0;
	if (bytes <= sizeof(queue.data[0]))
		memcpy(room->iov_base, queue.data[queue.taken], bytes);
	if (!(flags & MSG_PEEK))
		queue.taken++;
	return flags & MSG_TRUNC || bytes < room->iov_len ? bytes : room->iov_len;
}

static void add_event(uint64_t seq)
{
	struct nl_msg *msg = nlmsg_alloc();

	assert_non_null(genlmsg_put(msg, 0, 0, FAMILY, 0, 0, MAPGC_CMD_TARGET_NTF, 1));
	nla_put_u32(msg, MAPGC_A_EVENT_ID, 7);
	nla_put_u64(msg, MAPGC_A_EVENT_SEQ, seq);
	nla_put_u64(msg, MAPGC_A_EVENT_TIME_NS, 1);
	nla_put_u32(msg, MAPGC_A_EVENT_TARGET_STATE, MAPGC_TARGET_STATE_ATTACH);
	queue.bytes[queue.nr] = nlmsg_hdr(msg)->nlmsg_len;
	memcpy(queue.data[queue.nr], nlmsg_hdr(msg), queue.bytes[queue.nr]);
	queue.nr++;
	nlmsg_free(msg);
}

static void add_bytes(size_t bytes)
{
	queue.bytes[queue.nr++] = bytes;
}

static int hear(void *ctx, const struct event *event)
{
	(void)ctx;
	assert_int_equal(event->target_id, 7);
	heard++;
	return 0;
}

static int setup(void **state)
{
	(void)state;
	memset(&queue, 0, sizeof(queue));
	client = (struct client){ .fd = -1, .family = FAMILY, .events = nl_socket_alloc() };
	lost = 0;
	heard = 0;
	return !client.events || events_socket_prepare(client.events);
}

static int teardown(void **state)
{
	(void)state;
	nl_socket_free(client.events);
	return 0;
}

static void expect(unsigned int events, uint64_t losses)
{
	struct error err = {};

	/* A reader that never ends is ended by the alarm. */
	alarm(DEADLINE_S);
	assert_int_equal(client_events_read(&client, hear, NULL, &lost, &err), 0);
	alarm(0);
	assert_int_equal(queue.taken, queue.nr);
	assert_int_equal(heard, events);
	assert_int_equal(lost, losses);
}

static void test_events(void **state)
{
	(void)state;
	add_event(1);
	add_event(2);
	add_event(5);
	expect(3, 2);
}

static void test_an_empty_message_is_passed_over(void **state)
{
	(void)state;
	add_bytes(0);
	add_event(1);
	add_bytes(0);
	expect(1, 0);
}

static void test_a_message_too_long_counts_as_lost(void **state)
{
	(void)state;
	add_event(1);
	add_bytes(TOO_LONG);
	add_event(2);
	expect(2, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_events, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_empty_message_is_passed_over, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_a_message_too_long_counts_as_lost, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
