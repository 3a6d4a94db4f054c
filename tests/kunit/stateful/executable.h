/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A file that could be a Go executable, and requests to attach to it that are in
 * order: suites change what they want to be wrong.
 */
#ifndef MAPGC_KUNIT_EXECUTABLE_H
#define MAPGC_KUNIT_EXECUTABLE_H

#include <kunit/test.h>

#include "module/request.h"

/* In the file, every EXECUTABLE_STEP bytes, an instruction for each role in turn. */
#define EXECUTABLE_STEP		16
#define EXECUTABLE_BYTES	(256 * EXECUTABLE_STEP)

/* Where the file is linked to, and its text begins. */
#define EXECUTABLE_VA		0x400000ULL
#define EXECUTABLE_TEXT_VA	(EXECUTABLE_VA + 0x100)

/** executable_create() - the file, open for reading and writing; or ERR_PTR */
struct file *executable_create(void);

/** executable_fd() - a descriptor of this thread for a file; the caller closes it */
int executable_fd(struct file *file);

/**
 * executable_request() - a request for all roles in turn, which ends with the case
 * @test: the case
 * @exe: from executable_create(); stays the caller's
 * @nr_sites: how many
 *
 * Return: EXACT, no call sites, transitions or processes.
 */
struct mapgc_request *executable_request(struct kunit *test, struct file *exe, u32 nr_sites);

#endif /* MAPGC_KUNIT_EXECUTABLE_H */
