// SPDX-License-Identifier: GPL-2.0
#include "cmd/check.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "client/chardev.h"
#include "client/events.h"
#include "util/pidns.h"

#define CAP_SYS_ADMIN_BIT	(1ULL << 21)
#define CAP_PERFMON_BIT		(1ULL << 38)

/* Each fills @why with what is found, or with what is wrong and what to do about it. */

/* Return: whether a line of @file contains @text; @line holds it then. */
static bool find_line(const char *file, const char *text, char *line, size_t size)
{
	FILE *stream = fopen(file, "re");
	bool is_found = false;

	while (stream && !is_found && fgets(line, size, stream))
		is_found = strstr(line, text);
	if (stream)
		fclose(stream);
	return is_found;
}

static int check_root(struct error *why)
{
	char line[256];
	uint64_t caps = 0;

	if (find_line("/proc/self/status", "CapEff:", line, sizeof(line)))
		caps = strtoull(strchr(line, ':') + 1, NULL, 16);
	if (caps & CAP_SYS_ADMIN_BIT)
		return error_set(why, 0, "CAP_SYS_ADMIN");
	if (caps & CAP_PERFMON_BIT)
		return error_set(why, 0, "CAP_PERFMON (--events needs CAP_SYS_ADMIN)");
	return error_set(why, -EPERM, "neither CAP_SYS_ADMIN nor CAP_PERFMON: run as root");
}

/* The initial user namespace maps every id to itself. */
static int check_user_namespace(struct error *why)
{
	unsigned int inside, outside, count;
	char line[256];

	if (find_line("/proc/self/uid_map", "", line, sizeof(line)) &&
	    sscanf(line, "%u %u %u", &inside, &outside, &count) == 3 &&
	    (inside || outside || count != UINT32_MAX))
		return error_set(why, -EPERM, "not the host's: root here is not root there; "
				 "run on the host");
	return error_set(why, 0, "the host's");
}

/* In a namespace of its own, the reader works for what it sees. */
static int check_pid_namespace(struct error *why)
{
	if (pidns_is_initial())
		return error_set(why, 0, "the host's");
	return error_set(why, 0, "a container's: only its processes can be chosen; "
			 "for all, run on the host");
}

static int check_uprobes(struct error *why)
{
	char line[512];

	if (access("/proc/kallsyms", R_OK))
		return error_set(why, 0, "not known: no /proc/kallsyms");
	if (find_line("/proc/kallsyms", " uprobe_register\n", line, sizeof(line)) ||
	    find_line("/proc/kallsyms", " uprobe_register_nosync\n", line, sizeof(line)))
		return error_set(why, 0, "in the kernel");
	return error_set(why, -ENOSYS, "not in the kernel: needs one with CONFIG_UPROBES");
}

static bool is_loaded(void)
{
	return !access("/sys/module/mapgc", F_OK);
}

static int check_installed(struct error *why)
{
	char path[512], line[512];
	struct utsname kernel;

	uname(&kernel);
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", kernel.release);
	if (find_line(path, "/mapgc.ko", line, sizeof(line)))
		return error_set(why, 0, "for kernel %s", kernel.release);
	if (is_loaded())
		return error_set(why, 0, "not below /lib/modules/%s, loaded by hand",
				 kernel.release);
	return error_set(why, -ENOENT, "not for kernel %s: make install, or make dkms-install",
			 kernel.release);
}

static int check_loaded(struct error *why)
{
	if (is_loaded())
		return error_set(why, 0, "yes");
	return error_set(why, -ENOENT, "no: modprobe mapgc (then see dmesg if it fails)");
}

static int check_device(struct error *why)
{
	int fd = chardev_open(why);

	if (fd < 0)
		return fd;
	close(fd);
	return error_set(why, 0, "%s opens", CHARDEV_PATH);
}

static int check_version(struct error *why)
{
	struct mapgc_info_args info;
	int code, fd = chardev_open(why);

	if (fd < 0)
		return fd;
	code = chardev_info(fd, &info, why);
	close(fd);
	if (code)
		return code;
	return error_set(why, 0, "module %s, interface %u, %u targets", info.module_version,
			 info.abi_version, info.nr_targets);
}

static int check_netlink(struct error *why)
{
	int family = events_family_find(why);

	return family < 0 ? family : error_set(why, 0, "family mapgc");
}

static const struct {
	const char *name;
	int (*check)(struct error *why);
} parts[] = {
	{ "capability", check_root },
	{ "user namespace", check_user_namespace },
	{ "PID namespace", check_pid_namespace },
	{ "uprobes", check_uprobes },
	{ "module installed", check_installed },
	{ "module loaded", check_loaded },
	{ "device", check_device },
	{ "version", check_version },
	{ "netlink", check_netlink },
};

#define NR_PARTS (sizeof(parts) / sizeof(parts[0]))

int check_main(const struct options *options, struct error *err)
{
	struct error why;
	size_t i, nr_failed = 0;
	int code;

	(void)options;
	for (i = 0; i < NR_PARTS; i++) {
		code = parts[i].check(&why);
		printf("%-4s  %-16s  %s\n", code ? "FAIL" : "ok", parts[i].name, why.text);
		nr_failed += code != 0;
	}
	return nr_failed ? error_set(err, -ENOTSUP, "check: %zu of %zu parts fail", nr_failed,
				     NR_PARTS) : 0;
}
