// SPDX-License-Identifier: GPL-2.0
/* What every ioctl takes and refuses alike: sizes, flags, padding, ids, pointers. */
#include <errno.h>
#include <fcntl.h>
#include <linux/ioctl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define TAIL_BYTES	64

static int device;
static struct specimen specimen;
static uint32_t target;		/* of specimen; 0: none */
static unsigned char *argument;	/* room for the largest, followed by no memory */
static size_t room;

static void fill_info(void)
{
}

static void fill_attach(void)
{
	memcpy(argument, &specimen.args, sizeof(specimen.args));
}

static void fill_detach(void)
{
	((struct mapgc_detach_args *)argument)->target_id = target;
}

static void fill_process_add(void)
{
	struct mapgc_process_args *args = (void *)argument;

	args->target_id = target;
	args->pid = getpid();
}

static void fill_target(void)
{
	((struct mapgc_target_args *)argument)->target_id = target;
}

static void fill_snapshot(void)
{
	((struct mapgc_snapshot_args *)argument)->target_id = target;
}

/**
 * struct form - one ioctl
 * @name: of it
 * @request: MAPGC_IOC_*
 * @size: of its argument
 * @fill: writes a valid argument, all but hdr.size
 * @pad: offset of its padding, 0 for none
 * @header_err: what it says to an argument of the header alone
 */
static const struct form {
	const char *name;
	unsigned long request;
	size_t size;
	void (*fill)(void);
	size_t pad;
	int header_err;
} forms[] = {
	{ "info", MAPGC_IOC_INFO, sizeof(struct mapgc_info_args), fill_info, 0, 0 },
	{ "attach", MAPGC_IOC_ATTACH, sizeof(struct mapgc_attach_args), fill_attach,
	  offsetof(struct mapgc_attach_args, pad), -EINVAL },
	{ "detach", MAPGC_IOC_DETACH, sizeof(struct mapgc_detach_args), fill_detach,
	  offsetof(struct mapgc_detach_args, pad), -ENOENT },
	{ "process_add", MAPGC_IOC_PROCESS_ADD, sizeof(struct mapgc_process_args),
	  fill_process_add, 0, -ENOENT },
	{ "list", MAPGC_IOC_LIST, sizeof(struct mapgc_list_args), fill_info,
	  offsetof(struct mapgc_list_args, pad), 0 },
	{ "target", MAPGC_IOC_TARGET, sizeof(struct mapgc_target_args), fill_target,
	  offsetof(struct mapgc_target_args, pad), -ENOENT },
	{ "snapshot", MAPGC_IOC_SNAPSHOT, sizeof(struct mapgc_snapshot_args), fill_snapshot,
	  offsetof(struct mapgc_snapshot_args, pad), -ENOENT },
};

static struct mapgc_hdr *hdr_of(void *at)
{
	return at;
}

/* A target where the call needs one, none where it makes one. */
static void prepare(const struct form *form)
{
	bool is_wanted = form->request != MAPGC_IOC_ATTACH;
	struct mapgc_target_args args;

	if (target && device_target(device, target, NULL, 0, &args))
		target = 0;
	if (target && !is_wanted) {
		device_detach(device, target);
		target = 0;
	} else if (!target && is_wanted) {
		target = device_attach(device, &specimen.args);
	}
	memset(argument, 0, room);
	form->fill();
	hdr_of(argument)->size = form->size;
}

static void note_new_target(const struct form *form, int err)
{
	if (form->request == MAPGC_IOC_ATTACH && !err)
		target = ((struct mapgc_attach_args *)argument)->target_id;
}

/* Calls with what prepare() and the test made of the argument. */
static bool answers(const struct form *form, int err, const char *line)
{
	uint32_t before = 0, after;
	uint32_t ids[4];
	int ret;

	before = device_list(device, ids, 4);
	ret = device_call(device, form->request, hdr_of(argument));
	if (ret == err && !strncmp(device_line, line, strlen(line))) {
		note_new_target(form, ret);
		after = device_list(device, ids, 4);
		return !ret || before == after;
	}
	tap_note("%s: %d \"%s\", expected %d \"%s\"", form->name, ret, device_line, err, line);
	note_new_target(form, ret);
	return false;
}

static bool try_size(const struct form *form, uint32_t size, int err, const char *line)
{
	prepare(form);
	hdr_of(argument)->size = size;
	return answers(form, err, line);
}

static void check_sizes(const struct form *form)
{
	bool is_right;

	tap_result(try_size(form, form->size, 0, ""), "%s: its own size", form->name);
	is_right = try_size(form, 0, -EINVAL, "hdr.size: ");
	is_right &= try_size(form, sizeof(struct mapgc_hdr) - 1, -EINVAL, "hdr.size: ");
	tap_result(is_right, "%s: smaller than the header", form->name);
	tap_result(try_size(form, sizeof(struct mapgc_hdr), form->header_err, ""),
		   "%s: the header alone", form->name);
	tap_result(try_size(form, form->size + TAIL_BYTES, 0, ""), "%s: newer, the rest 0",
		   form->name);
	prepare(form);
	hdr_of(argument)->size = form->size + TAIL_BYTES;
	argument[form->size + TAIL_BYTES - 1] = 1;
	tap_result(answers(form, -E2BIG, "hdr.size: members beyond"), "%s: newer, the rest not 0",
		   form->name);
	is_right = try_size(form, UINT32_MAX, -E2BIG, "hdr.size: ");
	tap_result(is_right, "%s: largest size", form->name);
}

static void check_header(const struct form *form)
{
	bool is_right;

	prepare(form);
	hdr_of(argument)->flags = 1 << 3;
	is_right = answers(form, -EINVAL, "hdr.flags: ");
	prepare(form);
	hdr_of(argument)->flags = 1U << 31;
	is_right &= answers(form, -EINVAL, "hdr.flags: ");
	tap_result(is_right, "%s: unknown flags", form->name);
	prepare(form);
	hdr_of(argument)->pad = 1;
	is_right = answers(form, -EINVAL, "hdr.pad: ");
	if (form->pad) {
		prepare(form);
		argument[form->pad] = 1;
		is_right &= answers(form, -EINVAL, "pad: ");
	}
	tap_result(is_right, "%s: padding", form->name);
}

/* The argument ends where memory ends: not a byte behind its size is looked at, nor written. */
static void check_bounds(const struct form *form)
{
	unsigned char *at = argument + room - form->size;
	unsigned char *cut = argument + room - form->size + 8;
	int ret, cut_ret;

	prepare(form);
	memmove(at, argument, form->size);
	ret = device_call(device, form->request, hdr_of(at));
	if (form->request == MAPGC_IOC_ATTACH && !ret)
		target = ((struct mapgc_attach_args *)at)->target_id;
	prepare(form);
	memmove(cut, argument, form->size - 8);
	cut_ret = device_call(device, form->request, hdr_of(cut));
	tap_result(ret == 0 && cut_ret == -EFAULT, "%s: at the end of memory, and 8 bytes further",
		   form->name);
	ret = syscall(SYS_ioctl, device, form->request, NULL) ? -errno : 0;
	tap_result(ret == -EFAULT, "%s: argument at 0", form->name);
}

static void check_error_buffer(size_t len, const char *expected, size_t written)
{
	struct mapgc_hdr hdr = { .size = 1, .error_len = len };
	char line[64];
	bool is_kept = true;
	size_t i;
	int ret;

	memset(line, '#', sizeof(line));
	hdr.error = (uintptr_t)line;
	ret = ioctl(device, MAPGC_IOC_INFO, &hdr) ? -errno : 0;
	for (i = written; i < sizeof(line); i++)
		is_kept &= line[i] == '#';
	tap_result(ret == -EINVAL && is_kept && !memcmp(line, expected, written),
		   "error line of %zu bytes", len);
}

static void check_error_buffers(void)
{
	static const char line[] = "hdr.size: 1 is less than the header";
	struct mapgc_hdr hdr = { .size = 1, .error = 8, .error_len = 100 };
	int ret;

	check_error_buffer(0, "", 0);
	check_error_buffer(1, "", 1);
	check_error_buffer(9, "hdr.size", 9);
	check_error_buffer(sizeof(line) - 1, "hdr.size: 1 is less than the heade",
			   sizeof(line) - 1);
	check_error_buffer(sizeof(line), line, sizeof(line));
	check_error_buffer(UINT32_MAX, line, sizeof(line));
	ret = ioctl(device, MAPGC_IOC_INFO, &hdr) ? -errno : 0;
	tap_result(ret == -EINVAL, "error line to where nothing can be written");
}

static void check_numbers(void)
{
	static const unsigned long unknown[] = {
		_IOWR(MAPGC_IOC_MAGIC, 7, struct mapgc_hdr),
		_IOWR(MAPGC_IOC_MAGIC, 255, struct mapgc_hdr),
		_IOWR(MAPGC_IOC_MAGIC - 1, 0, struct mapgc_hdr),
		_IOR(MAPGC_IOC_MAGIC, 0, struct mapgc_hdr),
		_IO(MAPGC_IOC_MAGIC, 0),
		_IOWR(MAPGC_IOC_MAGIC, 0, struct mapgc_info_args),
		0, 0x5401, 0xffffffff,
	};
	struct mapgc_info_args args = { .hdr.size = sizeof(args) };
	bool is_right = true;
	size_t i;

	for (i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		is_right &= ioctl(device, unknown[i], &args) == -1 && errno == ENOTTY;
	tap_result(is_right, "%zu numbers that are no call", i);
}

static bool is_answer(int ret, int err, const char *line)
{
	if (ret == err && !strncmp(device_line, line, strlen(line)))
		return true;
	tap_note("%d \"%s\", expected %d \"%s\"", ret, device_line, err, line);
	return false;
}

static void check_unknown_ids(void)
{
	static const uint32_t ids[] = { 0, 1 << 30, UINT32_MAX };
	static struct mapgc_snapshot_args snapshot;
	struct mapgc_target_args described;
	bool is_right = true;
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		is_right &= is_answer(device_detach(device, ids[i]), -ENOENT, "target_id: ");
		is_right &= is_answer(device_process_add(device, ids[i], getpid()), -ENOENT,
				      "target_id: ");
		is_right &= is_answer(device_target(device, ids[i], NULL, 0, &described), -ENOENT,
				      "target_id: ");
		is_right &= is_answer(device_snapshot(device, ids[i], &snapshot), -ENOENT,
				      "target_id: ");
	}
	tap_result(is_right, "unknown targets");
}

/* Who has another file descriptor may look, but not change. */
static void check_foreign_target(void)
{
	static struct mapgc_snapshot_args snapshot;
	struct mapgc_target_args described;
	int other = device_open();
	bool is_right;

	is_right = is_answer(device_detach(other, target), -EBUSY, "target_id: ");
	is_right &= is_answer(device_process_add(other, target, getpid()), -EBUSY, "target_id: ");
	tap_result(is_right, "another reader's target: cannot be changed");
	is_right = is_answer(device_target(other, target, NULL, 0, &described), 0, "");
	is_right &= is_answer(device_snapshot(other, target, &snapshot), 0, "");
	close(other);
	is_right &= is_answer(device_target(device, target, NULL, 0, &described), 0, "");
	tap_result(is_right, "another reader's target: can be seen, and outlives the other");
}

static void check_processes(void)
{
	pid_t child = fork();
	bool is_right;
	uint32_t all;

	if (!child)
		_exit(0);
	waitpid(child, NULL, 0);
	is_right = is_answer(device_process_add(device, target, child), -ESRCH, "pid: ");
	is_right &= is_answer(device_process_add(device, target, 2), -ESRCH, "pid: ");
	is_right &= is_answer(device_process_add(device, target, 0), -ESRCH, "pid: ");
	is_right &= is_answer(device_process_add(device, target, getppid()), -EXDEV, "pid: ");
	tap_result(is_right, "processes that cannot be added");
	tap_result(is_answer(device_process_add(device, target, getpid()), 0, ""),
		   "a process that is there already");
	device_detach(device, target);
	specimen.args.hdr.flags |= MAPGC_ATTACH_ALL;
	all = device_attach(device, &specimen.args);
	tap_result(is_answer(device_process_add(device, all, getpid()), -EINVAL, "target_id: "),
		   "a process for a target that has all");
	device_detach(device, all);
	specimen.args.hdr.flags &= ~MAPGC_ATTACH_ALL;
	target = device_attach(device, &specimen.args);
}

static void check_pointers(void)
{
	struct mapgc_list_args list = { .hdr.size = sizeof(list), .ids = 8, .nr_ids = 1 };
	struct mapgc_target_args described = {
		.hdr.size = sizeof(described), .target_id = target, .pids = 8, .nr_pids = 1,
	};
	bool is_right;

	is_right = is_answer(device_call(device, MAPGC_IOC_LIST, &list.hdr), -EFAULT, "ids: ");
	list.ids = 0xffff888000001000ULL;
	is_right &= is_answer(device_call(device, MAPGC_IOC_LIST, &list.hdr), -EFAULT, "ids: ");
	is_right &= is_answer(device_call(device, MAPGC_IOC_TARGET, &described.hdr), -EFAULT,
			      "pids: ");
	tap_result(is_right, "arrays that cannot be written");
	list.nr_ids = 0;
	is_right = is_answer(device_call(device, MAPGC_IOC_LIST, &list.hdr), 0, "");
	described.nr_pids = 0;
	is_right &= is_answer(device_call(device, MAPGC_IOC_TARGET, &described.hdr), 0, "");
	tap_result(is_right && list.nr_ids == 1 && described.nr_pids == 1,
		   "arrays of no room: the number is told");
}

/* An older caller knows less, and nothing beyond that is written. */
static void check_older(void)
{
	struct mapgc_snapshot_args *args = (void *)argument;
	size_t known = offsetof(struct mapgc_snapshot_args, armed_ns);
	size_t i;
	bool is_kept = true;
	int ret;

	memset(argument, 0, room);
	memset(argument + known, '#', room - known);
	args->hdr.size = known;
	args->target_id = target;
	ret = device_call(device, MAPGC_IOC_SNAPSHOT, &args->hdr);
	for (i = known; i < room; i++)
		is_kept &= argument[i] == '#';
	tap_result(!ret && is_kept && args->elapsed_ns && args->hdr.size == known,
		   "snapshot by an older caller");
}

static int set_up(void)
{
	const size_t page = sysconf(_SC_PAGESIZE);

	room = 16 * page;
	device = device_open();
	argument = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			-1, 0);
	if (device < 0 || argument == MAP_FAILED || mprotect(argument + room, page, PROT_NONE)) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-device));
		return -1;
	}
	return specimen_fill(&specimen);
}

int main(void)
{
	uint32_t id;
	size_t i;

	if (set_up())
		return 1;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		check_sizes(&forms[i]);
		check_header(&forms[i]);
		check_bounds(&forms[i]);
	}
	check_error_buffers();
	check_numbers();
	check_unknown_ids();
	prepare(&forms[0]);
	check_foreign_target();
	check_processes();
	check_pointers();
	check_older();
	device_detach(device, target);
	tap_result(!device_list(device, &id, 1) && specimen_intact(), "nothing is left");
	return tap_end();
}
