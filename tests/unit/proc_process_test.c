// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "proc/process.h"
#include "proc/scan.h"

#define REST " 1 2 2 0 -1 %u 1 2 3 4 5 6 7 8 20 0 9 0 %u 1000 2000\n"

static int parse(const char *start, char state, unsigned int flags, unsigned int ticks,
		 struct process *ret)
{
	char line[512];

	snprintf(line, sizeof(line), "%s %c" REST, start, state, flags, ticks);
	return process_stat_parse(line, ret);
}

static void test_stat_line(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(parse("42 (svc)", 'S', 0, 777, &process), 0);
	assert_int_equal(process.pid, 42);
	assert_string_equal(process.comm, "svc");
	assert_int_equal(process.start_ticks, 777);
	assert_false(process.is_zombie || process.is_kernel_thread);
	assert_int_equal(parse("42 (svc)", 'Z', 0x400000, 1, &process), 0);
	assert_true(process.is_zombie);
	assert_int_equal(parse("2 (kthreadd)", 'S', 0x208040, 1, &process), 0);
	assert_true(process.is_kernel_thread);
}

static void test_names_that_mislead(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(parse("42 (a) Z 1 (b)", 'S', 0, 777, &process), 0);
	assert_string_equal(process.comm, "a) Z 1 (b");
	assert_false(process.is_zombie);
	assert_int_equal(process.start_ticks, 777);
	assert_int_equal(parse("42 ()", 'S', 0, 7, &process), 0);
	assert_string_equal(process.comm, "");
	assert_int_equal(parse("42 (0123456789abcdef)", 'S', 0, 7, &process), 0);
	assert_string_equal(process.comm, "0123456789abcde");
}

static void test_lines_that_are_none(void **state)
{
	struct process process;

	(void)state;
	assert_int_equal(process_stat_parse("", &process), -EBADMSG);
	assert_int_equal(process_stat_parse("42 (svc", &process), -EBADMSG);
	assert_int_equal(process_stat_parse("42 )svc(", &process), -EBADMSG);
	assert_int_equal(process_stat_parse("42 (svc) S 1 2", &process), -EBADMSG);
}

static void test_this_process(void **state)
{
	struct file_id by_pid, by_path;
	struct process process, again;
	char path[4096];

	(void)state;
	prctl(PR_SET_NAME, "proc) test");
	assert_int_equal(process_read(getpid(), &process), 0);
	assert_int_equal(process.pid, getpid());
	assert_string_equal(process.comm, "proc) test");
	assert_true(process.start_ticks > 0);
	assert_int_equal(process_read(getpid(), &again), 0);
	assert_int_equal(again.start_ticks, process.start_ticks);
	assert_int_equal(process_exe_path(getpid(), path, sizeof(path)), 0);
	assert_int_equal(process_exe_id(getpid(), &by_pid), 0);
	assert_int_equal(file_id_of_path(path, &by_path), 0);
	assert_true(file_id_equal(&by_pid, &by_path));
}

static void test_a_zombie_and_nobody(void **state)
{
	struct process process;
	siginfo_t info;
	pid_t child = fork();

	(void)state;
	if (!child)
		_exit(0);
	assert_int_equal(waitid(P_PID, child, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(process_read(child, &process), 0);
	assert_true(process.is_zombie);
	waitpid(child, NULL, 0);
	assert_int_equal(process_read(child, &process), -ESRCH);
	assert_int_equal(process_of_thread(child), -ESRCH);
}

static void *report_tid(void *arg)
{
	int *fds = arg;
	pid_t tid = syscall(SYS_gettid);
	char end;

	if (write(fds[1], &tid, sizeof(tid)) == sizeof(tid))
		tid = read(fds[2], &end, 1);
	return NULL;
}

static void test_a_thread_is_not_a_process(void **state)
{
	pthread_t thread;
	int fds[4];
	pid_t tid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(pipe(fds + 2), 0);
	assert_int_equal(pthread_create(&thread, NULL, report_tid, fds), 0);
	assert_int_equal(read(fds[0], &tid, sizeof(tid)), sizeof(tid));
	assert_int_equal(process_of_thread(tid), getpid());
	assert_int_equal(process_of_thread(getpid()), getpid());
	assert_int_equal(write(fds[3], "", 1), 1);
	pthread_join(thread, NULL);
}

static void test_scan_finds_this_process_once(void **state)
{
	struct pid_list pids;
	size_t i, found = 0;

	(void)state;
	assert_int_equal(scan_all(&pids), 0);
	for (i = 0; i < pids.nr; i++) {
		found += pids.pids[i] == getpid();
		if (i)
			assert_true(pids.pids[i] > pids.pids[i - 1]);
	}
	assert_int_equal(found, 1);
	pid_list_deinit(&pids);
}

static void test_content_tells_files_with_one_inode_apart(void **state)
{
	char path[] = "/tmp/proc_process_test.XXXXXX";
	struct file_id before, after;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(file_id_of_fd(fd, &before), 0);
	assert_int_equal(write(fd, "x", 1), 1);
	assert_int_equal(file_id_of_path(path, &after), 0);
	assert_false(file_id_equal(&before, &after));
	unlink(path);
	assert_int_equal(file_id_of_path(path, &after), -ENOENT);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stat_line),
		cmocka_unit_test(test_names_that_mislead),
		cmocka_unit_test(test_lines_that_are_none),
		cmocka_unit_test(test_this_process),
		cmocka_unit_test(test_a_zombie_and_nobody),
		cmocka_unit_test(test_a_thread_is_not_a_process),
		cmocka_unit_test(test_scan_finds_this_process_once),
		cmocka_unit_test(test_content_tells_files_with_one_inode_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
