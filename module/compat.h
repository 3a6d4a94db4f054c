/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Differences between kernels, and nowhere else: functions here are named after
 * the newest kernel's. Which branch is taken is decided by Kbuild, which looks
 * into the headers, because distributions port interfaces back.
 */
#ifndef MAPGC_COMPAT_H
#define MAPGC_COMPAT_H

#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/uprobes.h>
#include <net/genetlink.h>

/* Uprobe handlers got a third argument in 6.13. */
#ifdef HAVE_UPROBE_HANDLER_DATA
#define MAPGC_UPROBE_HANDLER(name) \
	int name(struct uprobe_consumer *uc, struct pt_regs *regs, __u64 *data)
#else
#define MAPGC_UPROBE_HANDLER(name) \
	int name(struct uprobe_consumer *uc, struct pt_regs *regs)
#endif

/* Filters lost their context argument in 6.12. */
#ifdef HAVE_UPROBE_FILTER_CTX
#define MAPGC_UPROBE_FILTER(name) \
	bool name(struct uprobe_consumer *uc, enum uprobe_filter_ctx ctx, struct mm_struct *mm)
#else
#define MAPGC_UPROBE_FILTER(name) \
	bool name(struct uprobe_consumer *uc, struct mm_struct *mm)
#endif

/* Since 6.12 uprobe_register() returns the uprobe, and removal has two halves. */
#ifdef HAVE_UPROBE_REGISTER_PTR
#define mapgc_uprobe_register(inode, offset, uc) uprobe_register(inode, offset, 0, uc)
#define mapgc_uprobe_unregister_nosync(uprobe, inode, offset, uc) \
	uprobe_unregister_nosync(uprobe, uc)
#define mapgc_uprobe_unregister_sync() uprobe_unregister_sync()
#else
static inline struct uprobe *mapgc_uprobe_register(struct inode *inode, loff_t offset,
						   struct uprobe_consumer *uc)
{
	int err = uprobe_register(inode, offset, uc);

	return err ? ERR_PTR(err) : NULL;
}

static inline void mapgc_uprobe_unregister_nosync(struct uprobe *uprobe, struct inode *inode,
						  loff_t offset, struct uprobe_consumer *uc)
{
	uprobe_unregister(inode, offset, uc);
}

static inline void mapgc_uprobe_unregister_sync(void)
{
	/* uprobe_unregister() waited for the handlers already. */
}
#endif

/* Times of an inode are read through functions since 6.7. */
#ifdef HAVE_INODE_GET_MTIME
#define mapgc_inode_get_mtime(inode) inode_get_mtime(inode)
#else
static inline struct timespec64 mapgc_inode_get_mtime(const struct inode *inode)
{
	return inode->i_mtime;
}
#endif

/* A timer and its function are set in one call since 6.13. */
#ifdef HAVE_HRTIMER_SETUP
#define mapgc_hrtimer_setup(timer, function, clock, mode) \
	hrtimer_setup(timer, function, clock, mode)
#else
static inline void mapgc_hrtimer_setup(struct hrtimer *timer,
				       enum hrtimer_restart (*function)(struct hrtimer *timer),
				       clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#endif

/* A file that may be replaced meanwhile: by the pointer's place since 6.7. */
#ifdef HAVE_GET_FILE_RCU_PTR
#define mapgc_get_file_rcu(place) get_file_rcu(place)
#else
static inline struct file *mapgc_get_file_rcu(struct file __rcu **place)
{
	struct file *file = rcu_dereference(*place);

	return file && get_file_rcu(file) ? file : NULL;
}
#endif

/* sched_switch got prev_state in 5.18. */
#ifdef HAVE_SCHED_SWITCH_PREV_STATE
#define MAPGC_SCHED_SWITCH(name) \
	void name(void *data, bool preempt, struct task_struct *prev, struct task_struct *next, \
		  unsigned int prev_state)
#else
#define MAPGC_SCHED_SWITCH(name) \
	void name(void *data, bool preempt, struct task_struct *prev, struct task_struct *next)
#endif

/* sched_process_exit tells since 6.16 whether this was the last thread. */
#ifdef HAVE_SCHED_EXIT_GROUP_DEAD
#define MAPGC_SCHED_PROCESS_EXIT(name) \
	void name(void *data, struct task_struct *task, bool group_dead)
#define mapgc_is_group_dead(task) (group_dead)
#else
#define MAPGC_SCHED_PROCESS_EXIT(name) \
	void name(void *data, struct task_struct *task)
#define mapgc_is_group_dead(task) (!atomic_read(&(task)->signal->live))
#endif

/* Permission to join a netlink group: flags since 6.7, and where that was ported back. */
#ifdef HAVE_GENL_MCAST_CAP_SYS_ADMIN
#define MAPGC_MCGRP_CAP_SYS_ADMIN .flags = GENL_MCAST_CAP_SYS_ADMIN
#else
#define MAPGC_MCGRP_CAP_SYS_ADMIN .cap_sys_admin = 1
#endif

#endif /* MAPGC_COMPAT_H */
