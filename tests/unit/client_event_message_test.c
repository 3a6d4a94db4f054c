// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>

#include <cmocka.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include <linux/mapgc_netlink.h>

#include "client/event_message.h"

static struct nl_msg *msg;

static void begin(int cmd)
{
	msg = nlmsg_alloc();
	assert_non_null(msg);
	assert_non_null(genlmsg_put(msg, 0, 0, 30, 0, 0, cmd, 1));
	nla_put_u32(msg, MAPGC_A_EVENT_ID, 7);
	nla_put_u64(msg, MAPGC_A_EVENT_SEQ, 1ULL << 40);
	nla_put_u64(msg, MAPGC_A_EVENT_TIME_NS, 123456789012);
}

static int parse(struct event *ret)
{
	int code = event_message_parse(nlmsg_hdr(msg), ret);

	nlmsg_free(msg);
	return code;
}

static void test_pause(void **state)
{
	struct event event;

	(void)state;
	begin(MAPGC_CMD_PAUSE_NTF);
	nla_put_u32(msg, MAPGC_A_EVENT_HOST_PID, 99);
	nla_put_flag(msg, MAPGC_A_EVENT_IS_GC);
	nla_put_flag(msg, MAPGC_A_EVENT_IS_EXACT);
	nla_put_u64(msg, MAPGC_A_EVENT_CYCLE, 3);
	nla_put_u64(msg, MAPGC_A_EVENT_TOTAL_NS, 5000000000);
	nla_put_u64(msg, MAPGC_A_EVENT_STOPPING_NS, 17);
	nla_put_u64(msg, MAPGC_A_EVENT_OFF_CPU_NS, 18);
	assert_int_equal(parse(&event), 0);
	assert_int_equal(event.type, EVENT_PAUSE);
	assert_int_equal(event.target_id, 7);
	assert_int_equal(event.seq, 1ULL << 40);
	assert_int_equal(event.time_ns, 123456789012);
	assert_int_equal(event.host_pid, 99);
	assert_true(event.is_gc && event.is_exact && event.has_stopping);
	assert_int_equal(event.cycle, 3);
	assert_int_equal(event.total_ns, 5000000000);
	assert_int_equal(event.stopping_ns, 17);
	assert_int_equal(event.off_cpu_ns, 18);
}

static void test_pause_with_the_least(void **state)
{
	struct event event;

	(void)state;
	begin(MAPGC_CMD_PAUSE_NTF);
	nla_put_u64(msg, MAPGC_A_EVENT_TOTAL_NS, 5);
	assert_int_equal(parse(&event), 0);
	assert_false(event.is_gc || event.is_exact || event.has_stopping);
	assert_int_equal(event.host_pid, 0);
	assert_int_equal(event.off_cpu_ns, 0);
}

static void test_states(void **state)
{
	static const struct {
		int cmd, attr;
		uint32_t value;
		enum event_type type;
	} rows[] = {
		{ MAPGC_CMD_PROCESS_NTF, MAPGC_A_EVENT_PROCESS_STATE,
		  MAPGC_PROCESS_STATE_START, EVENT_PROCESS_START },
		{ MAPGC_CMD_PROCESS_NTF, MAPGC_A_EVENT_PROCESS_STATE,
		  MAPGC_PROCESS_STATE_EXIT, EVENT_PROCESS_EXIT },
		{ MAPGC_CMD_TARGET_NTF, MAPGC_A_EVENT_TARGET_STATE,
		  MAPGC_TARGET_STATE_ATTACH, EVENT_TARGET_ATTACH },
		{ MAPGC_CMD_TARGET_NTF, MAPGC_A_EVENT_TARGET_STATE,
		  MAPGC_TARGET_STATE_DETACH, EVENT_TARGET_DETACH },
	};
	struct event event;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin(rows[i].cmd);
		nla_put_u32(msg, rows[i].attr, rows[i].value);
		assert_int_equal(parse(&event), 0);
		assert_int_equal(event.type, rows[i].type);
	}
}

static void test_a_newer_module_is_understood_where_it_can_be(void **state)
{
	struct event event;

	(void)state;
	begin(MAPGC_CMD_MAX + 1);
	assert_int_equal(parse(&event), -ENOMSG);
	assert_int_equal(event.seq, 1ULL << 40);
	begin(MAPGC_CMD_TARGET_NTF);
	nla_put_u32(msg, MAPGC_A_EVENT_TARGET_STATE, 77);
	assert_int_equal(parse(&event), -ENOMSG);
	begin(MAPGC_CMD_PAUSE_NTF);
	nla_put_u64(msg, MAPGC_A_EVENT_TOTAL_NS, 5);
	nla_put_u64(msg, MAPGC_A_EVENT_MAX + 1, 6);
	assert_int_equal(parse(&event), 0);
}

static void test_what_must_be_there(void **state)
{
	struct event event;

	(void)state;
	begin(MAPGC_CMD_PAUSE_NTF);
	assert_int_equal(parse(&event), -EBADMSG);
	begin(MAPGC_CMD_PROCESS_NTF);
	assert_int_equal(parse(&event), -EBADMSG);
	begin(MAPGC_CMD_TARGET_NTF);
	assert_int_equal(parse(&event), -EBADMSG);
	msg = nlmsg_alloc();
	genlmsg_put(msg, 0, 0, 30, 0, 0, MAPGC_CMD_TARGET_NTF, 1);
	nla_put_u32(msg, MAPGC_A_EVENT_TARGET_STATE, MAPGC_TARGET_STATE_ATTACH);
	assert_int_equal(parse(&event), -EBADMSG);
}

static void test_wrong_sizes(void **state)
{
	struct event event;

	(void)state;
	begin(MAPGC_CMD_PAUSE_NTF);
	nla_put_u32(msg, MAPGC_A_EVENT_TOTAL_NS, 5);
	assert_int_equal(parse(&event), -EBADMSG);
	begin(MAPGC_CMD_PAUSE_NTF);
	nlmsg_hdr(msg)->nlmsg_len = NLMSG_HDRLEN + 1;
	assert_int_equal(parse(&event), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pause),
		cmocka_unit_test(test_pause_with_the_least),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_a_newer_module_is_understood_where_it_can_be),
		cmocka_unit_test(test_what_must_be_there),
		cmocka_unit_test(test_wrong_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
