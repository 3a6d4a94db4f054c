// SPDX-License-Identifier: GPL-2.0
#include "preflight/signature.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "preflight/dkms.h"
#include "preflight/part.h"

/* Variables of the firmware and of shim: four bytes of attributes, then the value. */
#define EFI_VARIABLES	"/sys/firmware/efi/efivars/"
#define SECURE_BOOT	EFI_VARIABLES "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
#define ENROLLED_KEYS	EFI_VARIABLES "MokListRT-605dab50-e046-4300-abb6-3dd810dd8b23"
#define ATTRIBUTE_BYTES	4

/* Where DKMS keeps what it signs with: Debian's place, then Ubuntu's. */
static const char *const certificates[] = {
	DKMS_TREE "/mok.pub",
	"/var/lib/shim-signed/mok/MOK.der",
};

#define NR_CERTIFICATES	(sizeof(certificates) / sizeof(certificates[0]))

static bool is_secure_boot(const struct host *host)
{
	size_t size;
	char *value = host_read(host, SECURE_BOOT, &size);
	bool is_on = value && size > ATTRIBUTE_BYTES && value[ATTRIBUTE_BYTES] == 1;

	free(value);
	return is_on;
}

void signature_lockdown(const struct host *host, char mode[32])
{
	char line[128], *start;

	*mode = '\0';
	if (!host_find_line(host, "/sys/kernel/security/lockdown", "[", line, sizeof(line)))
		return;
	start = strchr(line, '[') + 1;
	start[strcspn(start, "]")] = '\0';
	if (strlen(start) < 32)
		strcpy(mode, start);
}

/* Return: who asks for signatures, NULL for nobody. */
static const char *enforcer(const struct host *host)
{
	char mode[32], line[16];
	bool is_enforced, is_locked;

	is_enforced = host_find_line(host, "/sys/module/module/parameters/sig_enforce", "Y",
				     line, sizeof(line));
	signature_lockdown(host, mode);
	is_locked = *mode && strcmp(mode, "none");
	if (!is_enforced && !is_locked)
		return NULL;
	if (is_secure_boot(host))
		return "Secure Boot is on";
	return is_locked ? "the kernel is locked down" : "module.sig_enforce=1 is set";
}

static const char *find_certificate(const struct host *host)
{
	size_t i;

	for (i = 0; i < NR_CERTIFICATES; i++)
		if (host_has(host, "%s", certificates[i]))
			return certificates[i];
	return NULL;
}

/* The list of enrolled keys holds the certificates byte by byte. */
static bool is_enrolled(const struct host *host, const char *certificate)
{
	size_t key_size, list_size;
	char *key = host_read(host, certificate, &key_size);
	char *list = host_read(host, ENROLLED_KEYS, &list_size);
	bool is_found = key && list && key_size && memmem(list, list_size, key, key_size);

	free(key);
	free(list);
	return is_found;
}

int signature_obstacle(const struct host *host, const struct modfile *file,
		       struct error *why)
{
	const char *who = enforcer(host), *certificate = find_certificate(host);

	if (!who)
		return 0;
	if (certificate && is_enrolled(host, certificate) &&
	    (file->is_signed || !file->is_plain))
		return 0;
	if (file->is_plain && !file->is_signed)
		return error_set(why, -EKEYREJECTED, "%s, and %s is not signed; "
				 "apt install openssl mokutil; dpkg-reconfigure mapgc-dkms; "
				 "mokutil --import %s; reboot", who, file->path,
				 certificate ? certificate : certificates[0]);
	if (certificate)
		return error_set(why, -EKEYREJECTED, "%s, and the module's key is not enrolled; "
				 "mokutil --import %s; reboot and confirm", who, certificate);
	return error_set(why, -EKEYREJECTED, "%s, and the key that signed %s is not known here; "
			 "mokutil --import its certificate; reboot and confirm", who, file->path);
}

/* In itself no obstacle to a module that is loaded: probes from inside are not refused. */
int part_lockdown(const struct host *host, struct error *why)
{
	char mode[32];

	signature_lockdown(host, mode);
	if (!*mode)
		return error_set(why, 0, "not known: no /sys/kernel/security/lockdown");
	return error_set(why, 0, strcmp(mode, "none") ? "%s: only signed modules load" : "%s",
			 mode);
}
