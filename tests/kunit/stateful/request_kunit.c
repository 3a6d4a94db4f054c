// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>

#include "executable.h"
#include "loader.h"
#include "module/fault.h"
#include "module/request.h"

#define NR_SITES	12	/* the first two roles twice */
#define NR_CALLSITES	3
#define NR_TRANSITIONS	3
#define NR_PIDS		2

static struct file *exe, *write_only, *directory, *device;
static int exe_fd = -1;

static int open_files(void)
{
	exe = executable_create();
	if (IS_ERR(exe))
		return PTR_ERR(exe);
	write_only = filp_open("/dev/shm", O_TMPFILE | O_WRONLY, 0700);
	directory = filp_open("/", O_RDONLY | O_DIRECTORY, 0);
	device = filp_open("/dev/null", O_RDWR, 0);
	return IS_ERR(write_only) || IS_ERR(directory) || IS_ERR(device) ? -EIO : 0;
}

static int request_suite_init(struct kunit_suite *suite)
{
	int err = loader_suite_init(suite);

	return err ? err : open_files();
}

static void request_suite_exit(struct kunit_suite *suite)
{
	struct file *files[] = { exe, write_only, directory, device };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (!IS_ERR_OR_NULL(files[i]))
			fput(files[i]);
	loader_suite_exit(suite);
}

static int request_init(struct kunit *test)
{
	exe_fd = executable_fd(exe);
	return exe_fd < 0 ? exe_fd : 0;
}

static void request_exit(struct kunit *test)
{
	close_fd(exe_fd);
}

/**
 * struct asked - a request as a user makes it, in kernel memory still
 * @args: without the addresses
 * @sites: NR_SITES
 * @callsites: NR_CALLSITES
 * @transitions: NR_TRANSITIONS
 * @pids: NR_PIDS
 */
struct asked {
	struct mapgc_attach_args args;
	struct mapgc_site sites[NR_SITES];
	struct mapgc_callsite callsites[NR_CALLSITES];
	struct mapgc_transition transitions[NR_TRANSITIONS];
	u32 pids[NR_PIDS];
};

static const struct mapgc_callsite some_callsites[NR_CALLSITES] = {
	{ .return_off = 0, .verdict = MAPGC_VERDICT_DEPTH, .depth = 1 },
	{ .return_off = 1, .verdict = MAPGC_VERDICT_AFTER, .flags = MAPGC_CALLSITE_REMEMBER },
	{ .return_off = ~0U, .verdict = MAPGC_VERDICT_DEPTH, .depth = MAPGC_DEPTHS },
};

static const struct mapgc_transition some_transitions[NR_TRANSITIONS] = {
	{ .return_off = 1, .last_off = 0, .depth = MAPGC_DEPTHS },
	{ .return_off = 1, .last_off = 1, .depth = MAPGC_TRANSITION_SAME },
	{ .return_off = 2, .last_off = 0, .depth = MAPGC_TRANSITION_BEHIND },
};

static struct asked *ask(struct kunit *test)
{
	struct mapgc_request *request = executable_request(test, exe, NR_SITES);
	struct asked *asked = kunit_kzalloc(test, sizeof(*asked), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, asked);
	asked->args = request->args;
	asked->args.hdr.flags = 0;
	asked->args.exe_fd = exe_fd;
	asked->args.window_ms = 10;
	asked->args.period_ms = 100;
	asked->args.window_hits = 1000;
	asked->args.nr_callsites = NR_CALLSITES;
	asked->args.nr_transitions = NR_TRANSITIONS;
	asked->args.nr_pids = NR_PIDS;
	memcpy(asked->sites, request->sites, sizeof(asked->sites));
	memcpy(asked->callsites, some_callsites, sizeof(asked->callsites));
	memcpy(asked->transitions, some_transitions, sizeof(asked->transitions));
	return asked;
}

/* Every array ends where nothing follows: a look beyond is EFAULT. */
static void put_arrays(struct asked *asked)
{
	struct mapgc_attach_args *args = &asked->args;

	args->sites = loader_copy(asked->sites, sizeof(asked->sites));
	args->callsites = loader_copy(asked->callsites, sizeof(asked->callsites));
	args->transitions = loader_copy(asked->transitions, sizeof(asked->transitions));
	args->pids = loader_copy(asked->pids, sizeof(asked->pids));
}

/**
 * struct answer - what came of a request
 * @err: 0 or negative errno
 * @fault: why
 * @is_whole: all that was asked for arrived, where that is a success
 */
struct answer {
	int err;
	struct mapgc_fault fault;
	bool is_whole;
};

static bool is_whole(const struct mapgc_request *request, const struct asked *asked)
{
	return request->exe == exe &&
	       !memcmp(request->sites, asked->sites, sizeof(asked->sites)) &&
	       !memcmp(request->callsites, asked->callsites, sizeof(asked->callsites)) &&
	       !memcmp(request->transitions, asked->transitions, sizeof(asked->transitions)) &&
	       !memcmp(request->pids, asked->pids, sizeof(asked->pids));
}

static void read_request(struct kunit *test, const struct asked *asked, struct answer *ret)
{
	struct mapgc_request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, request);
	*ret = (struct answer){};
	request->args = asked->args;
	ret->err = mapgc_request_read(request, &ret->fault);
	ret->is_whole = !ret->err && is_whole(request, asked);
	mapgc_request_release(request);
}

static void answer(struct kunit *test, struct asked *asked, struct answer *ret)
{
	long files = file_count(exe);

	loader_enter();
	put_arrays(asked);
	read_request(test, asked, ret);
	loader_leave();
	KUNIT_EXPECT_EQ_MSG(test, file_count(exe), files, "%s", ret->fault.text);
}

/* The line names the member, and goes on with why. */
static void expect_refusal(struct kunit *test, const struct answer *answer, int err,
			   const char *member)
{
	size_t len = strlen(member);

	KUNIT_EXPECT_EQ_MSG(test, answer->err, err, "%s; %s", member, answer->fault.text);
	KUNIT_EXPECT_EQ_MSG(test, strncmp(answer->fault.text, member, len), 0, "%s; %s", member,
			    answer->fault.text);
	KUNIT_EXPECT_EQ_MSG(test, strncmp(answer->fault.text + len, ": ", 2), 0, "%s; %s",
			    member, answer->fault.text);
}

static void expect_success(struct kunit *test, const struct answer *answer, const char *what)
{
	KUNIT_EXPECT_EQ_MSG(test, answer->err, 0, "%s; %s", what, answer->fault.text);
	KUNIT_EXPECT_TRUE_MSG(test, answer->is_whole, "%s", what);
	KUNIT_EXPECT_EQ_MSG(test, answer->fault.text[0], 0, "%s", what);
}

/**
 * struct change - one value of one member
 * @place: of the member in form
 * @size: of the member, bytes
 * @value: put there
 * @err: 0, or negative errno
 * @member: that the line names; where there is no error, only for the reader
 */
struct change {
	const void *place;
	size_t size;
	u64 value;
	int err;
	const char *member;
};

/* Members are named by those of this one. */
static const struct asked form;

#define CHANGE(place, value, err, member) { &(place), sizeof(place), value, err, member }

static void check_change(struct kunit *test, const struct change *change)
{
	struct asked *asked = ask(test);
	size_t offset = (const char *)change->place - (const char *)&form;
	struct answer got;

	/* x86: the low bytes come first. */
	memcpy((char *)asked + offset, &change->value, change->size);
	answer(test, asked, &got);
	if (change->err)
		expect_refusal(test, &got, change->err, change->member);
	else
		expect_success(test, &got, change->member);
}

static void request_in_order_is_read_whole(struct kunit *test)
{
	struct answer got;

	answer(test, ask(test), &got);
	expect_success(test, &got, "unchanged");
}

static const struct change scalars[] = {
	CHANGE(form.args.hdr.flags, MAPGC_ATTACH_ALL, 0, "hdr.flags"),
	CHANGE(form.args.hdr.flags, MAPGC_ATTACH_PERSISTENT, 0, "hdr.flags"),
	CHANGE(form.args.hdr.flags, MAPGC_ATTACH_FLAGS + 1, -EINVAL, "hdr.flags"),
	CHANGE(form.args.hdr.flags, 1U << 31, -EINVAL, "hdr.flags"),
	CHANGE(form.args.target_id, 1, -EINVAL, "target_id"),
	CHANGE(form.args.pad, 1, -EINVAL, "pad"),
	CHANGE(form.args.pad, 1U << 31, -EINVAL, "pad"),
	CHANGE(form.args.nr_sites, 0, -EINVAL, "nr_sites"),
	CHANGE(form.args.nr_sites, MAPGC_SITES_MAX + 1, -EINVAL, "nr_sites"),
	CHANGE(form.args.nr_sites, ~0U, -EINVAL, "nr_sites"),
	CHANGE(form.args.nr_callsites, MAPGC_CALLSITES_MAX + 1, -EINVAL, "nr_callsites"),
	CHANGE(form.args.nr_callsites, ~0U, -EINVAL, "nr_callsites"),
	CHANGE(form.args.nr_transitions, MAPGC_TRANSITIONS_MAX + 1, -EINVAL, "nr_transitions"),
	CHANGE(form.args.nr_transitions, ~0U, -EINVAL, "nr_transitions"),
	CHANGE(form.args.nr_pids, MAPGC_PROCESSES_MAX + 1, -EINVAL, "nr_pids"),
	CHANGE(form.args.nr_pids, ~0U, -EINVAL, "nr_pids"),
	CHANGE(form.args.layout.maptype_elem, 4096, 0, "layout.maptype_elem"),
	CHANGE(form.args.layout.maptype_elem, 4097, -EINVAL, "layout.maptype_elem"),
	CHANGE(form.args.layout.g_stack_hi, 4096, 0, "layout.g_stack_hi"),
	CHANGE(form.args.layout.g_stack_hi, ~0U, -EINVAL, "layout.g_stack_hi"),
	CHANGE(form.args.layout.pad, 1, -EINVAL, "layout.pad"),
	CHANGE(form.args.label[MAPGC_LABEL_MAX - 1], 1, -EINVAL, "label"),
	CHANGE(form.args.go_version[MAPGC_VERSION_MAX - 1], 'x', -EINVAL, "go_version"),
	CHANGE(form.args.exe_fd, ~0U, -EBADF, "exe_fd"),
	CHANGE(form.args.exe_fd, 1U << 30, -EBADF, "exe_fd"),
};

static void scalars_are_checked(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(scalars); i++)
		check_change(test, &scalars[i]);
}

/* One more than was given is beyond the memory of the user. */
static const struct change counts[] = {
	CHANGE(form.args.nr_sites, NR_SITES + 1, -EFAULT, "sites"),
	CHANGE(form.args.nr_callsites, NR_CALLSITES + 1, -EFAULT, "callsites"),
	CHANGE(form.args.nr_transitions, NR_TRANSITIONS + 1, -EFAULT, "transitions"),
	CHANGE(form.args.nr_pids, NR_PIDS + 1, -EFAULT, "pids"),
	CHANGE(form.args.nr_sites, MAPGC_SITES_MAX, -EFAULT, "sites"),
	CHANGE(form.args.nr_callsites, MAPGC_CALLSITES_MAX, -EFAULT, "callsites"),
	CHANGE(form.args.nr_transitions, MAPGC_TRANSITIONS_MAX, -EFAULT, "transitions"),
	CHANGE(form.args.nr_pids, MAPGC_PROCESSES_MAX, -EFAULT, "pids"),
};

static void exactly_what_is_counted_is_read(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counts); i++)
		check_change(test, &counts[i]);
}

static const struct change entries[] = {
	CHANGE(form.sites[1].role, MAPGC_ROLES, -EINVAL, "sites[1].role"),
	CHANGE(form.sites[1].role, 0xff, -EINVAL, "sites[1].role"),
	CHANGE(form.sites[0].op, MAPGC_OPS - 1, 0, "sites[0].op"),
	CHANGE(form.sites[0].op, MAPGC_OPS, -EINVAL, "sites[0].op"),
	CHANGE(form.sites[1].op, 1, -EINVAL, "sites[1].op"),
	CHANGE(form.sites[2].pad0[0], 1, -EINVAL, "sites[2].pad"),
	CHANGE(form.sites[2].pad0[3], 1, -EINVAL, "sites[2].pad"),
	CHANGE(form.sites[11].pad1[0], 1, -EINVAL, "sites[11].pad"),
	CHANGE(form.sites[11].pad1[1], 0x80, -EINVAL, "sites[11].pad"),
	CHANGE(form.sites[3].insn_len, MAPGC_INSN_MAX + 1, -EINVAL, "sites[3].insn_len"),
	CHANGE(form.sites[3].insn_len, 0xff, -EINVAL, "sites[3].insn_len"),
	CHANGE(form.sites[3].insn_len, 0, -EOPNOTSUPP, "sites[3].insn"),
	CHANGE(form.sites[3].insn_len, 5, -EOPNOTSUPP, "sites[3].insn"),
	CHANGE(form.sites[3].insn[0], 0x90, -EOPNOTSUPP, "sites[3].insn"),
	CHANGE(form.sites[3].insn[1], 0x31, -ESTALE, "sites[3].insn"),
	CHANGE(form.sites[4].insn[4], 1, -ESTALE, "sites[4].insn"),
	CHANGE(form.sites[0].value_reg, 1, -EINVAL, "sites[0].value_reg"),
	CHANGE(form.sites[5].value_reg, 0, -EINVAL, "sites[5].value_reg"),
	CHANGE(form.sites[7].value_reg, 4, -EINVAL, "sites[7].value_reg"),
	CHANGE(form.sites[7].value_reg, 16, -EINVAL, "sites[7].value_reg"),
	CHANGE(form.sites[3].offset, 0, -ESTALE, "sites[3].insn"),
	CHANGE(form.sites[3].offset, EXECUTABLE_BYTES, -ESTALE, "sites[3].insn"),
	CHANGE(form.sites[3].offset, EXECUTABLE_BYTES - 1, -ESTALE, "sites[3].insn"),
	CHANGE(form.sites[3].offset, EXECUTABLE_BYTES + 1, -EINVAL, "sites[3].offset"),
	CHANGE(form.sites[3].offset, 1ULL << 63, -EINVAL, "sites[3].offset"),
	CHANGE(form.sites[3].offset, ~0ULL, -EINVAL, "sites[3].offset"),
	/* The same instruction as there, so only the place is wrong. */
	CHANGE(form.sites[10].offset, 0, -EINVAL, "sites[10].offset"),
	CHANGE(form.sites[3].va, ~0ULL, 0, "sites[3].va"),
	CHANGE(form.callsites[1].return_off, 0, -EINVAL, "callsites[1].return_off"),
	CHANGE(form.callsites[2].return_off, 1, -EINVAL, "callsites[2].return_off"),
	CHANGE(form.callsites[2].return_off, 2, 0, "callsites[2].return_off"),
	CHANGE(form.callsites[1].verdict, MAPGC_VERDICTS, -EINVAL, "callsites[1].verdict"),
	CHANGE(form.callsites[1].verdict, MAPGC_VERDICTS - 1, 0, "callsites[1].verdict"),
	CHANGE(form.callsites[0].depth, 0, -EINVAL, "callsites[0].depth"),
	CHANGE(form.callsites[0].depth, MAPGC_DEPTHS + 1, -EINVAL, "callsites[0].depth"),
	CHANGE(form.callsites[1].depth, 1, -EINVAL, "callsites[1].depth"),
	CHANGE(form.callsites[2].flags, MAPGC_CALLSITE_REMEMBER, 0, "callsites[2].flags"),
	CHANGE(form.callsites[2].flags, 2, -EINVAL, "callsites[2].flags"),
	CHANGE(form.callsites[2].flags, 0x8000, -EINVAL, "callsites[2].flags"),
	CHANGE(form.transitions[1].last_off, 0, -EINVAL, "transitions[1]"),
	CHANGE(form.transitions[2].return_off, 0, -EINVAL, "transitions[2]"),
	CHANGE(form.transitions[2].return_off, 1, -EINVAL, "transitions[2]"),
	CHANGE(form.transitions[0].depth, MAPGC_DEPTHS + 1, -EINVAL, "transitions[0].depth"),
	CHANGE(form.transitions[0].depth, 0xfe, -EINVAL, "transitions[0].depth"),
	CHANGE(form.transitions[2].pad[0], 1, -EINVAL, "transitions[2].pad"),
	CHANGE(form.transitions[2].pad[2], 1, -EINVAL, "transitions[2].pad"),
	CHANGE(form.pids[0], ~0U, 0, "pids"),
};

static void entries_are_checked(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entries); i++)
		check_change(test, &entries[i]);
}

/* Members that belong together; which one is at fault, or NULL. */
struct windows {
	u32 flags;
	u32 window_ms;
	u32 period_ms;
	u32 hits;
	const char *member;
};

#define EXACT	"window_ms, period_ms, window_hits"
#define LONG_MS	MAPGC_WINDOW_MS_MAX
#define MANY	MAPGC_WINDOW_HITS_MAX

static const struct windows windows[] = {
	{ 0, 1, 1, 1, NULL },
	{ 0, LONG_MS, LONG_MS, MANY, NULL },
	{ 0, 0, 1, 1, "window_ms" },
	{ 0, LONG_MS + 1, LONG_MS + 1, 1, "window_ms" },
	{ 0, ~0U, ~0U, 1, "window_ms" },
	{ 0, 2, 1, 1, "period_ms" },
	{ 0, 1, 0, 1, "period_ms" },
	{ 0, 1, LONG_MS + 1, 1, "period_ms" },
	{ 0, 1, 1, 0, "window_hits" },
	{ 0, 1, 1, MANY + 1, "window_hits" },
	{ 0, 1, 1, 1U << 31, "window_hits" },
	{ MAPGC_ATTACH_EXACT, 0, 0, 0, NULL },
	{ MAPGC_ATTACH_EXACT, 1, 0, 0, EXACT },
	{ MAPGC_ATTACH_EXACT, 0, 1, 0, EXACT },
	{ MAPGC_ATTACH_EXACT, 0, 0, 1, EXACT },
};

static void windows_fit_together(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(windows); i++) {
		struct asked *asked = ask(test);
		struct answer got;

		asked->args.hdr.flags = windows[i].flags;
		asked->args.window_ms = windows[i].window_ms;
		asked->args.period_ms = windows[i].period_ms;
		asked->args.window_hits = windows[i].hits;
		answer(test, asked, &got);
		if (windows[i].member)
			expect_refusal(test, &got, -EINVAL, windows[i].member);
		else
			expect_success(test, &got, "windows");
	}
}

struct budget {
	u32 flags;
	u32 ppm;
	u32 cost_ns;
	u32 busy_cost_ns;
	u32 cpus;
	const char *member;
};

#define COSTS	"hit_cost_ns, busy_hit_cost_ns, busy_cpus"
#define ALL	MAPGC_BUDGET_PPM_MAX
#define DEAR	MAPGC_HIT_COST_NS_MAX
#define CPUS	MAPGC_BUSY_CPUS_MAX

static const struct budget budgets[] = {
	{ 0, 0, 0, 0, 0, NULL },
	{ 0, 1, 1, 1, 1, NULL },
	{ 0, ALL, DEAR, DEAR, CPUS, NULL },
	{ MAPGC_ATTACH_EXACT, 0, 0, 0, 0, NULL },
	{ MAPGC_ATTACH_EXACT, 1, 1, 1, 1, "budget_ppm" },
	{ MAPGC_ATTACH_EXACT, 0, 1, 0, 0, COSTS },
	{ 0, 0, 1, 0, 0, COSTS },
	{ 0, 0, 0, 1, 0, COSTS },
	{ 0, 0, 0, 0, 1, COSTS },
	{ 0, ALL + 1, 1, 1, 1, "budget_ppm" },
	{ 0, ~0U, 1, 1, 1, "budget_ppm" },
	{ 0, 1, 0, 1, 1, "hit_cost_ns" },
	{ 0, 1, DEAR + 1, DEAR + 1, 1, "hit_cost_ns" },
	{ 0, 1, 2, 1, 1, "busy_hit_cost_ns" },
	{ 0, 1, 1, DEAR + 1, 1, "busy_hit_cost_ns" },
	{ 0, 1, 1, 1, 0, "busy_cpus" },
	{ 0, 1, 1, 1, CPUS + 1, "busy_cpus" },
};

static void budget_fits_together(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(budgets); i++) {
		struct asked *asked = ask(test);
		bool has_windows = !budgets[i].flags;
		struct answer got;

		asked->args.hdr.flags = budgets[i].flags;
		asked->args.window_ms = has_windows;
		asked->args.period_ms = has_windows;
		asked->args.window_hits = has_windows;
		asked->args.budget_ppm = budgets[i].ppm;
		asked->args.hit_cost_ns = budgets[i].cost_ns;
		asked->args.busy_hit_cost_ns = budgets[i].busy_cost_ns;
		asked->args.busy_cpus = budgets[i].cpus;
		answer(test, asked, &got);
		if (budgets[i].member)
			expect_refusal(test, &got, -EINVAL, budgets[i].member);
		else
			expect_success(test, &got, "budget");
	}
}

static void texts_end_in_nothing_but_zeroes(struct kunit *test)
{
	struct asked *asked = ask(test);
	struct answer got;

	memset(asked->args.label, 'l', MAPGC_LABEL_MAX - 1);
	memset(asked->args.go_version, 0, MAPGC_VERSION_MAX);
	answer(test, asked, &got);
	expect_success(test, &got, "longest and shortest");

	asked->args.label[MAPGC_LABEL_MAX - 1] = 'l';
	answer(test, asked, &got);
	expect_refusal(test, &got, -EINVAL, "label");

	memset(asked->args.label, 0, MAPGC_LABEL_MAX);
	asked->args.go_version[1] = 'x';
	answer(test, asked, &got);
	expect_refusal(test, &got, -EINVAL, "go_version");
}

static void executable_is_a_file_that_can_be_read(struct kunit *test)
{
	struct file *files[] = { write_only, directory, device };
	static const int errs[] = { -EBADF, -EINVAL, -EINVAL };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		struct asked *asked = ask(test);
		struct answer got;

		asked->args.exe_fd = executable_fd(files[i]);
		KUNIT_ASSERT_GE(test, asked->args.exe_fd, 0);
		answer(test, asked, &got);
		close_fd(asked->args.exe_fd);
		expect_refusal(test, &got, errs[i], "exe_fd");
	}
}

/* Addresses that no user has. */
static void arrays_are_in_the_users_memory(struct kunit *test)
{
	static const u64 addresses[] = { 0, 1, 1ULL << 47, 1ULL << 63, ~0ULL, ~0ULL - 4095 };
	struct asked *asked = ask(test);
	struct answer got;
	size_t i;

	for (i = 0; i < 2 * ARRAY_SIZE(addresses); i++) {
		bool is_sites = i % 2;

		loader_enter();
		put_arrays(asked);
		if (is_sites)
			asked->args.sites = addresses[i / 2];
		else
			asked->args.pids = addresses[i / 2];
		read_request(test, asked, &got);
		loader_leave();
		expect_refusal(test, &got, -EFAULT, is_sites ? "sites" : "pids");
	}
	/* Of kernel memory not a byte is read, wherever it is. */
	asked->args.sites = (u64)(unsigned long)asked->sites;
	loader_enter();
	read_request(test, asked, &got);
	loader_leave();
	expect_refusal(test, &got, -EFAULT, "sites");
}

static void without_entries_no_address_is_used(struct kunit *test)
{
	struct asked *asked = ask(test);
	struct mapgc_request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
	struct mapgc_fault fault = {};
	int err;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, request);
	loader_enter();
	put_arrays(asked);
	request->args = asked->args;
	request->args.nr_callsites = 0;
	request->args.nr_transitions = 0;
	request->args.nr_pids = 0;
	request->args.callsites = 1;
	request->args.transitions = ~0ULL;
	request->args.pids = 1ULL << 63;
	err = mapgc_request_read(request, &fault);
	loader_leave();
	KUNIT_EXPECT_EQ_MSG(test, err, 0, "%s", fault.text);
	KUNIT_EXPECT_NULL(test, request->callsites);
	KUNIT_EXPECT_NULL(test, request->transitions);
	KUNIT_EXPECT_NULL(test, request->pids);
	mapgc_request_release(request);
}

/* As many of everything as there may be, the last of each in order and then not. */
static void largest_request_is_read(struct kunit *test)
{
	size_t callsites_bytes = MAPGC_CALLSITES_MAX * sizeof(struct mapgc_callsite);
	struct mapgc_request *all = executable_request(test, exe, MAPGC_SITES_MAX);
	struct mapgc_callsite *callsites = kvzalloc(callsites_bytes, GFP_KERNEL);
	struct mapgc_request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
	struct mapgc_fault fault = {};
	u32 i;
	int err;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, request);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, callsites);
	for (i = 0; i < MAPGC_CALLSITES_MAX; i++)
		callsites[i].return_off = 7 * i;
	loader_enter();
	request->args = all->args;
	request->args.exe_fd = exe_fd;
	request->args.sites = loader_copy(all->sites,
					  MAPGC_SITES_MAX * sizeof(*all->sites));
	request->args.nr_callsites = MAPGC_CALLSITES_MAX;
	request->args.callsites = loader_copy(callsites, callsites_bytes);
	err = mapgc_request_read(request, &fault);
	KUNIT_EXPECT_EQ_MSG(test, err, 0, "%s", fault.text);
	if (!err)
		KUNIT_EXPECT_EQ(test, memcmp(request->callsites, callsites, callsites_bytes), 0);
	mapgc_request_release(request);

	*request = (struct mapgc_request){ .args = request->args };
	callsites[MAPGC_CALLSITES_MAX - 1].return_off = 0;
	request->args.callsites = loader_copy(callsites, callsites_bytes);
	KUNIT_EXPECT_EQ(test, mapgc_request_read(request, &fault), -EINVAL);
	KUNIT_EXPECT_STREQ(test, fault.text, "callsites[262143].return_off: not ascending");
	mapgc_request_release(request);
	loader_leave();
	kvfree(callsites);
}

static struct kunit_case request_cases[] = {
	KUNIT_CASE(request_in_order_is_read_whole),
	KUNIT_CASE(scalars_are_checked),
	KUNIT_CASE(exactly_what_is_counted_is_read),
	KUNIT_CASE(entries_are_checked),
	KUNIT_CASE(windows_fit_together),
	KUNIT_CASE(budget_fits_together),
	KUNIT_CASE(texts_end_in_nothing_but_zeroes),
	KUNIT_CASE(executable_is_a_file_that_can_be_read),
	KUNIT_CASE(arrays_are_in_the_users_memory),
	KUNIT_CASE(without_entries_no_address_is_used),
	KUNIT_CASE(largest_request_is_read),
	{}
};

static struct kunit_suite request_suite = {
	.name = "mapgc_request",
	.suite_init = request_suite_init,
	.suite_exit = request_suite_exit,
	.init = request_init,
	.exit = request_exit,
	.test_cases = request_cases,
};

kunit_test_suite(request_suite);

MODULE_DESCRIPTION("KUnit suite for the attach requests of mapgc");
MODULE_LICENSE("GPL");
