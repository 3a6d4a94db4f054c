// SPDX-License-Identifier: GPL-2.0
#include "stored/document.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stored/field.h"
#include "stored/sha256.h"
#include "stored/stored.h"

#define FILE_BYTES_MAX	(64 * 1024 * 1024)

static int load(int fd, char **ret, size_t *len, struct error *err)
{
	struct stat st;
	ssize_t got;
	char *text;

	if (fstat(fd, &st))
		return error_set(err, -errno, "%s", strerror(errno));
	if (!S_ISREG(st.st_mode) || st.st_size > FILE_BYTES_MAX)
		return error_set(err, -EINVAL, "not a file of up to %d MB", FILE_BYTES_MAX >> 20);
	if ((st.st_uid && st.st_uid != geteuid()) || st.st_mode & 0022)
		return error_set(err, -EPERM, "others may write to it");
	text = malloc(st.st_size + 1);
	if (!text)
		return error_set(err, -ENOMEM, "no memory");
	for (*len = 0; *len < (size_t)st.st_size; *len += got) {
		got = read(fd, text + *len, st.st_size - *len);
		if (got <= 0)
			break;
	}
	text[*len] = '\0';
	*ret = text;
	return 0;
}

/* The second line is about the first: its digest. */
static int check_digest(const char *text, size_t line_len, size_t len, struct error *err)
{
	char wanted[SHA256_TEXT_MAX], got[SHA256_TEXT_MAX];
	json_t *tail = json_loadb(text + line_len, len - line_len, JSON_REJECT_DUPLICATES, NULL);
	int rc = tail ? field_text(tail, "sha256", wanted, sizeof(wanted), err) : -EINVAL;

	json_decref(tail);
	if (rc)
		return error_set(err, -EINVAL, "not a whole manifest: no digest at the end");
	sha256_of_bytes(text, line_len, got);
	return strcmp(wanted, got) ?
		error_set(err, -EBADMSG, "damaged or tampered with: another digest") : 0;
}

int document_parse(const char *text, size_t len, json_t **ret, struct error *err)
{
	const char *end = memchr(text, '\n', len);
	size_t line_len = end ? (size_t)(end - text) + 1 : len;
	char schema[sizeof(STORED_SCHEMA)];
	json_error_t why;
	int rc;

	rc = check_digest(text, line_len, len, err);
	if (rc)
		return rc;
	*ret = json_loadb(text, line_len, JSON_REJECT_DUPLICATES, &why);
	if (!*ret)
		return error_set(err, -EINVAL, "not JSON: %s", why.text);
	if (field_text(*ret, "schema", schema, sizeof(schema), err) ||
	    strcmp(schema, STORED_SCHEMA))
		return error_set(err, -EINVAL, "\"schema\" is not \"" STORED_SCHEMA "\"");
	return 0;
}

int document_open(const char *path, json_t **ret, struct error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char *text = NULL;
	size_t len = 0;
	int rc;

	if (fd < 0)
		return error_set(err, -errno, "%s", strerror(errno));
	rc = load(fd, &text, &len, err);
	close(fd);
	if (!rc)
		rc = document_parse(text, len, ret, err);
	free(text);
	return rc;
}
