// SPDX-License-Identifier: GPL-2.0
/*
 * The client against a module that answers anything: other sizes, errors without
 * a line or with one that does not end, numbers that do not fit together. ioctl() is
 * this file's. What the client makes of it can be shown.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client/chardev.h"
#include "client/client.h"
#include "client/handle.h"
#include "fuzz/harness.h"
#include "fuzz/view_check.h"
#include "resolve/cursor.h"

#define DEVICE		777
#define CALLS_MAX	64	/* of one client call; more is a client that never ends */

static struct cursor answers;
static unsigned int nr_calls;

static void overwrite(void *at, size_t bytes)
{
	size_t skip = cursor_u16(&answers) % (bytes + 1), len = cursor_u8(&answers);
	const uint8_t *from;

	if (len > bytes - skip)
		len = bytes - skip;
	from = cursor_bytes(&answers, len);
	if (from)
		memcpy((char *)at + skip, from, len);
}

/* The room that the caller gave, and no more: it is the kernel's memory that is safe. */
static void fill_arrays(unsigned long request, struct mapgc_hdr *hdr)
{
	struct mapgc_list_args *list = (void *)hdr;
	struct mapgc_target_args *target = (void *)hdr;
	uint32_t i;

	if (request == MAPGC_IOC_LIST)
		for (i = 0; i < list->nr_ids && i < 8; i++)
			((uint32_t *)(uintptr_t)list->ids)[i] = cursor_u32(&answers);
	if (request == MAPGC_IOC_TARGET)
		overwrite((void *)(uintptr_t)target->pids,
			  target->nr_pids * sizeof(struct mapgc_pid));
	if (request == MAPGC_IOC_LIST) {
		i = cursor_u8(&answers);
		list->nr_ids = i & 0x80 ? cursor_u32(&answers) : i & 7;
	}
}

static int answer(unsigned long request, struct mapgc_hdr *hdr)
{
	uint8_t how = cursor_u8(&answers);

	if (++nr_calls > CALLS_MAX && request != MAPGC_IOC_LIST)
		how = 1;
	if (how & 1) {
		if (how & 2)
			overwrite((void *)(uintptr_t)hdr->error, hdr->error_len);
		errno = 1 + (how >> 2);
		return -1;
	}
	fill_arrays(request, hdr);
	if (how & 2)
		overwrite((char *)hdr + sizeof(*hdr), hdr->size - sizeof(*hdr));
	if (request == MAPGC_IOC_INFO && how & 4)
		((struct mapgc_info_args *)hdr)->abi_version = MAPGC_ABI_VERSION;
	return 0;
}

int ioctl(int fd, unsigned long request, ...)
{
	void *argument;
	va_list ap;

	va_start(ap, request);
	argument = va_arg(ap, void *);
	va_end(ap);
	if (fd != DEVICE)
		return syscall(SYS_ioctl, fd, request, argument);
	return answer(request, argument);
}

static void expect_line(int code, const struct error *err)
{
	if (code && !err->text[0])
		abort();
}

static void attach(struct client *client)
{
	static const struct mapgc_site site;
	struct manifest manifest = {
		.sites = (struct mapgc_site *)&site, .nr_sites = 1, .go_version = "go1.24.4",
	};
	struct client_attach request = { .exe_fd = 0, .exe = "/bin/fuzz", .manifest = &manifest };
	struct error err = { "" };
	uint32_t id = 0;

	expect_line(client_attach(client, &request, &id, &err), &err);
	err.text[0] = '\0';
	expect_line(client_process_add(client, id, 1, &err), &err);
	err.text[0] = '\0';
	if (cursor_u8(&answers) & 1)
		expect_line(client_detach(client, id, &err), &err);
}

static bool snapshot(struct client *client, struct snapshot *ret)
{
	uint32_t ids[3] = { 3, 1, 2 };
	struct error err = { "" };
	int code;

	if (cursor_u8(&answers) & 1)
		code = client_snapshot(client, ids, 3, ret, &err);
	else
		code = client_snapshot(client, NULL, 0, ret, &err);
	expect_line(code, &err);
	return !code;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct client client = { .fd = DEVICE };
	struct mapgc_info_args info;
	struct snapshot prev, now;
	struct error err = { "" };

	setlocale(LC_CTYPE, "C.UTF-8");
	cursor_init(&answers, data, len);
	nr_calls = 0;
	expect_line(chardev_info(DEVICE, &info, &err), &err);
	attach(&client);
	if (snapshot(&client, &prev)) {
		nr_calls = 0;
		if (snapshot(&client, &now)) {
			view_check(&prev, &now);
			snapshot_deinit(&now);
		}
		snapshot_deinit(&prev);
	}
	free(client.targets);
	return 0;
}
