// SPDX-License-Identifier: GPL-2.0
#include "request.h"

#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "compat.h"
#include "fault.h"
#include "insn.h"
#include "transition.h"

static int check_windows(const struct mapgc_attach_args *args, struct mapgc_fault *fault)
{
	if (args->hdr.flags & MAPGC_ATTACH_EXACT) {
		if (args->window_ms || args->period_ms || args->window_hits)
			return mapgc_fault(fault, -EINVAL,
					   "window_ms, period_ms, window_hits: must be 0 with EXACT");
		return 0;
	}
	if (!args->window_ms || args->window_ms > MAPGC_WINDOW_MS_MAX)
		return mapgc_fault(fault, -EINVAL, "window_ms: %u is not in 1..%u",
				   args->window_ms, MAPGC_WINDOW_MS_MAX);
	if (args->period_ms < args->window_ms || args->period_ms > MAPGC_WINDOW_MS_MAX)
		return mapgc_fault(fault, -EINVAL, "period_ms: %u is not in window_ms..%u",
				   args->period_ms, MAPGC_WINDOW_MS_MAX);
	if (!args->window_hits || args->window_hits > MAPGC_WINDOW_HITS_MAX)
		return mapgc_fault(fault, -EINVAL, "window_hits: %u is not in 1..%u",
				   args->window_hits, MAPGC_WINDOW_HITS_MAX);
	return 0;
}

static int check_budget(const struct mapgc_attach_args *args, struct mapgc_fault *fault)
{
	if (!args->budget_ppm || args->hdr.flags & MAPGC_ATTACH_EXACT) {
		if (args->budget_ppm || args->hit_cost_ns || args->busy_hit_cost_ns ||
		    args->busy_cpus)
			return mapgc_fault(fault, -EINVAL, "%s: must be 0 %s",
					   args->budget_ppm ? "budget_ppm" :
					   "hit_cost_ns, busy_hit_cost_ns, busy_cpus",
					   args->budget_ppm ? "with EXACT" : "without a budget");
		return 0;
	}
	if (args->budget_ppm > MAPGC_BUDGET_PPM_MAX)
		return mapgc_fault(fault, -EINVAL, "budget_ppm: %u is more than %u",
				   args->budget_ppm, MAPGC_BUDGET_PPM_MAX);
	if (!args->hit_cost_ns || args->hit_cost_ns > MAPGC_HIT_COST_NS_MAX)
		return mapgc_fault(fault, -EINVAL, "hit_cost_ns: %u is not in 1..%u",
				   args->hit_cost_ns, MAPGC_HIT_COST_NS_MAX);
	if (args->busy_hit_cost_ns < args->hit_cost_ns ||
	    args->busy_hit_cost_ns > MAPGC_HIT_COST_NS_MAX)
		return mapgc_fault(fault, -EINVAL, "busy_hit_cost_ns: %u is not in hit_cost_ns..%u",
				   args->busy_hit_cost_ns, MAPGC_HIT_COST_NS_MAX);
	if (!args->busy_cpus || args->busy_cpus > MAPGC_BUSY_CPUS_MAX)
		return mapgc_fault(fault, -EINVAL, "busy_cpus: %u is not in 1..%u",
				   args->busy_cpus, MAPGC_BUSY_CPUS_MAX);
	return 0;
}

static int check_counts(const struct mapgc_attach_args *args, struct mapgc_fault *fault)
{
	if (!args->nr_sites || args->nr_sites > MAPGC_SITES_MAX)
		return mapgc_fault(fault, -EINVAL, "nr_sites: %u is not in 1..%u",
				   args->nr_sites, MAPGC_SITES_MAX);
	if (args->nr_callsites > MAPGC_CALLSITES_MAX)
		return mapgc_fault(fault, -EINVAL, "nr_callsites: %u is more than %u",
				   args->nr_callsites, MAPGC_CALLSITES_MAX);
	if (args->nr_transitions > MAPGC_TRANSITIONS_MAX)
		return mapgc_fault(fault, -EINVAL, "nr_transitions: %u is more than %u",
				   args->nr_transitions, MAPGC_TRANSITIONS_MAX);
	if (args->nr_pids > MAPGC_PROCESSES_MAX)
		return mapgc_fault(fault, -EINVAL, "nr_pids: %u is more than %u",
				   args->nr_pids, MAPGC_PROCESSES_MAX);
	return 0;
}

static int check_text(const char *text, size_t size, const char *name,
		      struct mapgc_fault *fault)
{
	size_t i, len = strnlen(text, size);

	if (len == size)
		return mapgc_fault(fault, -EINVAL, "%s: not NUL-terminated", name);
	for (i = len; i < size; i++) {
		if (text[i])
			return mapgc_fault(fault, -EINVAL, "%s: bytes behind the NUL", name);
	}
	return 0;
}

/* Offsets that a Go structure can have; the words are read from the target, with checks. */
#define LAYOUT_MAX	4096

static int check_layout(const struct mapgc_layout *layout, struct mapgc_fault *fault)
{
	if (layout->maptype_elem > LAYOUT_MAX)
		return mapgc_fault(fault, -EINVAL, "layout.maptype_elem: %u is more than %u",
				   layout->maptype_elem, LAYOUT_MAX);
	if (layout->g_stack_hi > LAYOUT_MAX)
		return mapgc_fault(fault, -EINVAL, "layout.g_stack_hi: %u is more than %u",
				   layout->g_stack_hi, LAYOUT_MAX);
	if (layout->pad)
		return mapgc_fault(fault, -EINVAL, "layout.pad: not 0");
	return 0;
}

static int check_args(const struct mapgc_attach_args *args, struct mapgc_fault *fault)
{
	int err;

	if (args->hdr.flags & ~MAPGC_ATTACH_FLAGS)
		return mapgc_fault(fault, -EINVAL, "hdr.flags: unknown flags 0x%x",
				   args->hdr.flags & ~MAPGC_ATTACH_FLAGS);
	if (args->target_id)
		return mapgc_fault(fault, -EINVAL, "target_id: not 0 on entry");
	if (args->pad)
		return mapgc_fault(fault, -EINVAL, "pad: not 0");
	err = check_counts(args, fault);
	if (err)
		return err;
	err = check_windows(args, fault);
	if (err)
		return err;
	err = check_budget(args, fault);
	if (err)
		return err;
	err = check_layout(&args->layout, fault);
	if (err)
		return err;
	err = check_text(args->label, sizeof(args->label), "label", fault);
	if (err)
		return err;
	return check_text(args->go_version, sizeof(args->go_version), "go_version", fault);
}

static int open_exe(struct mapgc_request *request, struct mapgc_fault *fault)
{
	struct inode *inode;

	request->exe = fget(request->args.exe_fd);
	if (!request->exe)
		return mapgc_fault(fault, -EBADF, "exe_fd: %d is not an open file",
				   request->args.exe_fd);
	if (!S_ISREG(file_inode(request->exe)->i_mode))
		return mapgc_fault(fault, -EINVAL, "exe_fd: not a regular file");
	if (!(request->exe->f_mode & FMODE_READ))
		return mapgc_fault(fault, -EBADF, "exe_fd: not open for reading");
	inode = d_real_inode(request->exe->f_path.dentry);
	request->mtime = mapgc_inode_get_mtime(inode);
	request->size_bytes = i_size_read(inode);
	return 0;
}

static int check_bytes(struct file *exe, const struct mapgc_site *site, u32 i,
		       struct mapgc_fault *fault)
{
	u8 found[MAPGC_INSN_MAX];
	loff_t pos = site->offset;
	ssize_t len;

	if (site->offset > (u64)i_size_read(file_inode(exe)))
		return mapgc_fault(fault, -EINVAL, "sites[%u].offset: beyond the file", i);
	len = kernel_read(exe, found, site->insn_len, &pos);
	if (len < 0)
		return mapgc_fault(fault, len, "sites[%u].offset: cannot read the file", i);
	if (len != site->insn_len || memcmp(found, site->insn, len))
		return mapgc_fault(fault, -ESTALE,
				   "sites[%u].insn: the file has other bytes there", i);
	return 0;
}

static int check_site(const struct mapgc_request *request, u32 i, struct mapgc_fault *fault)
{
	const struct mapgc_site *site = &request->sites[i];

	if (site->role >= MAPGC_ROLES)
		return mapgc_fault(fault, -EINVAL, "sites[%u].role: unknown role %u", i,
				   site->role);
	if (site->op >= MAPGC_OPS || (site->role != MAPGC_ROLE_MAP_OP && site->op))
		return mapgc_fault(fault, -EINVAL, "sites[%u].op: %u does not fit the role", i,
				   site->op);
	if (memchr_inv(site->pad0, 0, sizeof(site->pad0)) ||
	    memchr_inv(site->pad1, 0, sizeof(site->pad1)))
		return mapgc_fault(fault, -EINVAL, "sites[%u].pad: not 0", i);
	if (site->insn_len > MAPGC_INSN_MAX)
		return mapgc_fault(fault, -EINVAL, "sites[%u].insn_len: %u is more than %u", i,
				   site->insn_len, MAPGC_INSN_MAX);
	if (site->offset % mapgc_insn_native.align)
		return mapgc_fault(fault, -EINVAL, "sites[%u].offset: not a multiple of %u", i,
				   mapgc_insn_native.align);
	if (!mapgc_insn_fits(&mapgc_insn_native, site->role, site->insn, site->insn_len))
		return mapgc_fault(fault, -EOPNOTSUPP,
				   "sites[%u].insn: would be single-stepped or does not fit the role",
				   i);
	if (!mapgc_insn_value_fits(&mapgc_insn_native, site->role, site->insn, site->insn_len,
				   site->value_reg))
		return mapgc_fault(fault, -EINVAL,
				   "sites[%u].value_reg: %u does not fit the role", i,
				   site->value_reg);
	return check_bytes(request->exe, site, i, fault);
}

static int check_sites(const struct mapgc_request *request, struct mapgc_fault *fault)
{
	u32 i, k;
	int err;

	for (i = 0; i < request->args.nr_sites; i++) {
		err = check_site(request, i, fault);
		if (err)
			return err;
		for (k = 0; k < i; k++) {
			if (request->sites[k].offset == request->sites[i].offset)
				return mapgc_fault(fault, -EINVAL,
						   "sites[%u].offset: as in sites[%u]", i, k);
		}
	}
	return 0;
}

static int check_callsite(const struct mapgc_request *request, u32 i,
			  struct mapgc_fault *fault)
{
	const struct mapgc_callsite *site = &request->callsites[i];
	bool has_depth = site->verdict == MAPGC_VERDICT_DEPTH;

	if (i && site[-1].return_off >= site->return_off)
		return mapgc_fault(fault, -EINVAL, "callsites[%u].return_off: not ascending", i);
	if (site->verdict >= MAPGC_VERDICTS)
		return mapgc_fault(fault, -EINVAL, "callsites[%u].verdict: unknown verdict %u", i,
				   site->verdict);
	if (site->depth > MAPGC_DEPTHS || has_depth != !!site->depth)
		return mapgc_fault(fault, -EINVAL,
				   "callsites[%u].depth: %u does not fit the verdict", i,
				   site->depth);
	if (site->flags & ~MAPGC_CALLSITE_REMEMBER)
		return mapgc_fault(fault, -EINVAL, "callsites[%u].flags: unknown flags 0x%x", i,
				   site->flags & ~MAPGC_CALLSITE_REMEMBER);
	return 0;
}

static int check_callsites(const struct mapgc_request *request, struct mapgc_fault *fault)
{
	u32 i;
	int err;

	for (i = 0; i < request->args.nr_callsites; i++) {
		err = check_callsite(request, i, fault);
		if (err)
			return err;
	}
	return 0;
}

static int check_transitions(const struct mapgc_request *request, struct mapgc_fault *fault)
{
	const struct mapgc_transition *entry = request->transitions;
	u32 i;

	for (i = 0; i < request->args.nr_transitions; i++, entry++) {
		if (i && mapgc_transition_compare(entry - 1, entry->return_off,
						  entry->last_off) >= 0)
			return mapgc_fault(fault, -EINVAL, "transitions[%u]: not ascending", i);
		if (entry->depth > MAPGC_DEPTHS && entry->depth != MAPGC_TRANSITION_SAME)
			return mapgc_fault(fault, -EINVAL,
					   "transitions[%u].depth: %u is more than %u", i,
					   entry->depth, MAPGC_DEPTHS);
		if (memchr_inv(entry->pad, 0, sizeof(entry->pad)))
			return mapgc_fault(fault, -EINVAL, "transitions[%u].pad: not 0", i);
	}
	return 0;
}

/* One copy only: what is checked is what is used. */
static int copy_array(void *array, u64 from, size_t nr, size_t size, const char *name,
		      struct mapgc_fault *fault)
{
	void **ret = array;
	void *copy;

	if (!nr) {
		*ret = NULL;
		return 0;
	}
	copy = vmemdup_user(u64_to_user_ptr(from), nr * size);
	if (IS_ERR(copy))
		return mapgc_fault(fault, PTR_ERR(copy), "%s: cannot be read", name);
	*ret = copy;
	return 0;
}

static int copy_arrays(struct mapgc_request *request, struct mapgc_fault *fault)
{
	const struct mapgc_attach_args *args = &request->args;
	int err;

	err = copy_array(&request->sites, args->sites, args->nr_sites,
			 sizeof(*request->sites), "sites", fault);
	if (err)
		return err;
	err = copy_array(&request->callsites, args->callsites, args->nr_callsites,
			 sizeof(*request->callsites), "callsites", fault);
	if (err)
		return err;
	err = copy_array(&request->transitions, args->transitions, args->nr_transitions,
			 sizeof(*request->transitions), "transitions", fault);
	if (err)
		return err;
	return copy_array(&request->pids, args->pids, args->nr_pids,
			  sizeof(*request->pids), "pids", fault);
}

int mapgc_request_read(struct mapgc_request *request, struct mapgc_fault *fault)
{
	int err;

	err = check_args(&request->args, fault);
	if (err)
		return err;
	err = open_exe(request, fault);
	if (err)
		return err;
	err = copy_arrays(request, fault);
	if (err)
		return err;
	err = check_sites(request, fault);
	if (err)
		return err;
	err = check_callsites(request, fault);
	if (err)
		return err;
	return check_transitions(request, fault);
}

void mapgc_request_release(struct mapgc_request *request)
{
	kvfree(request->sites);
	kvfree(request->callsites);
	kvfree(request->transitions);
	kvfree(request->pids);
	if (request->exe)
		fput(request->exe);
}
