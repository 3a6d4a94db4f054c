// SPDX-License-Identifier: GPL-2.0
/*
 * Sessions on a host of our own: its processes, files and clock, the resolver and
 * the client are in this file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/client.h"
#include "cmd/options.h"
#include "cmd/session.h"
#include "proc/cgroup.h"
#include "proc/process.h"
#include "proc/scan.h"
#include "host/clock.h"

#define PROCESSES_MAX	600
#define FDS_MAX		1024
#define SECOND_NS	1000000000ULL

/**
 * struct host_process - one process of the host; pid 0 for none
 * @file: inode of what it executes, 0 for a kernel thread
 */
struct host_process {
	pid_t pid;
	pid_t thread_of;
	uint64_t start_ticks;
	const char *comm;
	ino_t file;
	bool is_zombie;
};

/**
 * struct host_target - one target of the kernel; id 0 for none
 * @file: inode of the descriptor that it was attached with
 */
struct host_target {
	uint32_t id;
	ino_t file;
	uint32_t flags;
	uint32_t window_ms;
	size_t nr_sites;
	size_t nr_pids;
	pid_t pids[PROCESSES_MAX];
};

/**
 * struct host - the host
 * @fds: inode of a file that was opened through a process
 * @path_file: inode of the file at path, 0 for none
 * @broken: inode of a Go file that cannot be resolved
 * @foreign: inode of a Go file of an architecture that this is not
 * @attach_code: what attaching @attach_code_file returns
 * @nr_resolved: calls of the resolver
 * @in_cgroup: pids below this are in the cgroup
 */
static struct host {
	struct host_process processes[PROCESSES_MAX];
	struct host_target targets[16];
	ino_t fds[FDS_MAX];
	ino_t path_file;
	ino_t broken;
	ino_t foreign;
	ino_t attach_code_file;
	int attach_code;
	int add_code;
	uint32_t last_id;
	size_t nr_resolved;
	pid_t in_cgroup;
	uint64_t now_ns;
} host;

#define NOT_GO 1000	/* and above: inodes of files that are not Go */

#define PATH_TEMPLATE "/tmp/cmd_session_test.XXXXXX"

static char path[sizeof(PATH_TEMPLATE)];

static const struct arch foreign = { .name = "foreign" };

static struct session *session;
static struct options options;
static struct error err;

uint64_t clock_monotonic_ns(void)
{
	return host.now_ns;
}

static struct host_process *find(pid_t pid)
{
	size_t i;

	for (i = 0; i < PROCESSES_MAX; i++)
		if (host.processes[i].pid == pid)
			return &host.processes[i];
	return NULL;
}

static void start(pid_t pid, const char *comm, ino_t file)
{
	static uint64_t ticks;
	struct host_process *process = find(0);

	*process = (struct host_process) {
		.pid = pid,
		.start_ticks = ++ticks,
		.comm = comm,
		.file = file,
	};
}

static void end(pid_t pid)
{
	memset(find(pid), 0, sizeof(struct host_process));
}

int scan_all(struct pid_list *ret)
{
	size_t i;

	memset(ret, 0, sizeof(*ret));
	for (i = 0; i < PROCESSES_MAX; i++)
		if (host.processes[i].pid && !host.processes[i].thread_of)
			assert_int_equal(pid_list_add(ret, host.processes[i].pid), 0);
	pid_list_sort(ret);
	return 0;
}

int cgroup_find(const char *name, char *ret, size_t size, struct error *error)
{
	if (strcmp(name, "svc"))
		return error_set(error, -ENOENT, "cgroup %s: none", name);
	snprintf(ret, size, "/sys/fs/cgroup/svc");
	return 0;
}

int cgroup_scan(const char *name, struct pid_list *ret)
{
	size_t i;

	assert_string_equal(name, "/sys/fs/cgroup/svc");
	memset(ret, 0, sizeof(*ret));
	for (i = 0; i < PROCESSES_MAX; i++)
		if (host.processes[i].pid && host.processes[i].pid < host.in_cgroup)
			assert_int_equal(pid_list_add(ret, host.processes[i].pid), 0);
	return 0;
}

int process_read(pid_t pid, struct process *ret)
{
	const struct host_process *process = find(pid);

	if (!process)
		return -ESRCH;
	memset(ret, 0, sizeof(*ret));
	ret->pid = pid;
	ret->start_ticks = process->start_ticks;
	snprintf(ret->comm, sizeof(ret->comm), "%s", process->comm);
	ret->is_zombie = process->is_zombie;
	ret->is_kernel_thread = !process->file;
	return 0;
}

pid_t process_of_thread(pid_t tid)
{
	const struct host_process *process = find(tid);

	if (!process)
		return -ESRCH;
	return process->thread_of ? process->thread_of : tid;
}

static void set_id(struct file_id *id, ino_t file)
{
	memset(id, 0, sizeof(*id));
	id->ino = file;
}

int process_exe_id(pid_t pid, struct file_id *ret)
{
	const struct host_process *process = find(pid);

	if (!process || !process->file || process->is_zombie)
		return -ENOENT;
	set_id(ret, process->file);
	return 0;
}

static int open_file(ino_t file)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0 && fd < FDS_MAX);
	host.fds[fd] = file;
	return fd;
}

int process_exe_open(pid_t pid)
{
	struct file_id id;
	int code = process_exe_id(pid, &id);

	return code ? code : open_file(id.ino);
}

int process_exe_path(pid_t pid, char *buf, size_t size)
{
	struct file_id id;
	int code = process_exe_id(pid, &id);

	if (!code)
		snprintf(buf, size, "/file%lu", (unsigned long)id.ino);
	return code;
}

/* Through a process it is /dev/null; by its path, a regular file. */
static ino_t file_of(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return S_ISREG(st.st_mode) ? host.path_file : host.fds[fd];
}

bool file_id_equal(const struct file_id *a, const struct file_id *b)
{
	return a->ino == b->ino;
}

int file_id_of_path(const char *name, struct file_id *ret)
{
	assert_string_equal(name, path);
	set_id(ret, host.path_file);
	return host.path_file ? 0 : -ENOENT;
}

int file_id_of_fd(int fd, struct file_id *ret)
{
	set_id(ret, file_of(fd));
	return 0;
}

int manifest_identify(int fd, const char *name, struct manifest *ret, struct error *error)
{
	if (file_of(fd) >= NOT_GO)
		return error_set(error, -ENOEXEC, "%s: not a Go binary", name);
	memset(ret, 0, sizeof(*ret));
	ret->arch = file_of(fd) == host.foreign ? &foreign : arch_of_host();
	return 0;
}

int manifest_resolve(int fd, const char *name, struct manifest *ret, struct error *error)
{
	int code = manifest_identify(fd, name, ret, error);

	host.nr_resolved++;
	if (code)
		return code;
	if (file_of(fd) == host.broken)
		return error_set(error, -EBADMSG, "%s: broken", name);
	ret->sites = calloc(2, sizeof(*ret->sites));
	ret->sites[1].role = MAPGC_ROLE_CYCLE;
	ret->nr_sites = 2;
	return 0;
}

void manifest_deinit(struct manifest *manifest)
{
	free(manifest->sites);
	manifest->sites = NULL;
}

static struct host_target *target_of(ino_t file)
{
	size_t i;

	for (i = 0; i < 16; i++)
		if (host.targets[i].id && host.targets[i].file == file)
			return &host.targets[i];
	return NULL;
}

static size_t nr_targets(void)
{
	size_t i, nr = 0;

	for (i = 0; i < 16; i++)
		nr += host.targets[i].id != 0;
	return nr;
}

int client_attach(struct client *client, const struct client_attach *attach,
		  uint32_t *ret_id, struct error *error)
{
	struct host_target *target = host.targets;
	ino_t file = file_of(attach->exe_fd);

	(void)client;
	if (file == host.attach_code_file)
		return error_set(error, host.attach_code, "attach %s: refused", attach->exe);
	while (target->id)
		target++;
	target->id = *ret_id = ++host.last_id;
	target->file = file;
	target->flags = attach->flags;
	target->window_ms = attach->window_ms;
	target->nr_sites = attach->manifest->nr_sites;
	target->nr_pids = attach->nr_pids;
	memcpy(target->pids, attach->pids, attach->nr_pids * sizeof(pid_t));
	return 0;
}

static struct host_target *target_with(uint32_t id)
{
	size_t i;

	for (i = 0; i < 16; i++)
		if (host.targets[i].id == id)
			return &host.targets[i];
	fail_msg("no target %u", id);
	return NULL;
}

int client_detach(struct client *client, uint32_t id, struct error *error)
{
	(void)client;
	(void)error;
	memset(target_with(id), 0, sizeof(struct host_target));
	return 0;
}

int client_process_add(struct client *client, uint32_t id, pid_t pid, struct error *error)
{
	struct host_target *target = target_with(id);

	(void)client;
	if (host.add_code)
		return error_set(error, host.add_code, "attach process %d: refused", pid);
	target->pids[target->nr_pids++] = pid;
	return 0;
}

static int setup(void **state)
{
	(void)state;
	memset(&host, 0, sizeof(host));
	memset(&options, 0, sizeof(options));
	memset(&err, 0, sizeof(err));
	host.now_ns = SECOND_NS;
	session = NULL;
	start(2, "kthreadd", 0);
	start(3, "sh", NOT_GO);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	session_close(session);
	options_deinit(&options);
	return 0;
}

static int open_session(void)
{
	return session_open(NULL, &options, &session, &err);
}

static void select_pids(const pid_t *pids, size_t nr)
{
	size_t i;

	options.select_by = SELECT_PID;
	for (i = 0; i < nr; i++)
		pid_list_add(&options.pids, pids[i]);
	pid_list_sort(&options.pids);
}

static void select_name(enum select_by by, const char *name)
{
	options.select_by = by;
	options.name = name;
}

static void renew(uint64_t seconds)
{
	host.now_ns += seconds * SECOND_NS;
	assert_int_equal(session_renew(session, &err), 0);
}

static void test_pids_are_grouped_by_file(void **state)
{
	static const pid_t pids[] = { 10, 11, 12 };

	(void)state;
	start(10, "svc", 100);
	start(11, "other", 200);
	start(12, "svc", 100);
	select_pids(pids, 3);
	assert_int_equal(open_session(), 0);
	assert_int_equal(nr_targets(), 2);
	assert_int_equal(host.nr_resolved, 2);
	assert_int_equal(target_of(100)->nr_pids, 2);
	assert_int_equal(target_of(100)->pids[1], 12);
	assert_int_equal(target_of(200)->pids[0], 11);
	assert_int_equal(target_of(100)->flags, 0);
	assert_int_equal(target_of(100)->window_ms, 1000);
}

static void expect_refused(pid_t pid, const char *why)
{
	const pid_t pids[] = { 10, pid };

	options_deinit(&options);
	select_pids(pids, 2);
	assert_int_not_equal(open_session(), 0);
	assert_string_equal(err.text, why);
	assert_int_equal(nr_targets(), 0);
}

static void test_one_bad_pid_leaves_nothing_attached(void **state)
{
	(void)state;
	start(10, "svc", 100);
	start(20, "dead", 100);
	find(20)->is_zombie = true;
	start(21, "svc", 100);
	find(21)->thread_of = 10;
	start(22, "svc", 300);
	expect_refused(99, "process 99: there is none (mapgc-read --list)");
	expect_refused(2, "process 2: is a kernel thread (kthreadd)");
	expect_refused(3, "process 3: /file1000: not a Go binary");
	expect_refused(20, "process 20: has ended (dead is a zombie)");
	expect_refused(21, "process 21: is a thread of process 10: -p 10");
	host.attach_code_file = 300;
	host.attach_code = -EINVAL;
	expect_refused(22, "attach /file300: refused");
}

static void test_pids_until_all_have_ended(void **state)
{
	static const pid_t pids[] = { 10, 11 };

	(void)state;
	start(10, "svc", 100);
	start(11, "other", 200);
	select_pids(pids, 2);
	assert_int_equal(open_session(), 0);
	assert_false(session_is_over(session));
	end(10);
	start(10, "svc", 100); /* another one with the same id */
	assert_false(session_is_over(session));
	find(11)->file = 201; /* executes another program */
	assert_true(session_is_over(session));
	assert_int_equal(nr_targets(), 2);
}

static void test_too_many_pids(void **state)
{
	pid_t pid;

	(void)state;
	for (pid = 10; pid < 10 + MAPGC_PROCESSES_MAX + 1; pid++) {
		start(pid, "svc", 100);
		pid_list_add(&options.pids, pid);
	}
	options.select_by = SELECT_PID;
	assert_int_equal(open_session(), -E2BIG);
	assert_string_equal(err.text,
			    "attach /file100: 257 processes, at most 256 are followed");
	assert_int_equal(nr_targets(), 0);
}

static void test_exact_has_no_windows(void **state)
{
	static const pid_t pid = 10;

	(void)state;
	start(10, "svc", 100);
	select_pids(&pid, 1);
	options.is_exact = true;
	assert_int_equal(open_session(), 0);
	assert_int_equal(target_of(100)->flags, MAPGC_ATTACH_EXACT);
	assert_int_equal(target_of(100)->window_ms, 0);
}

static void test_what_is_switched_off_is_left_out(void **state)
{
	static const pid_t pid = 10;

	(void)state;
	start(10, "svc", 100);
	select_pids(&pid, 1);
	options.no_maps = true;
	assert_int_equal(open_session(), 0);
	assert_int_equal(target_of(100)->nr_sites, 1);
}

static void test_exe_waits_and_follows_a_new_file(void **state)
{
	(void)state;
	host.path_file = 100;
	select_name(SELECT_EXE, path);
	assert_int_equal(open_session(), 0);
	assert_int_equal(target_of(100)->flags, MAPGC_ATTACH_ALL);
	start(10, "svc", 100);
	host.path_file = 0; /* about to be replaced */
	renew(1);
	host.path_file = 101;
	renew(1);
	assert_non_null(target_of(100));
	assert_non_null(target_of(101));
	renew(1);
	assert_non_null(target_of(100));
	end(10);
	renew(1);
	assert_null(target_of(100));
	assert_non_null(target_of(101));
	assert_false(session_is_over(session));
	assert_int_equal(host.nr_resolved, 2);
}

static void test_exe_survives_a_broken_file(void **state)
{
	(void)state;
	host.path_file = 100;
	host.broken = 101;
	select_name(SELECT_EXE, path);
	assert_int_equal(open_session(), 0);
	host.path_file = 101;
	renew(1);
	renew(1);
	renew(1);
	assert_int_equal(host.nr_resolved, 2);
	assert_int_equal(nr_targets(), 1);
	host.path_file = 102;
	renew(1);
	assert_non_null(target_of(102));
}

static void test_other_architecture_is_refused(void **state)
{
	char text[160];

	(void)state;
	snprintf(text, sizeof(text), "%s: foreign executable on an %s host", path,
		 arch_of_host()->name);
	host.path_file = 100;
	host.foreign = 100;
	select_name(SELECT_EXE, path);
	assert_int_equal(open_session(), -ENOTSUP);
	assert_string_equal(err.text, text);
	assert_int_equal(nr_targets(), 0);
}

static void test_comm_takes_up_new_processes(void **state)
{
	(void)state;
	start(10, "svc", 100);
	start(11, "other", 200);
	select_name(SELECT_COMM, "svc");
	assert_int_equal(open_session(), 0);
	assert_int_equal(nr_targets(), 1);
	start(12, "svc", 100);
	start(13, "svc", 101);
	renew(1);
	renew(1);
	assert_int_equal(target_of(100)->nr_pids, 2);
	assert_int_equal(target_of(100)->pids[1], 12);
	assert_int_equal(target_of(101)->nr_pids, 1);
	assert_null(target_of(200));
	assert_int_equal(host.nr_resolved, 2);
}

static void test_comm_tells_processes_with_one_id_apart(void **state)
{
	(void)state;
	start(10, "svc", 100);
	select_name(SELECT_COMM, "svc");
	assert_int_equal(open_session(), 0);
	end(10);
	start(10, "svc", 100);
	renew(1);
	assert_int_equal(target_of(100)->nr_pids, 2);
	renew(1);
	assert_int_equal(target_of(100)->nr_pids, 2);
}

static void test_comm_without_a_go_process(void **state)
{
	(void)state;
	select_name(SELECT_COMM, "nosuch");
	assert_int_equal(open_session(), -ESRCH);
	assert_string_equal(err.text, "--comm nosuch: no such process (-e PATH waits for one)");
	select_name(SELECT_COMM, "sh");
	assert_int_equal(open_session(), -ENOTSUP);
	assert_string_equal(err.text, "nothing attached: /file1000: not a Go binary");
}

static void test_a_name_that_another_process_of_the_file_does_not_bear(void **state)
{
	(void)state;
	start(4, "script", NOT_GO); /* runs what sh runs */
	select_name(SELECT_COMM, "script");
	assert_int_equal(open_session(), -ENOTSUP);
	assert_string_equal(err.text, "nothing attached: /file1000: not a Go binary");
	start(5, "other", 100);
	start(6, "svc", 100);
	select_name(SELECT_COMM, "svc");
	assert_int_equal(open_session(), 0);
	assert_int_equal(target_of(100)->nr_pids, 1);
	assert_int_equal(target_of(100)->pids[0], 6);
}

static void test_a_name_that_comes_later(void **state)
{
	(void)state;
	start(5, "other", 100);
	start(6, "svc", 101);
	select_name(SELECT_COMM, "svc");
	assert_int_equal(open_session(), 0);
	assert_null(target_of(100));
	renew(1);
	start(7, "svc", 100);
	renew(1);
	assert_int_equal(target_of(100)->nr_pids, 1);
	assert_int_equal(target_of(100)->pids[0], 7);
}

static void test_long_names_are_cut_as_the_kernel_does(void **state)
{
	(void)state;
	start(10, "a-very-long-ser", 100);
	select_name(SELECT_COMM, "a-very-long-service-name");
	assert_int_equal(open_session(), 0);
	assert_int_equal(nr_targets(), 1);
}

static void test_cgroup(void **state)
{
	(void)state;
	start(10, "svc", 100);
	start(30, "svc", 101);
	host.in_cgroup = 20;
	select_name(SELECT_CGROUP, "svc");
	assert_int_equal(open_session(), 0);
	assert_int_equal(nr_targets(), 1);
	host.in_cgroup = 40;
	renew(1);
	assert_int_equal(target_of(101)->pids[0], 30);
}

static void test_cgroup_without_a_go_process(void **state)
{
	(void)state;
	select_name(SELECT_CGROUP, "svc");
	assert_int_equal(open_session(), -ESRCH);
	assert_string_equal(err.text, "--cgroup svc: no process in it");
	host.in_cgroup = 5;
	assert_int_equal(open_session(), -ESRCH);
	assert_string_equal(err.text, "--cgroup svc: no Go process in it");
}

static void test_all_takes_what_it_can(void **state)
{
	(void)state;
	options.select_by = SELECT_ALL;
	assert_int_equal(open_session(), 0);
	assert_int_equal(nr_targets(), 0);
	start(10, "svc", 100);
	start(11, "svc", 100);
	start(12, "bad", 101);
	start(13, "other", 102);
	host.broken = 101;
	renew(1);
	renew(1);
	assert_int_equal(nr_targets(), 2);
	assert_int_equal(target_of(100)->flags, MAPGC_ATTACH_ALL);
	assert_int_equal(target_of(100)->nr_pids, 0);
	assert_int_equal(host.nr_resolved, 3);
}

static void test_all_lets_go_after_a_while(void **state)
{
	(void)state;
	start(10, "svc", 100);
	start(11, "job", 101);
	options.select_by = SELECT_ALL;
	assert_int_equal(open_session(), 0);
	end(10);
	end(11);
	renew(1);
	renew(30);
	start(12, "svc", 100); /* restarted */
	renew(31);
	assert_int_equal(nr_targets(), 1);
	assert_non_null(target_of(100));
	assert_int_equal(host.nr_resolved, 2);
	end(12);
	renew(1);
	renew(40); /* counts from its last process */
	assert_non_null(target_of(100));
	start(13, "job", 101);
	renew(1);
	assert_non_null(target_of(101));
}

static void test_a_process_that_ends_meanwhile_is_tried_again(void **state)
{
	(void)state;
	start(10, "svc", 100);
	start(11, "other", 200);
	host.attach_code_file = 100;
	host.attach_code = -ESRCH;
	select_name(SELECT_COMM, "svc");
	assert_int_equal(open_session(), -ESRCH);
	start(12, "svc", 101);
	assert_int_equal(open_session(), 0);
	host.attach_code_file = 0;
	renew(1);
	assert_non_null(target_of(100));
}

static void test_more_than_fit_are_left_out(void **state)
{
	pid_t pid;

	(void)state;
	for (pid = 10; pid < 10 + MAPGC_PROCESSES_MAX + 5; pid++)
		start(pid, "svc", 100);
	select_name(SELECT_COMM, "svc");
	assert_int_equal(open_session(), 0);
	assert_int_equal(target_of(100)->nr_pids, MAPGC_PROCESSES_MAX);
	host.add_code = -ENOSPC;
	renew(1);
	renew(1);
	assert_int_equal(target_of(100)->nr_pids, MAPGC_PROCESSES_MAX);
}

static void test_ids_and_events_of_interest(void **state)
{
	static const pid_t pid = 10;
	const uint32_t *ids;
	size_t nr;

	(void)state;
	assert_int_equal(open_session(), 0);
	assert_null(session_ids(session, &nr));
	assert_true(session_has(session, 5));
	session_close(session);
	options.select_by = SELECT_ALL;
	assert_int_equal(open_session(), 0);
	assert_non_null(session_ids(session, &nr));
	assert_int_equal(nr, 0);
	session_close(session);
	start(10, "svc", 100);
	select_pids(&pid, 1);
	assert_int_equal(open_session(), 0);
	ids = session_ids(session, &nr);
	assert_int_equal(nr, 1);
	assert_true(session_has(session, ids[0]));
	assert_false(session_has(session, ids[0] + 1));
}

static int make_path(void **state)
{
	int fd;

	(void)state;
	strcpy(path, PATH_TEMPLATE);
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pids_are_grouped_by_file),
		TEST(one_bad_pid_leaves_nothing_attached),
		TEST(pids_until_all_have_ended),
		TEST(too_many_pids),
		TEST(exact_has_no_windows),
		TEST(what_is_switched_off_is_left_out),
		TEST(exe_waits_and_follows_a_new_file),
		TEST(exe_survives_a_broken_file),
		TEST(other_architecture_is_refused),
		TEST(comm_takes_up_new_processes),
		TEST(comm_tells_processes_with_one_id_apart),
		TEST(comm_without_a_go_process),
		TEST(a_name_that_another_process_of_the_file_does_not_bear),
		TEST(a_name_that_comes_later),
		TEST(long_names_are_cut_as_the_kernel_does),
		TEST(cgroup),
		TEST(cgroup_without_a_go_process),
		TEST(all_takes_what_it_can),
		TEST(all_lets_go_after_a_while),
		TEST(a_process_that_ends_meanwhile_is_tried_again),
		TEST(more_than_fit_are_left_out),
		TEST(ids_and_events_of_interest),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
