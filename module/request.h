/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A request to attach, copied from userspace and checked. Nothing behind this
 * file meets a byte that was not checked here.
 */
#ifndef MAPGC_REQUEST_H
#define MAPGC_REQUEST_H

#include <linux/fs.h>
#include <linux/mapgc.h>

struct mapgc_fault;

/**
 * struct mapgc_request - a checked request
 * @args: scalars and texts; its pointers are not used any more
 * @exe: the executable, a reference
 * @mtime: last change of its content before anything there was checked
 * @size_bytes: its size then
 * @sites: args.nr_sites; the file holds these instructions at these places
 * @callsites: args.nr_callsites, sorted
 * @transitions: args.nr_transitions, sorted
 * @pids: args.nr_pids
 */
struct mapgc_request {
	struct mapgc_attach_args args;
	struct file *exe;
	struct timespec64 mtime;
	loff_t size_bytes;
	struct mapgc_site *sites;
	struct mapgc_callsite *callsites;
	struct mapgc_transition *transitions;
	u32 *pids;
};

/**
 * mapgc_request_read() - copy and check
 * @request: args is set, from userspace; the rest is filled here
 * @fault: set on failure
 *
 * Context: sleeps, reads the file. Return: 0 or negative errno; after either,
 * mapgc_request_release().
 */
int mapgc_request_read(struct mapgc_request *request, struct mapgc_fault *fault);
void mapgc_request_release(struct mapgc_request *request);

#endif /* MAPGC_REQUEST_H */
