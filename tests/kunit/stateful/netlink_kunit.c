// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>

#include "crew.h"
#include "deadline.h"
#include "executable.h"
#include "genl_client.h"
#include "module/report.h"
#include "module/target.h"
#include "parts.h"

static struct file *exe;

static int netlink_suite_init(struct kunit_suite *suite)
{
	exe = executable_create();
	return IS_ERR(exe) ? PTR_ERR(exe) : parts_init();
}

static void netlink_suite_exit(struct kunit_suite *suite)
{
	if (!IS_ERR_OR_NULL(exe))
		fput(exe);
	parts_exit();
}

/* In the registry, without a probe. */
static struct mapgc_target *publish(struct kunit *test)
{
	struct mapgc_request *request = executable_request(test, exe, 1);
	struct mapgc_target *target;

	memset(request->args.label, 'l', MAPGC_LABEL_MAX - 1);
	memset(request->args.go_version, 'v', MAPGC_VERSION_MAX - 1);
	target = mapgc_target_create(request);
	KUNIT_ASSERT_FALSE(test, IS_ERR(target));
	KUNIT_EXPECT_EQ(test, mapgc_target_publish(target), 0);
	return target;
}

static void withdraw(struct mapgc_target *target)
{
	mapgc_process_remove_all(target->processes);
	mapgc_process_exit();
	mapgc_target_unpublish(target);
	mapgc_target_put(target);
}

/* No counter is 0, so that none is left out of a message. */
static void fill_figures(struct mapgc_target *target)
{
	memset(per_cpu_ptr(target->stats, 0), 0x11, sizeof(struct mapgc_stats));
}

/* What came of a request that is not answered with anything but an error. */
static int refusal(struct genl_client *client, struct nlmsghdr *request)
{
	int err = genl_client_send(client, request);
	struct nlmsghdr *message = err ? NULL : genl_client_receive(client);

	if (err || !message)
		return err ? err : -ENOMSG;
	return genl_client_error(message);
}

/**
 * struct malformed - a request with one attribute
 * @cmd: MAPGC_CMD_*, or none
 * @type: of the attribute
 * @bytes: of the attribute
 * @err: negative errno
 */
struct malformed {
	u8 cmd;
	u16 type;
	u16 bytes;
	int err;
};

static const struct malformed malformed[] = {
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID, 0, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID, 1, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID, 3, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID, 5, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID, 8, -EINVAL },
	{ MAPGC_CMD_STATS_GET, MAPGC_A_STATS_ID, 3, -EINVAL },
	{ MAPGC_CMD_STATS_GET, MAPGC_A_STATS_ID, 64, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID | NLA_F_NESTED, 4, -EINVAL },
	/* Attributes of answers, and of nothing. */
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_PAD, 4, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_EXE, 4, -EINVAL },
	{ MAPGC_CMD_STATS_GET, MAPGC_A_STATS_TIME_NS, 8, -EINVAL },
	{ MAPGC_CMD_STATS_GET, MAPGC_A_STATS_MAX + 1, 4, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, 0x3fff, 4, -EINVAL },
	{ MAPGC_CMD_TARGET_GET, 0, 4, -EINVAL },
	/* Commands that are only sent, and none. */
	{ MAPGC_CMD_PAUSE_NTF, MAPGC_A_EVENT_ID, 4, -EOPNOTSUPP },
	{ MAPGC_CMD_MAX + 1, MAPGC_A_TARGET_ID, 4, -EOPNOTSUPP },
	{ 0, MAPGC_A_TARGET_ID, 4, -EOPNOTSUPP },
	{ 0xff, MAPGC_A_TARGET_ID, 4, -EOPNOTSUPP },
};

static void attributes_are_checked(struct kunit *test)
{
	static const u8 zeroes[64];
	struct genl_client *client = genl_client_open(test);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(malformed); i++) {
		const struct malformed *bad = &malformed[i];
		struct nlmsghdr *request = genl_client_begin(client, bad->cmd, 0);

		genl_client_put(request, bad->type, zeroes, bad->bytes);
		KUNIT_EXPECT_EQ_MSG(test, refusal(client, request), bad->err,
				    "command %u, attribute 0x%x of %u bytes", bad->cmd,
				    bad->type, bad->bytes);
		KUNIT_EXPECT_NULL(test, genl_client_receive(client));
	}
	genl_client_close(client);
}

static void lengths_are_checked(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test);
	struct nlmsghdr *request;
	struct nlattr *attr;
	u32 id = 1;

	/* Without an attribute; without the family's own header. */
	request = genl_client_begin(client, MAPGC_CMD_STATS_GET, 0);
	KUNIT_EXPECT_EQ(test, refusal(client, request), -EINVAL);
	request->nlmsg_len = NLMSG_HDRLEN;
	KUNIT_EXPECT_EQ(test, refusal(client, request), -EINVAL);

	/* An attribute that goes on behind the message; one shorter than its header. */
	request = genl_client_begin(client, MAPGC_CMD_STATS_GET, 0);
	attr = (void *)request + request->nlmsg_len;
	genl_client_put(request, MAPGC_A_STATS_ID, &id, sizeof(id));
	attr->nla_len = 0xffff;
	KUNIT_EXPECT_EQ(test, refusal(client, request), -EINVAL);
	attr->nla_len = 3;
	KUNIT_EXPECT_EQ(test, refusal(client, request), -EINVAL);
	genl_client_close(client);
}

static void ids_of_no_target_are_refused(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test);
	struct mapgc_target *target = publish(test);
	const u32 ids[] = { 0, target->id - 1, target->id + 1, ~0U };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		struct nlmsghdr *request = genl_client_begin(client, MAPGC_CMD_TARGET_GET, 0);

		genl_client_put(request, MAPGC_A_TARGET_ID, &ids[i], sizeof(ids[i]));
		KUNIT_EXPECT_EQ(test, refusal(client, request), -ENOENT);
		request = genl_client_begin(client, MAPGC_CMD_STATS_GET, 0);
		genl_client_put(request, MAPGC_A_STATS_ID, &ids[i], sizeof(ids[i]));
		KUNIT_EXPECT_EQ(test, refusal(client, request), -ENOENT);
	}
	withdraw(target);
	genl_client_close(client);
}

/**
 * struct privilege - capabilities of the sender
 * @has_net_admin: CAP_NET_ADMIN
 * @other: the only one beside that
 * @err: of a request
 */
struct privilege {
	bool has_net_admin;
	int other;
	int err;
};

/* -ENOENT: as far as the look-up. */
static const struct privilege privileges[] = {
	{ true, CAP_NET_RAW, -EPERM },
	{ false, CAP_SYS_ADMIN, -EPERM },
	{ false, CAP_PERFMON, -EPERM },
	{ true, CAP_PERFMON, -ENOENT },
	{ true, CAP_SYS_ADMIN, -ENOENT },
};

static const struct cred *become(struct kunit *test, const struct privilege *privilege)
{
	struct cred *cred = prepare_creds();

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, cred);
	cap_clear(cred->cap_effective);
	cap_raise(cred->cap_effective, privilege->other);
	if (privilege->has_net_admin)
		cap_raise(cred->cap_effective, CAP_NET_ADMIN);
	return override_creds(cred);
}

static void become_again(const struct cred *old)
{
	const struct cred *current_one = current_cred();

	revert_creds(old);
	put_cred(current_one);
}

static int ask_for_nobody(struct genl_client *client)
{
	struct nlmsghdr *request = genl_client_begin(client, MAPGC_CMD_TARGET_GET, 0);
	u32 id = 0;

	genl_client_put(request, MAPGC_A_TARGET_ID, &id, sizeof(id));
	return refusal(client, request);
}

/* Of who sends, and of who opened the socket. */
static void capabilities_are_checked_twice(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test), *opened;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(privileges); i++) {
		const struct privilege *privilege = &privileges[i];
		const struct cred *old = become(test, privilege);

		KUNIT_EXPECT_EQ(test, ask_for_nobody(client), privilege->err);
		opened = genl_client_open(test);
		become_again(old);
		KUNIT_EXPECT_EQ(test, ask_for_nobody(opened), privilege->err);
		genl_client_close(opened);
	}
	genl_client_close(client);
}

static void dump_needs_the_capability(struct kunit *test)
{
	static const struct privilege without = { true, CAP_NET_RAW, -EPERM };
	struct genl_client *client = genl_client_open(test);
	const struct cred *old = become(test, &without);
	struct nlmsghdr *request = genl_client_begin(client, MAPGC_CMD_STATS_GET, NLM_F_DUMP);

	KUNIT_EXPECT_EQ(test, refusal(client, request), -EPERM);
	become_again(old);
	genl_client_close(client);
}

static struct nlmsghdr *ask(struct kunit *test, struct genl_client *client, u8 cmd, u16 attr,
			    u32 id)
{
	struct nlmsghdr *request = genl_client_begin(client, cmd, 0);

	genl_client_put(request, attr, &id, sizeof(id));
	KUNIT_EXPECT_EQ(test, genl_client_send(client, request), 0);
	return genl_client_receive(client);
}

static u32 count_attributes(const struct nlmsghdr *message, int type)
{
	struct nlattr *attr;
	int left;
	u32 nr = 0;

	nlmsg_for_each_attr(attr, message, GENL_HDRLEN, left)
		nr += nla_type(attr) == type;
	return nr;
}

static void largest_target_fits(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test);
	struct mapgc_target *target = publish(test);
	struct crew_spaces spaces = crew_spaces(test, MAPGC_PROCESSES_MAX);
	struct crew_process *process = crew_process(test, 100);
	struct nlattr *attrs[MAPGC_A_TARGET_MAX + 1];
	struct nlmsghdr *message;
	u32 i;

	for (i = 0; i < MAPGC_PROCESSES_MAX; i++) {
		process->task.mm = crew_space(&spaces, i);
		mapgc_process_add(target->processes, &process->task, process->task.mm);
	}
	message = ask(test, client, MAPGC_CMD_TARGET_GET, MAPGC_A_TARGET_ID, target->id);
	KUNIT_ASSERT_NOT_NULL(test, message);
	KUNIT_ASSERT_EQ(test, message->nlmsg_type, client->family_id);
	KUNIT_EXPECT_EQ(test, count_attributes(message, MAPGC_A_TARGET_PROCESS),
			MAPGC_PROCESSES_MAX);
	KUNIT_ASSERT_EQ(test, genl_client_parse(message, attrs, MAPGC_A_TARGET_MAX), 0);
	for (i = MAPGC_A_TARGET_ID; i <= MAPGC_A_TARGET_MAX; i++)
		KUNIT_EXPECT_NOT_NULL(test, attrs[i]);
	KUNIT_EXPECT_EQ(test, nla_get_u32(attrs[MAPGC_A_TARGET_ID]), target->id);
	KUNIT_EXPECT_EQ(test, nla_len(attrs[MAPGC_A_TARGET_EXE]), MAPGC_LABEL_MAX);
	withdraw(target);
	genl_client_close(client);
}

static void check_stats(struct kunit *test, const struct nlmsghdr *message, u32 id)
{
	struct nlattr *attrs[MAPGC_A_STATS_MAX + 1];
	struct nlattr *attr;
	u32 nr_buckets = 0;
	int left, i;

	KUNIT_ASSERT_EQ(test, genl_client_parse(message, attrs, MAPGC_A_STATS_MAX), 0);
	for (i = MAPGC_A_STATS_ID; i <= MAPGC_A_STATS_MAX; i++)
		KUNIT_EXPECT_NOT_NULL(test, attrs[i]);
	KUNIT_EXPECT_EQ(test, nla_get_u32(attrs[MAPGC_A_STATS_ID]), id);
	KUNIT_EXPECT_EQ(test, count_attributes(message, MAPGC_A_STATS_DEPTH),
			MAPGC_OPS * MAPGC_DEPTHS);
	KUNIT_EXPECT_EQ(test, count_attributes(message, MAPGC_A_STATS_PAUSE), MAPGC_PAUSES);
	nla_for_each_nested(attr, attrs[MAPGC_A_STATS_PAUSE], left)
		nr_buckets += nla_type(attr) == MAPGC_A_PAUSE_BUCKET;
	KUNIT_EXPECT_EQ(test, nr_buckets, MAPGC_HIST_BUCKETS);
}

static void largest_figures_fit(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test);
	struct mapgc_target *target = publish(test);
	struct nlmsghdr *message;

	fill_figures(target);
	message = ask(test, client, MAPGC_CMD_STATS_GET, MAPGC_A_STATS_ID, target->id);
	KUNIT_ASSERT_NOT_NULL(test, message);
	KUNIT_ASSERT_EQ(test, message->nlmsg_type, client->family_id);
	check_stats(test, message, target->id);
	withdraw(target);
	genl_client_close(client);
}

#define NR_TARGETS	6

/**
 * struct dumped - what a dump told
 * @ids: in the order of the messages
 * @nr: how many
 * @is_interrupted: a message, or the end, said that it is not consistent
 * @has_ended: with its end, without an error
 */
struct dumped {
	u32 ids[NR_TARGETS + 1];
	u32 nr;
	bool is_interrupted;
	bool has_ended;
};

static void take(struct kunit *test, struct dumped *dumped, const struct nlmsghdr *message)
{
	struct nlattr *attrs[MAPGC_A_STATS_MAX + 1];

	dumped->is_interrupted |= message->nlmsg_flags & NLM_F_DUMP_INTR;
	dumped->has_ended = message->nlmsg_type == NLMSG_DONE;
	if (dumped->has_ended) {
		KUNIT_EXPECT_EQ(test, *(int *)nlmsg_data(message), 0);
		return;
	}
	KUNIT_ASSERT_LE(test, dumped->nr, NR_TARGETS);
	KUNIT_ASSERT_EQ(test, genl_client_parse(message, attrs, MAPGC_A_STATS_MAX), 0);
	dumped->ids[dumped->nr] = nla_get_u32(attrs[MAPGC_A_STATS_ID]);
	check_stats(test, message, dumped->ids[dumped->nr++]);
}

/* @gone, where it is one, goes when the first message is there. */
static void dump(struct kunit *test, struct mapgc_target *gone, struct dumped *ret)
{
	struct genl_client *client = genl_client_open(test);
	struct nlmsghdr *message = genl_client_begin(client, MAPGC_CMD_STATS_GET, NLM_F_DUMP);

	memset(ret, 0, sizeof(*ret));
	KUNIT_EXPECT_EQ(test, genl_client_send(client, message), 0);
	while (!ret->has_ended) {
		message = genl_client_receive(client);
		KUNIT_ASSERT_NOT_NULL(test, message);
		take(test, ret, message);
		if (gone)
			mapgc_target_unpublish(gone);
		gone = NULL;
	}
	genl_client_close(client);
}

/* Each target is so large that a dump takes many datagrams. */
static void dump_has_every_target_once(struct kunit *test)
{
	struct mapgc_target *targets[NR_TARGETS];
	struct dumped dumped;
	u32 i;

	dump(test, NULL, &dumped);
	KUNIT_EXPECT_EQ(test, dumped.nr, 0);
	for (i = 0; i < NR_TARGETS; i++) {
		targets[i] = publish(test);
		fill_figures(targets[i]);
	}
	dump(test, NULL, &dumped);
	KUNIT_EXPECT_FALSE(test, dumped.is_interrupted);
	KUNIT_ASSERT_EQ(test, dumped.nr, NR_TARGETS);
	for (i = 0; i < NR_TARGETS; i++)
		KUNIT_EXPECT_EQ(test, dumped.ids[i], targets[i]->id);

	/* One that was told of already goes, then one that was not. */
	dump(test, targets[0], &dumped);
	KUNIT_EXPECT_TRUE(test, dumped.is_interrupted);
	KUNIT_EXPECT_EQ(test, dumped.nr, NR_TARGETS);
	dump(test, targets[NR_TARGETS - 1], &dumped);
	KUNIT_EXPECT_TRUE(test, dumped.is_interrupted);
	KUNIT_ASSERT_EQ(test, dumped.nr, NR_TARGETS - 2);
	for (i = 0; i < dumped.nr; i++)
		KUNIT_EXPECT_EQ(test, dumped.ids[i], targets[i + 1]->id);
	for (i = 0; i < NR_TARGETS; i++)
		withdraw(targets[i]);
}

static const struct mapgc_report full_report = {
	.type = MAPGC_REPORT_PAUSE,
	.is_gc = true,
	.is_exact = true,
	.has_stopping = true,
	.has_off_cpu = true,
	.target_id = 0xa1a2a3a4,
	.host_pid = 0xb1b2b3b4,
	.time_ns = 0xc1c2c3c4c5c6c7c8,
	.cycle = 0xd1d2d3d4d5d6d7d8,
	.total_ns = 0xe1e2e3e4e5e6e7e8,
	.stopping_ns = 0xf1f2f3f4f5f6f7f8,
	.off_cpu_ns = ~0ULL,
};

/**
 * struct event - a report, and what is to come of it
 * @report: pushed
 * @cmd: of the message
 * @state: attribute with the state, or 0
 * @state_value: of that
 */
struct event {
	struct mapgc_report report;
	u8 cmd;
	int state;
	u32 state_value;
};

static const struct event events[] = {
	{ { .type = MAPGC_REPORT_PROCESS_START, .host_pid = 5 }, MAPGC_CMD_PROCESS_NTF,
	  MAPGC_A_EVENT_PROCESS_STATE, MAPGC_PROCESS_STATE_START },
	{ { .type = MAPGC_REPORT_PROCESS_EXIT, .host_pid = 5 }, MAPGC_CMD_PROCESS_NTF,
	  MAPGC_A_EVENT_PROCESS_STATE, MAPGC_PROCESS_STATE_EXIT },
	{ { .type = MAPGC_REPORT_TARGET_ATTACH }, MAPGC_CMD_TARGET_NTF,
	  MAPGC_A_EVENT_TARGET_STATE, MAPGC_TARGET_STATE_ATTACH },
	{ { .type = MAPGC_REPORT_TARGET_DETACH }, MAPGC_CMD_TARGET_NTF,
	  MAPGC_A_EVENT_TARGET_STATE, MAPGC_TARGET_STATE_DETACH },
	{ { .type = MAPGC_REPORT_PAUSE }, MAPGC_CMD_PAUSE_NTF, 0, 0 },
};

static u8 next_event(struct kunit *test, struct genl_client *client, struct nlattr **attrs)
{
	struct nlmsghdr *message = NULL;
	struct genlmsghdr *genl;

	KUNIT_ASSERT_TRUE(test, wait_until((message = genl_client_receive(client))));
	KUNIT_ASSERT_EQ(test, message->nlmsg_type, client->family_id);
	KUNIT_ASSERT_EQ(test, genl_client_parse(message, attrs, MAPGC_A_EVENT_MAX), 0);
	genl = nlmsg_data(message);
	return genl->cmd;
}

static void fullest_event_arrives_whole(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test);
	const struct mapgc_report *report = &full_report;
	struct nlattr *attrs[MAPGC_A_EVENT_MAX + 1];
	u32 i;

	KUNIT_ASSERT_EQ(test, genl_client_join(client), 0);
	KUNIT_EXPECT_TRUE(test, mapgc_report_push(report));
	KUNIT_EXPECT_EQ(test, next_event(test, client, attrs), MAPGC_CMD_PAUSE_NTF);
	for (i = MAPGC_A_EVENT_ID; i <= MAPGC_A_EVENT_OFF_CPU_NS; i++)
		KUNIT_ASSERT_NOT_NULL(test, attrs[i]);
	KUNIT_EXPECT_EQ(test, nla_get_u32(attrs[MAPGC_A_EVENT_ID]), report->target_id);
	KUNIT_EXPECT_EQ(test, nla_get_u32(attrs[MAPGC_A_EVENT_HOST_PID]), report->host_pid);
	KUNIT_EXPECT_EQ(test, nla_get_u64(attrs[MAPGC_A_EVENT_TIME_NS]), report->time_ns);
	KUNIT_EXPECT_EQ(test, nla_get_u64(attrs[MAPGC_A_EVENT_CYCLE]), report->cycle);
	KUNIT_EXPECT_EQ(test, nla_get_u64(attrs[MAPGC_A_EVENT_TOTAL_NS]), report->total_ns);
	KUNIT_EXPECT_EQ(test, nla_get_u64(attrs[MAPGC_A_EVENT_STOPPING_NS]),
			report->stopping_ns);
	KUNIT_EXPECT_EQ(test, nla_get_u64(attrs[MAPGC_A_EVENT_OFF_CPU_NS]), report->off_cpu_ns);
	genl_client_close(client);
}

/* What is not known is not there, and not 0. */
static void events_have_what_belongs_to_them(struct kunit *test)
{
	struct genl_client *client = genl_client_open(test);
	struct nlattr *attrs[MAPGC_A_EVENT_MAX + 1];
	u64 seq, last_seq = 0;
	size_t i;

	KUNIT_ASSERT_EQ(test, genl_client_join(client), 0);
	for (i = 0; i < ARRAY_SIZE(events); i++) {
		const struct event *event = &events[i];

		KUNIT_EXPECT_TRUE(test, mapgc_report_push(&event->report));
		KUNIT_EXPECT_EQ(test, next_event(test, client, attrs), event->cmd);
		seq = nla_get_u64(attrs[MAPGC_A_EVENT_SEQ]);
		KUNIT_EXPECT_TRUE(test, !i || seq == last_seq + 1);
		last_seq = seq;
		if (event->state)
			KUNIT_EXPECT_EQ(test, nla_get_u32(attrs[event->state]),
					event->state_value);
		KUNIT_EXPECT_EQ(test, !!attrs[MAPGC_A_EVENT_HOST_PID],
				event->cmd != MAPGC_CMD_TARGET_NTF);
		KUNIT_EXPECT_EQ(test, !!attrs[MAPGC_A_EVENT_TOTAL_NS],
				event->cmd == MAPGC_CMD_PAUSE_NTF);
		KUNIT_EXPECT_NULL(test, attrs[MAPGC_A_EVENT_IS_GC]);
		KUNIT_EXPECT_NULL(test, attrs[MAPGC_A_EVENT_STOPPING_NS]);
		KUNIT_EXPECT_NULL(test, attrs[MAPGC_A_EVENT_OFF_CPU_NS]);
	}
	genl_client_close(client);
}

static void events_are_for_the_privileged(struct kunit *test)
{
	static const struct privilege without = { false, CAP_PERFMON, -EPERM };
	const struct cred *old = become(test, &without);
	struct genl_client *client = genl_client_open(test);

	KUNIT_EXPECT_EQ(test, genl_client_join(client), -EPERM);
	become_again(old);
	genl_client_close(client);
}

static struct kunit_case netlink_cases[] = {
	KUNIT_CASE(attributes_are_checked),
	KUNIT_CASE(lengths_are_checked),
	KUNIT_CASE(ids_of_no_target_are_refused),
	KUNIT_CASE(capabilities_are_checked_twice),
	KUNIT_CASE(dump_needs_the_capability),
	KUNIT_CASE(largest_target_fits),
	KUNIT_CASE(largest_figures_fit),
	KUNIT_CASE(dump_has_every_target_once),
	KUNIT_CASE(fullest_event_arrives_whole),
	KUNIT_CASE(events_have_what_belongs_to_them),
	KUNIT_CASE(events_are_for_the_privileged),
	{}
};

static struct kunit_suite netlink_suite = {
	.name = "mapgc_netlink",
	.suite_init = netlink_suite_init,
	.suite_exit = netlink_suite_exit,
	.test_cases = netlink_cases,
};

kunit_test_suite(netlink_suite);

MODULE_DESCRIPTION("KUnit suite for the netlink family of mapgc");
MODULE_LICENSE("GPL");
