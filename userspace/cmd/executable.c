// SPDX-License-Identifier: GPL-2.0
#include "cmd/executable.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/message.h"
#include "stored/place.h"
#include "stored/stored.h"

#define SLOW_BYTES	(16 << 20)	/* resolving a larger one takes a noticeable time */

/* Kept as pointers: callers hold on to what they got while others are added. */
struct executable_cache {
	struct executable **entries;
	size_t nr;
};

struct executable_cache *executable_cache_create(void)
{
	return calloc(1, sizeof(struct executable_cache));
}

void executable_cache_destroy(struct executable_cache *cache)
{
	size_t i;

	if (!cache)
		return;
	for (i = 0; i < cache->nr; i++) {
		executable_release(cache->entries[i]);
		free(cache->entries[i]->path);
		free(cache->entries[i]);
	}
	free(cache->entries);
	free(cache);
}

struct executable *executable_find(struct executable_cache *cache, const struct file_id *id)
{
	size_t i;

	for (i = 0; i < cache->nr; i++)
		if (file_id_equal(&cache->entries[i]->id, id))
			return cache->entries[i];
	return NULL;
}

static struct executable *cache_add(struct executable_cache *cache, const struct file_id *id,
				    const char *path)
{
	struct executable **entries;
	struct executable *exe;

	entries = reallocarray(cache->entries, cache->nr + 1, sizeof(*entries));
	if (!entries)
		return NULL;
	cache->entries = entries;
	exe = calloc(1, sizeof(*exe));
	if (!exe)
		return NULL;
	exe->path = strdup(path);
	if (!exe->path) {
		free(exe);
		return NULL;
	}
	exe->id = *id;
	exe->fd = -1;
	entries[cache->nr++] = exe;
	return exe;
}

size_t executable_cache_nr(const struct executable_cache *cache)
{
	return cache->nr;
}

int executable_of_fd(struct executable_cache *cache, int fd, const char *path,
		     struct executable **ret, struct error *err)
{
	struct executable *exe;
	struct file_id id;
	int code = file_id_of_fd(fd, &id);

	if (code) {
		close(fd);
		return error_set(err, code, "%s: %s", path, strerror(-code));
	}
	exe = executable_find(cache, &id);
	if (!exe)
		exe = cache_add(cache, &id, path);
	if (!exe) {
		close(fd);
		return error_set(err, -ENOMEM, "%s: no memory", path);
	}
	if (exe->fd >= 0 || exe->state == EXECUTABLE_FAILED)
		close(fd);
	else
		exe->fd = fd;
	*ret = exe;
	return 0;
}

static int process_error(pid_t pid, int code, struct error *err)
{
	if (code == -EACCES || code == -EPERM)
		return error_set(err, code, "process %d: needs root", pid);
	if (code == -ENOENT || code == -ESRCH)
		return error_set(err, -ESRCH, "process %d: has ended", pid);
	return error_set(err, code, "process %d: %s", pid, strerror(-code));
}

int executable_of_process(struct executable_cache *cache, pid_t pid,
			  struct executable **ret, struct error *err)
{
	char path[PATH_MAX];
	int fd, code;

	code = process_exe_path(pid, path, sizeof(path));
	if (code)
		return process_error(pid, code, err);
	fd = process_exe_open(pid);
	if (fd < 0)
		return process_error(pid, fd, err);
	return executable_of_fd(cache, fd, path, ret, err);
}

int executable_of_path(struct executable_cache *cache, const char *path,
		       struct executable **ret, struct error *err)
{
	struct stat st;
	int fd;

	/* Not to wait for the other end of a pipe, or wake a device. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return error_set(err, -errno, "%s: %s", path, strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		return error_set(err, -EINVAL, "%s: not a regular file", path);
	}
	return executable_of_fd(cache, fd, path, ret, err);
}

static int keep_failure(struct executable *exe, int code, struct error *err)
{
	executable_fail(exe, code, &exe->why);
	if (err)
		*err = exe->why;
	return code;
}

static int known_failure(const struct executable *exe, struct error *err)
{
	if (err)
		*err = exe->why;
	return exe->code;
}

int executable_identify(struct executable *exe, struct error *err)
{
	int code;

	if (exe->state == EXECUTABLE_FAILED)
		return known_failure(exe, err);
	if (exe->state != EXECUTABLE_NEW)
		return 0;
	code = manifest_identify(exe->fd, exe->path, &exe->manifest, &exe->why);
	if (code)
		return keep_failure(exe, code, err);
	exe->state = EXECUTABLE_IDENTIFIED;
	return 0;
}

static void show_progress(const struct executable *exe)
{
	char text[PATH_MAX + 64];

	snprintf(text, sizeof(text), "reading %s (%lld MB) ...", exe->path,
		 (long long)(exe->id.size_bytes >> 20));
	message_progress(text);
}

/* What was found out where the executable was built. */
static bool take_stored(struct executable *exe)
{
	char path[PATH_MAX];
	struct error why;
	int code;

	if (place_of(exe->fd, exe->path, path, sizeof(path), NULL))
		return false;
	code = stored_read(path, exe->fd, exe->path, &exe->manifest, &why);
	if (code && code != -ENOENT)
		message_print(why.text);
	return !code;
}

static int find_sites(struct executable *exe)
{
	bool is_slow = exe->id.size_bytes >= SLOW_BYTES;
	int code;

	if (is_slow)
		show_progress(exe);
	code = manifest_resolve(exe->fd, exe->path, &exe->manifest, &exe->why);
	if (is_slow) {
		message_progress(NULL);
		malloc_trim(0); /* the resolver's working memory, back at once */
	}
	return code;
}

static int resolve(struct executable *exe, bool may_be_stored, struct error *err)
{
	int code = 0;

	if (exe->state == EXECUTABLE_FAILED)
		return known_failure(exe, err);
	if (exe->state == EXECUTABLE_RESOLVED)
		return 0;
	if (exe->state == EXECUTABLE_IDENTIFIED)
		manifest_deinit(&exe->manifest);
	exe->state = EXECUTABLE_NEW;
	if (!may_be_stored || !take_stored(exe))
		code = find_sites(exe);
	if (code)
		return keep_failure(exe, code, err);
	exe->state = EXECUTABLE_RESOLVED;
	return 0;
}

int executable_resolve(struct executable *exe, struct error *err)
{
	return resolve(exe, true, err);
}

int executable_resolve_anew(struct executable *exe, struct error *err)
{
	return resolve(exe, false, err);
}

void executable_fail(struct executable *exe, int code, const struct error *why)
{
	executable_release(exe);
	exe->state = EXECUTABLE_FAILED;
	exe->code = code;
	if (why != &exe->why)
		exe->why = *why;
}

void executable_close(struct executable *exe)
{
	if (exe->fd >= 0)
		close(exe->fd);
	exe->fd = -1;
}

void executable_release(struct executable *exe)
{
	executable_close(exe);
	if (exe->state != EXECUTABLE_IDENTIFIED && exe->state != EXECUTABLE_RESOLVED)
		return;
	manifest_deinit(&exe->manifest);
	memset(&exe->manifest, 0, sizeof(exe->manifest));
	exe->state = EXECUTABLE_NEW;
}
