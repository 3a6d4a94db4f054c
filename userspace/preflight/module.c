// SPDX-License-Identifier: GPL-2.0
/* The module: there for the kernel that runs, and loaded. */
#include <errno.h>
#include <string.h>

#include "preflight/dkms.h"
#include "preflight/modfile.h"
#include "preflight/part.h"
#include "preflight/signature.h"

int part_installed(const struct host *host, struct error *why)
{
	const char *release = host->kernel.release;
	struct modfile file;
	char other[65];

	if (host_is_container(host) && !host_has(host, "/lib/modules/%s", release))
		return error_set(why, PART_SKIPPED, "to be seen on the host only");
	modfile_find(host, &file);
	if (*file.path)
		return error_set(why, 0, "%s", file.path);
	if (modfile_is_loaded(host))
		return error_set(why, 0, "not below /lib/modules/%s, loaded by hand", release);
	if (dkms_knows(host))
		return dkms_obstacle(host, why);
	modfile_elsewhere(host, other);
	if (*other)
		return error_set(why, -ENOENT, "for kernel %s, not for %s: apt install mapgc-dkms",
				 other, release);
	return error_set(why, -ENOENT, "there is none: apt install mapgc-dkms");
}

int part_loaded(const struct host *host, struct error *why)
{
	struct modfile file;
	char line[16];
	int code;

	if (modfile_is_loaded(host))
		return error_set(why, 0, "yes");
	modfile_find(host, &file);
	if (host_find_line(host, "/proc/sys/kernel/modules_disabled", "1", line, sizeof(line)))
		return error_set(why, -EPERM,
				 "no: kernel.modules_disabled is 1: reboot without it");
	if (host_is_container(host))
		return error_set(why, -ENOENT, "no: on the host, modprobe mapgc");
	if (!*file.path)
		return error_set(why, PART_SKIPPED, "modprobe mapgc, once it is installed");
	code = signature_obstacle(host, &file, why);
	if (code)
		return code;
	return error_set(why, -ENOENT, "no: modprobe mapgc (then see dmesg if it fails)");
}
