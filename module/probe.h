/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One probe: an instruction of an executable and what to call when a process
 * runs it. The only user of the uprobe interface.
 *
 * Never a return probe: those rewrite return addresses, and Go moves and unwinds
 * its stacks. Never an instruction that would be single-stepped (see insn.h).
 */
#ifndef MAPGC_PROBE_H
#define MAPGC_PROBE_H

#include <linux/atomic.h>
#include <linux/fs.h>
#include <linux/uprobes.h>

struct mapgc_target;

/**
 * enum mapgc_probe_mode - when a hot probe is armed, and counts
 * @MAPGC_PROBE_WINDOW: in windows
 * @MAPGC_PROBE_REMOVED: the same, and some process has no breakpoint until it is armed again
 * @MAPGC_PROBE_JOINING: stays armed behind one; counts outside of windows from the next period on
 * @MAPGC_PROBE_STEADY: all the time, see steady.h
 */
enum mapgc_probe_mode {
	MAPGC_PROBE_WINDOW,
	MAPGC_PROBE_REMOVED,
	MAPGC_PROBE_JOINING,
	MAPGC_PROBE_STEADY,
};

/**
 * struct mapgc_probe - an instruction to watch
 * @uc: handler and filter are set before the probe is registered
 * @target: whose
 * @key_base: what to add to (return address - instruction pointer) to get
 *	mapgc_callsite.return_off, wherever the executable is loaded
 * @offset: of the instruction in the file, bytes
 * @role: enum mapgc_role
 * @op: enum mapgc_op
 * @value_reg: as in struct mapgc_site
 * @is_registered: between register and unregister
 * @mode: enum mapgc_probe_mode; handlers and filters change WINDOW to REMOVED, the worker
 *	all others
 * @hits: that counted or could have, of a hot probe; per CPU
 * @early_hits: while others were still being armed
 * @uprobe: the kernel's, where it gives one
 */
struct mapgc_probe {
	struct uprobe_consumer uc;
	struct mapgc_target *target;
	u64 key_base;
	loff_t offset;
	u8 role;
	u8 op;
	u8 value_reg;
	bool is_registered;
	u32 mode;
	u64 __percpu *hits;
	atomic_t early_hits;
	struct uprobe *uprobe;
};

/** mapgc_probe_is_steady() - whether it stays armed between windows */
static inline bool mapgc_probe_is_steady(u32 mode)
{
	return mode >= MAPGC_PROBE_JOINING;
}

/**
 * mapgc_probe_register() - arm
 * @probe: not registered
 * @inode: of the executable, held by the caller until the probe is unregistered
 *
 * Context: sleeps; blocks fork() on the host for its time. Return: 0 or negative errno.
 */
int mapgc_probe_register(struct mapgc_probe *probe, struct inode *inode);

/**
 * mapgc_probe_unregister() - disarm; handlers may run until mapgc_probe_sync()
 * @probe: registered or not
 * @inode: as at registration
 */
void mapgc_probe_unregister(struct mapgc_probe *probe, struct inode *inode);

/** mapgc_probe_sync() - wait for the handlers of all probes unregistered before */
void mapgc_probe_sync(void);

/**
 * mapgc_probe_refresh() - arm in processes for which the filter has become true
 * @probes: those that are registered are refreshed, in their order
 * @nr: of them
 * @inode: as at registration
 *
 * The kernel asks the filter of a consumer only when that is registered or a
 * file is mapped, and offers modules no way to ask again: second consumers
 * with the same filters come and go. All of them at once, because waiting for
 * their handlers takes a grace period (tens of milliseconds from 6.12 on).
 *
 * Context: sleeps. Return: 0 or negative errno.
 */
int mapgc_probe_refresh(struct mapgc_probe *probes, u32 nr, struct inode *inode);

#endif /* MAPGC_PROBE_H */
