// SPDX-License-Identifier: GPL-2.0
/* The client against a module of our own: ioctl() is this file's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "client/chardev.h"
#include "client/client.h"
#include "client/handle.h"

/**
 * struct module - the module that answers
 * @fail_request: this one fails with @fail_errno and says @fail_line
 * @attach: copy of the last request
 * @pids: of the last request
 * @ids: targets, nr_ids of them; one that is @gone cannot be read
 */
static struct module {
	unsigned long fail_request;
	int fail_errno;
	const char *fail_line;
	struct mapgc_attach_args attach;
	uint32_t pids[4];
	uint32_t ids[200];
	uint32_t nr_ids;
	uint32_t gone;
	uint32_t abi_version;
	uint32_t detached;
	uint32_t added_pid;
} module;

static struct client client;

static void answer_list(struct mapgc_list_args *args)
{
	uint32_t nr = args->nr_ids < module.nr_ids ? args->nr_ids : module.nr_ids;

	memcpy((void *)(uintptr_t)args->ids, module.ids, nr * sizeof(module.ids[0]));
	args->nr_ids = module.nr_ids;
}

static int answer_target(struct mapgc_target_args *args)
{
	struct mapgc_pid *pids = (void *)(uintptr_t)args->pids;

	if (args->target_id == module.gone) {
		errno = ENOENT;
		return -1;
	}
	assert_true(args->nr_pids >= 1);
	pids[0] = (struct mapgc_pid) { .pid = 5, .host_pid = 1005 };
	args->nr_pids = 1;
	args->go_minor = 24;
	args->nr_sites = 9;
	strcpy(args->label, "/usr/bin/svc");
	strcpy(args->go_version, "go1.24.4");
	return 0;
}

static void answer_snapshot(struct mapgc_snapshot_args *args)
{
	assert_int_equal(args->hdr.size, sizeof(*args));
	args->hits = 100 + args->target_id;
}

static void keep_attach(struct mapgc_attach_args *args)
{
	module.attach = *args;
	memcpy(module.pids, (void *)(uintptr_t)args->pids, args->nr_pids * sizeof(uint32_t));
	args->target_id = 42;
}

static int answer(unsigned long request, void *arg)
{
	switch (request) {
	case MAPGC_IOC_INFO:
		((struct mapgc_info_args *)arg)->abi_version = module.abi_version;
		return 0;
	case MAPGC_IOC_ATTACH:
		keep_attach(arg);
		return 0;
	case MAPGC_IOC_DETACH:
		module.detached = ((struct mapgc_detach_args *)arg)->target_id;
		return 0;
	case MAPGC_IOC_PROCESS_ADD:
		module.added_pid = ((struct mapgc_process_args *)arg)->pid;
		return 0;
	case MAPGC_IOC_LIST:
		answer_list(arg);
		return 0;
	case MAPGC_IOC_TARGET:
		return answer_target(arg);
	case MAPGC_IOC_SNAPSHOT:
		answer_snapshot(arg);
		return 0;
	}
	errno = ENOTTY;
	return -1;
}

int ioctl(int fd, unsigned long request, ...)
{
	struct mapgc_hdr *hdr;
	va_list ap;

	va_start(ap, request);
	hdr = va_arg(ap, struct mapgc_hdr *);
	va_end(ap);
	assert_int_equal(fd, 77);
	assert_int_equal(hdr->error_len, MAPGC_ERROR_MAX);
	if (request != module.fail_request)
		return answer(request, hdr);
	if (module.fail_line)
		strcpy((char *)(uintptr_t)hdr->error, module.fail_line);
	errno = module.fail_errno;
	return -1;
}

static int setup(void **state)
{
	(void)state;
	memset(&module, 0, sizeof(module));
	memset(&client, 0, sizeof(client));
	module.abi_version = MAPGC_ABI_VERSION;
	client.fd = 77;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(client.targets);
	return 0;
}

static void fail_on(unsigned long request, int code, const char *line)
{
	module.fail_request = request;
	module.fail_errno = code;
	module.fail_line = line;
}

static struct manifest manifest = {
	.go_version = "go1.24.4",
	.go_minor = 24,
	.text_va = 0x401000,
	.maps = { .is_on = true },
	.gc = { .reason = "no call found" },
	.nr_sites = 3,
	.nr_callsites = 2,
};

static const pid_t pids[] = { 5, 6 };

static struct client_attach attach = {
	.exe_fd = 9,
	.exe = "/usr/bin/svc",
	.manifest = &manifest,
	.pids = pids,
	.nr_pids = 2,
	.window_ms = 20,
	.period_ms = 1000,
	.window_hits = 2000,
};

static void test_attach_passes_everything(void **state)
{
	struct error err = {};
	uint32_t id = 0;

	(void)state;
	assert_int_equal(client_attach(&client, &attach, &id, &err), 0);
	assert_int_equal(id, 42);
	assert_int_equal(module.attach.hdr.size, sizeof(module.attach));
	assert_int_equal(module.attach.exe_fd, 9);
	assert_int_equal(module.attach.nr_sites, 3);
	assert_int_equal(module.attach.nr_callsites, 2);
	assert_int_equal(module.attach.text_va, 0x401000);
	assert_int_equal(module.attach.window_ms, 20);
	assert_int_equal(module.attach.period_ms, 1000);
	assert_int_equal(module.attach.window_hits, 2000);
	assert_int_equal(module.attach.nr_pids, 2);
	assert_int_equal(module.pids[1], 6);
	assert_string_equal(module.attach.label, "/usr/bin/svc");
	assert_string_equal(module.attach.go_version, "go1.24.4");
}

static void test_a_long_path_keeps_its_end(void **state)
{
	char path[400];
	struct client_attach far = attach;
	uint32_t id;

	(void)state;
	memset(path, 'a', sizeof(path));
	strcpy(path + sizeof(path) - 5, "/svc");
	far.exe = path;
	assert_int_equal(client_attach(&client, &far, &id, NULL), 0);
	assert_int_equal(strlen(module.attach.label), MAPGC_LABEL_MAX - 1);
	assert_memory_equal(module.attach.label, "...aa", 5);
	assert_string_equal(module.attach.label + MAPGC_LABEL_MAX - 5, "/svc");
}

static void test_the_kernels_line_is_kept(void **state)
{
	struct error err = {};
	uint32_t id;

	(void)state;
	fail_on(MAPGC_IOC_ATTACH, EINVAL, "sites[3].insn: not emulated");
	assert_int_equal(client_attach(&client, &attach, &id, &err), -EINVAL);
	assert_string_equal(err.text, "attach /usr/bin/svc: sites[3].insn: not emulated");
	assert_int_equal(client.nr_targets, 0);
}

static void test_without_a_line_the_errno_speaks(void **state)
{
	struct error err = {};

	(void)state;
	fail_on(MAPGC_IOC_DETACH, EBUSY, NULL);
	assert_int_equal(client_detach(&client, 3, &err), -EBUSY);
	assert_string_equal(err.text, "detach target 3: Device or resource busy");
}

static void test_another_interface_is_refused(void **state)
{
	struct mapgc_info_args info;
	struct error err = {};

	(void)state;
	assert_int_equal(chardev_info(77, &info, &err), 0);
	module.abi_version = MAPGC_ABI_VERSION + 1;
	assert_int_equal(chardev_info(77, &info, &err), -EPROTO);
	assert_non_null(strstr(err.text, "speaks version 2, this reader 1"));
}

static void test_snapshot_of_own_targets_knows_features(void **state)
{
	struct snapshot snapshot;
	uint32_t ids[2] = { 50 };

	(void)state;
	assert_int_equal(client_attach(&client, &attach, &ids[1], NULL), 0);
	assert_int_equal(client_snapshot(&client, ids, 2, &snapshot, NULL), 0);
	assert_int_equal(snapshot.nr_targets, 2);
	assert_int_equal(snapshot.targets[0].id, 42);
	assert_true(snapshot.targets[0].maps.is_known && snapshot.targets[0].maps.is_on);
	assert_true(snapshot.targets[0].gc.is_known && !snapshot.targets[0].gc.is_on);
	assert_string_equal(snapshot.targets[0].gc.reason, "no call found");
	assert_true(snapshot.targets[0].alloc.is_known && !snapshot.targets[0].alloc.is_on);
	assert_false(snapshot.targets[1].maps.is_known);
	assert_int_equal(snapshot.targets[1].figures.hits, 150);
	assert_int_equal(snapshot.targets[1].nr_pids, 1);
	assert_int_equal(snapshot.targets[1].pids[0].host_pid, 1005);
	snapshot_deinit(&snapshot);
}

static void test_snapshot_of_all_asks_for_more_room(void **state)
{
	struct snapshot snapshot;
	uint32_t i;

	(void)state;
	module.nr_ids = 200;
	for (i = 0; i < 200; i++)
		module.ids[i] = i + 1;
	assert_int_equal(client_snapshot(&client, NULL, 0, &snapshot, NULL), 0);
	assert_int_equal(snapshot.nr_targets, 200);
	assert_int_equal(snapshot.targets[199].id, 200);
	snapshot_deinit(&snapshot);
}

static void test_snapshot_leaves_out_what_is_gone(void **state)
{
	const uint32_t ids[] = { 1, 2, 3 };
	struct snapshot snapshot;

	(void)state;
	module.gone = 2;
	assert_int_equal(client_snapshot(&client, ids, 3, &snapshot, NULL), 0);
	assert_int_equal(snapshot.nr_targets, 2);
	assert_int_equal(snapshot.targets[1].id, 3);
	snapshot_deinit(&snapshot);
}

static void test_snapshot_fails_as_a_whole(void **state)
{
	const uint32_t ids[] = { 1, 2 };
	struct snapshot snapshot;
	struct error err = {};

	(void)state;
	fail_on(MAPGC_IOC_SNAPSHOT, EIO, NULL);
	assert_int_equal(client_snapshot(&client, ids, 2, &snapshot, &err), -EIO);
	assert_string_equal(err.text, "read figures: Input/output error");
}

/* Memory for what a module claims is not taken before it can be true. */
static void test_a_list_without_end_is_refused(void **state)
{
	struct snapshot snapshot;
	struct error err = {};

	(void)state;
	module.nr_ids = UINT32_MAX;
	assert_int_equal(client_snapshot(&client, NULL, 0, &snapshot, &err), -EPROTO);
	assert_string_equal(err.text, "list targets: 4294967295 are too many");
}

static void test_detach_forgets_the_features(void **state)
{
	struct snapshot snapshot;
	uint32_t id;

	(void)state;
	assert_int_equal(client_attach(&client, &attach, &id, NULL), 0);
	assert_int_equal(client_detach(&client, id, NULL), 0);
	assert_int_equal(module.detached, id);
	assert_int_equal(client_snapshot(&client, &id, 1, &snapshot, NULL), 0);
	assert_false(snapshot.targets[0].maps.is_known);
	snapshot_deinit(&snapshot);
}

static void test_process_add(void **state)
{
	struct error err = {};

	(void)state;
	assert_int_equal(client_process_add(&client, 3, 88, &err), 0);
	assert_int_equal(module.added_pid, 88);
	fail_on(MAPGC_IOC_PROCESS_ADD, ESRCH, NULL);
	assert_int_equal(client_process_add(&client, 3, 88, &err), -ESRCH);
	assert_string_equal(err.text, "attach process 88: No such process");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_attach_passes_everything, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_long_path_keeps_its_end, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_kernels_line_is_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(test_without_a_line_the_errno_speaks, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_another_interface_is_refused, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_snapshot_of_own_targets_knows_features,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_snapshot_of_all_asks_for_more_room, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_snapshot_leaves_out_what_is_gone, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_snapshot_fails_as_a_whole, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_list_without_end_is_refused, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_detach_forgets_the_features, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_process_add, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
