// SPDX-License-Identifier: GPL-2.0
/* What the loaded module offers, asked as the reader asks. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "client/chardev.h"
#include "client/events.h"
#include "preflight/modfile.h"
#include "preflight/part.h"

int part_device(const struct host *host, struct error *why)
{
	int fd;

	if (!modfile_is_loaded(host))
		return error_set(why, PART_SKIPPED, "%s comes with the module", CHARDEV_PATH);
	if (host_is_container(host) && !host_has(host, "%s", CHARDEV_PATH))
		return error_set(why, -ENOENT, "not in this container: start it with --device=%s",
				 CHARDEV_PATH);
	if (!host_has(host, "%s", CHARDEV_PATH))
		return error_set(why, -ENOENT, "%s is missing: mount devtmpfs on /dev",
				 CHARDEV_PATH);
	fd = chardev_open(why);
	if (fd < 0)
		return fd;
	close(fd);
	return error_set(why, 0, "%s opens", CHARDEV_PATH);
}

/* Each speaks to any other of the same interface: a difference is worth a word, no more. */
static int compare(const struct host *host, const struct mapgc_info_args *info,
		   struct error *why)
{
	struct modfile file;

	modfile_find(host, &file);
	if (*file.version && strcmp(file.version, info->module_version))
		return error_set(why, 0, "module %s, interface %u; "
				 "installed is %s: end all readers, rmmod mapgc, modprobe mapgc",
				 info->module_version, info->abi_version, file.version);
	return error_set(why, 0, "module %s, interface %u, %u targets", info->module_version,
			 info->abi_version, info->nr_targets);
}

int part_version(const struct host *host, struct error *why)
{
	struct mapgc_info_args info;
	int code, fd;

	if (!modfile_is_loaded(host) || !host_has(host, "%s", CHARDEV_PATH))
		return error_set(why, PART_SKIPPED, "%s tells it", CHARDEV_PATH);
	fd = chardev_open(NULL);
	if (fd < 0)
		return error_set(why, PART_SKIPPED, "%s tells it", CHARDEV_PATH);
	code = chardev_info(fd, &info, why);
	close(fd);
	return code ? code : compare(host, &info, why);
}

int part_netlink(const struct host *host, struct error *why)
{
	int family;

	if (!modfile_is_loaded(host))
		return error_set(why, PART_SKIPPED, "comes with the module");
	family = events_family_find(why);
	if (family >= 0)
		return error_set(why, 0, "family mapgc");
	if (family == -ENOENT && host_is_container(host))
		return error_set(why, family, "not in this network namespace; "
				 "for --events, start the container with --network=host");
	return family;
}
