// SPDX-License-Identifier: GPL-2.0
#include <kunit/test.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mapgc.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/uaccess.h>

#include "executable.h"
#include "loader.h"
#include "module/target.h"
#include "parts.h"

/* What is around memory that may be written. */
#define CANARY	0x5a

static struct file *device, *exe, *page;
static int exe_fd;

static int open_files(void)
{
	exe = executable_create();
	device = filp_open("/dev/mapgc", O_RDWR, 0);
	page = filp_open("/dev/shm", O_TMPFILE | O_RDWR, 0600);
	return IS_ERR(exe) || IS_ERR(device) || IS_ERR(page) ? -EIO : 0;
}

static int device_suite_init(struct kunit_suite *suite)
{
	int err = loader_suite_init(suite);

	if (err)
		return err;
	err = parts_init();
	return err ? err : open_files();
}

static void device_suite_exit(struct kunit_suite *suite)
{
	struct file *files[] = { device, exe, page };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		if (!IS_ERR_OR_NULL(files[i]))
			fput(files[i]);
	parts_exit();
	loader_suite_exit(suite);
}

static struct file *new_reader(struct kunit *test)
{
	struct file *reader = dentry_open(&device->f_path, O_RDWR, current_cred());

	KUNIT_ASSERT_FALSE(test, IS_ERR(reader));
	return reader;
}

static void close_reader(struct file *reader)
{
	__fput_sync(reader);
}

static long call_at(struct file *reader, unsigned int command, unsigned long user)
{
	long ret;

	loader_enter();
	ret = reader->f_op->unlocked_ioctl(reader, command, user);
	loader_leave();
	return ret;
}

/* The argument is in memory that ends with it; what is left there comes back. */
static long call(struct file *reader, unsigned int command, void *argument, size_t bytes)
{
	unsigned long user;
	long ret = -ENOMEM;

	loader_enter();
	user = loader_copy(argument, bytes);
	if (user) {
		ret = reader->f_op->unlocked_ioctl(reader, command, user);
		if (copy_from_user(argument, (void __user *)user, bytes))
			ret = -EIO;
	}
	loader_leave();
	return ret;
}

static void check_numbers(struct kunit *test, struct file *reader, u32 nr, unsigned long user)
{
	const unsigned int wrong[] = {
		_IO(MAPGC_IOC_MAGIC, nr),
		_IOW(MAPGC_IOC_MAGIC, nr, struct mapgc_hdr),
		_IOR(MAPGC_IOC_MAGIC, nr, struct mapgc_hdr),
		_IOWR(MAPGC_IOC_MAGIC, nr, struct mapgc_info_args),
		_IOWR(MAPGC_IOC_MAGIC + 1, nr, struct mapgc_hdr),
		_IOWR(MAPGC_IOC_MAGIC, max(nr, _IOC_NR(MAPGC_IOC_SNAPSHOT) + 1U),
		      struct mapgc_hdr),
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++)
		KUNIT_EXPECT_EQ(test, reader->f_op->unlocked_ioctl(reader, wrong[i], user),
				-ENOTTY);
}

/* With an argument that is in order. */
static void numbers_that_are_no_command_are_refused(struct kunit *test)
{
	const struct mapgc_info_args args = { .hdr.size = sizeof(args) };
	struct file *reader = new_reader(test);
	unsigned long user;
	u32 nr;

	loader_enter();
	user = loader_copy(&args, sizeof(args));
	KUNIT_EXPECT_EQ(test, reader->f_op->unlocked_ioctl(reader, MAPGC_IOC_INFO, user), 0);
	for (nr = 0; nr < 256; nr++)
		check_numbers(test, reader, nr, user);
	loader_leave();
	close_reader(reader);
}

static const unsigned int commands[] = {
	MAPGC_IOC_INFO, MAPGC_IOC_ATTACH, MAPGC_IOC_DETACH, MAPGC_IOC_PROCESS_ADD,
	MAPGC_IOC_LIST, MAPGC_IOC_TARGET, MAPGC_IOC_SNAPSHOT,
};

/**
 * struct header - one that is refused by every command
 * @hdr: without the error line
 * @err: negative errno
 * @text: of the error line
 */
struct header {
	struct mapgc_hdr hdr;
	int err;
	const char *text;
};

static const struct header headers[] = {
	{ { .size = 0 }, -EINVAL, "hdr.size: 0 is less than the header" },
	{ { .size = 23 }, -EINVAL, "hdr.size: 23 is less than the header" },
	{ { .size = 65537 }, -E2BIG, "hdr.size: 65537" },
	{ { .size = ~0U }, -E2BIG, "hdr.size: 4294967295" },
	{ { .size = 24, .pad = 1 }, -EINVAL, "hdr.pad: not 0" },
	{ { .size = 24, .flags = 1U << 31 }, -EINVAL, "hdr.flags: unknown flags 0x80000000" },
	/* There is nothing behind these 24 bytes. */
	{ { .size = 25 }, -EFAULT, "argument: cannot be read" },
	{ { .size = 65536 }, -EFAULT, "argument: cannot be read" },
};

/**
 * struct error_line - memory of the user for it
 * @user: where
 * @text: what was found there
 */
struct error_line {
	unsigned long user;
	char text[MAPGC_ERROR_MAX];
};

static void new_line(struct error_line *line)
{
	memset(line->text, CANARY, sizeof(line->text));
	loader_enter();
	line->user = loader_copy(line->text, sizeof(line->text));
	loader_leave();
}

static void fetch_line(struct kunit *test, struct error_line *line)
{
	unsigned long left;

	loader_enter();
	left = copy_from_user(line->text, (void __user *)line->user, sizeof(line->text));
	loader_leave();
	KUNIT_EXPECT_EQ(test, left, 0);
}

static void headers_are_checked_by_every_command(struct kunit *test)
{
	struct error_line *line = kunit_kzalloc(test, sizeof(*line), GFP_KERNEL);
	struct file *reader = new_reader(test);
	size_t i, k;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, line);
	for (i = 0; i < ARRAY_SIZE(headers); i++) {
		for (k = 0; k < ARRAY_SIZE(commands); k++) {
			struct mapgc_hdr hdr = headers[i].hdr;

			new_line(line);
			hdr.error = line->user;
			hdr.error_len = sizeof(line->text);
			KUNIT_EXPECT_EQ_MSG(test, call(reader, commands[k], &hdr, sizeof(hdr)),
					    headers[i].err, "%s", headers[i].text);
			fetch_line(test, line);
			KUNIT_EXPECT_STREQ(test, line->text, headers[i].text);
		}
	}
	KUNIT_EXPECT_EQ(test, call_at(reader, MAPGC_IOC_INFO, 0), -EFAULT);
	KUNIT_EXPECT_EQ(test, call_at(reader, MAPGC_IOC_INFO, ~0UL - 8), -EFAULT);
	close_reader(reader);
}

static void error_line_is_cut_and_ended(struct kunit *test)
{
	static const char text[] = "hdr.pad: not 0";
	struct error_line *line = kunit_kzalloc(test, sizeof(*line), GFP_KERNEL);
	struct file *reader = new_reader(test);
	u32 room;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, line);
	for (room = 0; room <= sizeof(text) + 1; room++) {
		struct mapgc_hdr hdr = { .size = sizeof(hdr), .pad = 1, .error_len = room };
		u32 len = min_t(u32, room, sizeof(text));

		new_line(line);
		hdr.error = line->user;
		KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_INFO, &hdr, sizeof(hdr)), -EINVAL);
		fetch_line(test, line);
		KUNIT_EXPECT_NULL(test, memchr_inv(line->text + len, CANARY,
						   sizeof(line->text) - len));
		if (!len)
			continue;
		KUNIT_EXPECT_EQ(test, strnlen(line->text, len), len - 1);
		KUNIT_EXPECT_EQ(test, memcmp(line->text, text, len - 1), 0);
	}
	close_reader(reader);
}

/* The line is help; the errno is the answer. */
static void error_line_may_get_lost(struct kunit *test)
{
	static const u64 addresses[] = { 1, 1ULL << 63, ~0ULL };
	struct file *reader = new_reader(test);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		struct mapgc_hdr hdr = { .size = sizeof(hdr), .pad = 1, .error_len = ~0U,
					 .error = addresses[i] };

		KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_INFO, &hdr, sizeof(hdr)), -EINVAL);
	}
	close_reader(reader);
}

static u32 attach(struct kunit *test, struct file *reader, u32 flags)
{
	struct mapgc_request *request = executable_request(test, exe, 1);
	struct mapgc_attach_args *args = &request->args;

	args->hdr.flags |= flags;
	args->exe_fd = exe_fd;
	loader_enter();
	args->sites = loader_copy(request->sites, sizeof(*request->sites));
	loader_leave();
	KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_ATTACH, args, sizeof(*args)), 0);
	return args->target_id;
}

static int detach(struct file *reader, u32 id)
{
	struct mapgc_detach_args args = { .hdr.size = sizeof(args), .target_id = id };

	return call(reader, MAPGC_IOC_DETACH, &args, sizeof(args));
}

/* Argument structures as arrays, to be cut and made longer. */
#define BYTES_MAX	(sizeof(struct mapgc_snapshot_args) + 64)

/**
 * struct growing - a command with an answer, for callers of all ages
 * @command: MAPGC_IOC_*
 * @bytes: of the argument that this kernel knows
 * @has_id: a target's id follows the header
 */
struct growing {
	unsigned int command;
	size_t bytes;
	bool has_id;
};

static const struct growing growing[] = {
	{ MAPGC_IOC_INFO, sizeof(struct mapgc_info_args), false },
	{ MAPGC_IOC_LIST, sizeof(struct mapgc_list_args), false },
	{ MAPGC_IOC_TARGET, sizeof(struct mapgc_target_args), true },
	{ MAPGC_IOC_SNAPSHOT, sizeof(struct mapgc_snapshot_args), true },
};

static void check_size(struct kunit *test, struct file *reader, const struct growing *known,
		       size_t bytes, u32 id, char *argument)
{
	struct mapgc_hdr *hdr = (struct mapgc_hdr *)argument;
	long want = 0;

	memset(argument, 0, BYTES_MAX);
	hdr->size = bytes;
	if (known->has_id && bytes >= sizeof(*hdr) + sizeof(id))
		memcpy(hdr + 1, &id, sizeof(id));
	else if (known->has_id)
		want = -ENOENT;
	/* A kernel that read or wrote beyond what the caller has would fault. */
	KUNIT_EXPECT_EQ_MSG(test, call(reader, known->command, argument, bytes), want,
			    "command %u, %zu bytes", _IOC_NR(known->command), bytes);
	KUNIT_EXPECT_EQ(test, hdr->size, bytes);
}

static void callers_of_all_ages_are_served(struct kunit *test)
{
	struct file *reader = new_reader(test);
	u32 id = attach(test, reader, 0);
	char *argument = kunit_kzalloc(test, BYTES_MAX, GFP_KERNEL);
	size_t i, bytes;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, argument);
	for (i = 0; i < ARRAY_SIZE(growing); i++) {
		const struct growing *known = &growing[i];

		for (bytes = sizeof(struct mapgc_hdr); bytes < 64; bytes++)
			check_size(test, reader, known, bytes, id, argument);
		for (bytes = known->bytes - 2; bytes <= known->bytes + 17; bytes++)
			check_size(test, reader, known, bytes, id, argument);

		/* A newer caller asks for something that this kernel does not know. */
		((struct mapgc_hdr *)argument)->size = known->bytes + 8;
		memset(argument + known->bytes, 0, 8);
		argument[known->bytes + 7] = 1;
		KUNIT_EXPECT_EQ(test, call(reader, known->command, argument, known->bytes + 8),
				-E2BIG);
	}
	close_reader(reader);
}

static void padding_of_every_command_is_checked(struct kunit *test)
{
	struct file *reader = new_reader(test);
	u32 id = attach(test, reader, 0);
	struct mapgc_detach_args detach_args = { .hdr.size = sizeof(detach_args),
						 .target_id = id, .pad = 1 };
	struct mapgc_list_args list_args = { .hdr.size = sizeof(list_args), .pad = 1 };
	struct mapgc_target_args target_args = { .hdr.size = sizeof(target_args),
						 .target_id = id, .pad = 1 };
	struct mapgc_snapshot_args *args = kunit_kzalloc(test, sizeof(*args), GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, args);
	args->hdr.size = sizeof(*args);
	args->target_id = id;
	args->pad = 1;
	KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_DETACH, &detach_args,
				   sizeof(detach_args)), -EINVAL);
	KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_LIST, &list_args, sizeof(list_args)),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_TARGET, &target_args,
				   sizeof(target_args)), -EINVAL);
	KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_SNAPSHOT, args, sizeof(*args)), -EINVAL);
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 1);
	close_reader(reader);
}

/**
 * struct privilege - what a caller may do, and what that is good for
 * @capability: the only one, or -1
 * @err: of every call
 */
struct privilege {
	int capability;
	int err;
};

static const struct privilege privileges[] = {
	{ -1, -EPERM },
	{ CAP_NET_ADMIN, -EPERM },
	{ CAP_SYS_PTRACE, -EPERM },
	{ CAP_PERFMON, 0 },
	{ CAP_SYS_ADMIN, 0 },
};

static const struct cred *drop_privileges(struct kunit *test, int capability)
{
	struct cred *cred = prepare_creds();
	const struct cred *old;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, cred);
	cap_clear(cred->cap_effective);
	if (capability >= 0)
		cap_raise(cred->cap_effective, capability);
	old = override_creds(cred);
	return old;
}

static void restore_privileges(const struct cred *old)
{
	const struct cred *dropped = current_cred();

	revert_creds(old);
	put_cred(dropped);
}

/* Of who calls, not of who opened. */
static void every_call_needs_the_capability(struct kunit *test)
{
	struct file *reader = new_reader(test), *opened;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(privileges); i++) {
		struct mapgc_info_args args = { .hdr.size = sizeof(args) };
		const struct cred *old = drop_privileges(test, privileges[i].capability);

		KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_INFO, &args, sizeof(args)),
				privileges[i].err);
		opened = dentry_open(&device->f_path, O_RDWR, current_cred());
		KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(opened), privileges[i].err);
		if (!IS_ERR(opened))
			close_reader(opened);
		restore_privileges(old);
	}
	close_reader(reader);
}

static void targets_go_with_their_reader(struct kunit *test)
{
	struct file *reader = new_reader(test), *other = new_reader(test);
	long files = file_count(exe);
	u32 mine = attach(test, reader, 0), kept = attach(test, reader, MAPGC_ATTACH_PERSISTENT);
	struct mapgc_process_args add = { .hdr.size = sizeof(add), .target_id = mine };

	KUNIT_EXPECT_EQ(test, detach(other, mine), -EBUSY);
	KUNIT_EXPECT_EQ(test, call(other, MAPGC_IOC_PROCESS_ADD, &add, sizeof(add)), -EBUSY);
	KUNIT_EXPECT_EQ(test, detach(reader, mine), 0);
	KUNIT_EXPECT_EQ(test, detach(reader, mine), -ENOENT);
	mine = attach(test, reader, 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 2);
	close_reader(reader);
	KUNIT_EXPECT_EQ(test, detach(other, mine), -ENOENT);
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 1);
	KUNIT_EXPECT_EQ(test, detach(other, kept), 0);
	KUNIT_EXPECT_EQ(test, mapgc_target_count(), 0);
	close_reader(other);
	KUNIT_EXPECT_EQ(test, file_count(exe), files);
}

/* Without its id nobody could detach it. */
static void target_whose_id_cannot_be_told_is_undone(struct kunit *test)
{
	struct mapgc_request *request = executable_request(test, exe, 1);
	struct file *reader = new_reader(test);
	u32 flags[] = { MAPGC_ATTACH_EXACT, MAPGC_ATTACH_EXACT | MAPGC_ATTACH_PERSISTENT };
	unsigned long user;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		loff_t pos = 0;

		request->args.hdr.flags = flags[i];
		request->args.exe_fd = exe_fd;
		loader_enter();
		request->args.sites = loader_copy(request->sites, sizeof(*request->sites));
		loader_leave();
		KUNIT_ASSERT_EQ(test, kernel_write(page, &request->args, sizeof(request->args),
						   &pos), sizeof(request->args));
		loader_enter();
		user = vm_mmap(page, 0, PAGE_SIZE, PROT_READ, MAP_PRIVATE, 0);
		loader_leave();
		KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(user));
		KUNIT_EXPECT_EQ(test, call_at(reader, MAPGC_IOC_ATTACH, user), -EFAULT);
		KUNIT_EXPECT_EQ(test, mapgc_target_count(), 0);
	}
	close_reader(reader);
}

static void list_fills_the_room_that_there_is(struct kunit *test)
{
	struct file *reader = new_reader(test);
	u32 ids[4], found[4], room, i;

	for (i = 0; i < 3; i++)
		ids[i] = attach(test, reader, 0);
	for (room = 0; room <= 4; room++) {
		struct mapgc_list_args args = { .hdr.size = sizeof(args), .nr_ids = room };

		memset(found, CANARY, sizeof(found));
		loader_enter();
		args.ids = loader_copy(found, sizeof(found));
		loader_leave();
		KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_LIST, &args, sizeof(args)), 0);
		KUNIT_EXPECT_EQ(test, args.nr_ids, 3);
		loader_enter();
		KUNIT_EXPECT_EQ(test, copy_from_user(found, u64_to_user_ptr(args.ids),
						     sizeof(found)), 0);
		loader_leave();
		for (i = 0; i < 4; i++)
			KUNIT_EXPECT_EQ(test, found[i], i < min(room, 3U) ? ids[i] :
					0x01010101U * CANARY);
	}
	close_reader(reader);
}

static void processes_fill_the_room_that_there_is(struct kunit *test)
{
	struct file *reader = new_reader(test);
	u32 id = attach(test, reader, 0), room;
	struct mapgc_target *target = mapgc_target_get(id);
	u32 pid = task_pid_nr(loader.task);

	KUNIT_ASSERT_NOT_NULL(test, target);
	KUNIT_EXPECT_EQ(test, mapgc_process_add(target->processes, loader.task, loader.mm), 0);
	for (room = 0; room <= 2; room++) {
		struct mapgc_target_args args = { .hdr.size = sizeof(args), .target_id = id,
						  .nr_pids = room };
		struct mapgc_pid pids[2];

		memset(pids, CANARY, sizeof(pids));
		loader_enter();
		args.pids = loader_copy(pids, sizeof(pids));
		loader_leave();
		KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_TARGET, &args, sizeof(args)), 0);
		KUNIT_EXPECT_EQ(test, args.nr_pids, 1);
		loader_enter();
		KUNIT_EXPECT_EQ(test, copy_from_user(pids, u64_to_user_ptr(args.pids),
						     sizeof(pids)), 0);
		loader_leave();
		KUNIT_EXPECT_EQ(test, pids[0].host_pid, room ? pid : 0x01010101U * CANARY);
		KUNIT_EXPECT_EQ(test, pids[1].host_pid, 0x01010101U * CANARY);

		args.nr_pids = room;
		args.pids = 1;
		KUNIT_EXPECT_EQ(test, call(reader, MAPGC_IOC_TARGET, &args, sizeof(args)),
				room ? -EFAULT : 0);
	}
	mapgc_target_put(target);
	close_reader(reader);
}

static int device_init(struct kunit *test)
{
	exe_fd = executable_fd(exe);
	return exe_fd < 0 ? exe_fd : 0;
}

static void device_exit(struct kunit *test)
{
	close_fd(exe_fd);
}

static struct kunit_case device_cases[] = {
	KUNIT_CASE(numbers_that_are_no_command_are_refused),
	KUNIT_CASE(headers_are_checked_by_every_command),
	KUNIT_CASE(error_line_is_cut_and_ended),
	KUNIT_CASE(error_line_may_get_lost),
	KUNIT_CASE(callers_of_all_ages_are_served),
	KUNIT_CASE(padding_of_every_command_is_checked),
	KUNIT_CASE(every_call_needs_the_capability),
	KUNIT_CASE(targets_go_with_their_reader),
	KUNIT_CASE(target_whose_id_cannot_be_told_is_undone),
	KUNIT_CASE(list_fills_the_room_that_there_is),
	KUNIT_CASE(processes_fill_the_room_that_there_is),
	{}
};

static struct kunit_suite device_suite = {
	.name = "mapgc_device",
	.suite_init = device_suite_init,
	.suite_exit = device_suite_exit,
	.init = device_init,
	.exit = device_exit,
	.test_cases = device_cases,
};

kunit_test_suite(device_suite);

MODULE_DESCRIPTION("KUnit suite for the calls of /dev/mapgc");
MODULE_LICENSE("GPL");
