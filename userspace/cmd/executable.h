/* SPDX-License-Identifier: GPL-2.0 */
/* The executables that this reader has met, each looked into once. */
#ifndef MAPGC_CMD_EXECUTABLE_H
#define MAPGC_CMD_EXECUTABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "proc/process.h"
#include "resolve/manifest.h"
#include "text/error.h"

/**
 * struct executable - one file
 * @id: which; never the path
 * @path: as the first process seen with it, or the user, names it
 * @fd: open while it is needed, else -1
 * @state: what is known
 * @manifest: EXECUTABLE_IDENTIFIED: without sites; EXECUTABLE_RESOLVED: whole
 * @code: EXECUTABLE_FAILED: negative errno; -ENOEXEC: not Go
 * @why: EXECUTABLE_FAILED: in words
 * @is_noted: the user was told
 */
struct executable {
	struct file_id id;
	char *path;
	int fd;
	enum executable_state {
		EXECUTABLE_NEW,
		EXECUTABLE_IDENTIFIED,
		EXECUTABLE_RESOLVED,
		EXECUTABLE_FAILED,
	} state;
	struct manifest manifest;
	int code;
	struct error why;
	bool is_noted;
};

struct executable_cache;

/** executable_cache_create() - NULL without memory */
struct executable_cache *executable_cache_create(void);
void executable_cache_destroy(struct executable_cache *cache);

/**
 * executable_of_process() - what a process executes, opened
 * @cache: where it is kept
 * @pid: the process
 * @ret: owned by the cache
 * @err: filled on failure
 *
 * Return: 0 or negative errno.
 */
int executable_of_process(struct executable_cache *cache, pid_t pid,
			  struct executable **ret, struct error *err);

/** executable_of_path() - the file that @path leads to now, opened */
int executable_of_path(struct executable_cache *cache, const char *path,
		       struct executable **ret, struct error *err);

/** executable_of_fd() - a file that is open, such as a library; @fd is kept or closed */
int executable_of_fd(struct executable_cache *cache, int fd, const char *path,
		     struct executable **ret, struct error *err);

/** executable_cache_nr() - how many were met */
size_t executable_cache_nr(const struct executable_cache *cache);

/** executable_find() - NULL where it was not met yet */
struct executable *executable_find(struct executable_cache *cache,
				   const struct file_id *id);

/** executable_identify() - fill the manifest without sites, fast; once */
int executable_identify(struct executable *exe, struct error *err);

/** executable_resolve() - fill the whole manifest, with progress on a terminal; once */
int executable_resolve(struct executable *exe, struct error *err);

/** executable_resolve_anew() - the same without a stored manifest */
int executable_resolve_anew(struct executable *exe, struct error *err);

/** executable_fail() - remember that it cannot be attached, not to try it again */
void executable_fail(struct executable *exe, int code, const struct error *why);

/** executable_close() - close the file; what is known stays */
void executable_close(struct executable *exe);

/** executable_release() - close the file and forget the sites; the next use starts anew */
void executable_release(struct executable *exe);

#endif /* MAPGC_CMD_EXECUTABLE_H */
