/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * mapgc: map depth and garbage collector pauses of running Go processes.
 *
 * This header is the document of the /dev/mapgc interface. The generic netlink
 * family is in <linux/mapgc_netlink.h>.
 *
 * Access: the device node has mode 0600, and every call needs CAP_SYS_ADMIN or
 * CAP_PERFMON in the initial user namespace. No kernel address leaves it.
 *
 * Growing: every argument starts with struct mapgc_hdr, whose size member is
 * the size of the structure that the caller knows. A newer caller's extra bytes
 * must be zero (else E2BIG, so that it can retry without them), an older
 * caller's missing bytes read as zero. Structures only grow at the end. Unknown
 * flags and non-zero padding are EINVAL.
 *
 * Errors: a negative errno, and, where hdr.error points to a buffer of
 * hdr.error_len bytes, one NUL-terminated line that names the member at fault
 * ("sites[3].insn: not emulated by this kernel"). A failed call changed nothing.
 *
 * Lifetime: a target belongs to the file descriptor that attached it and goes
 * when that is closed, unless MAPGC_ATTACH_PERSISTENT was set.
 */
#ifndef _UAPI_LINUX_MAPGC_H
#define _UAPI_LINUX_MAPGC_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define MAPGC_ABI_VERSION	1

/* Limits. Every table behind this interface is bounded by one of these. */
#define MAPGC_TARGETS_MAX	1024	/* targets on the host */
#define MAPGC_SITES_MAX		128	/* probe sites of a target */
#define MAPGC_CALLSITES_MAX	262144	/* call sites of a target */
#define MAPGC_TRANSITIONS_MAX	65536	/* transitions of a target */
#define MAPGC_PROCESSES_MAX	256	/* live processes of a target */
#define MAPGC_INSN_MAX		6	/* bytes of the longest emulated instruction */
#define MAPGC_LABEL_MAX		256	/* path of the executable, with NUL */
#define MAPGC_VERSION_MAX	32	/* Go version, with NUL */
#define MAPGC_ERROR_MAX		256	/* error line, with NUL */
#define MAPGC_WINDOW_MS_MAX	60000
#define MAPGC_BUDGET_PERIOD_MS	10000	/* longest period with a budget, unless period_ms is */
#define MAPGC_PERIOD_CHANCE	4	/* period_ms and up to a quarter of it, by chance */
#define MAPGC_WINDOW_HITS_MAX	10000000
#define MAPGC_BUDGET_PPM_MAX	1000000
#define MAPGC_HIT_COST_NS_MAX	1000000000
#define MAPGC_BUSY_CPUS_MAX	8192

/* Depths 1 to 32; an operation at depth 32 or more counts as 32. */
#define MAPGC_DEPTHS		32

/**
 * enum mapgc_op - what a map operation does
 *
 * Each is one execution on behalf of the program, counted once whatever the Go
 * version does inside.
 */
enum mapgc_op {
	MAPGC_OP_READ,
	MAPGC_OP_WRITE,
	MAPGC_OP_DELETE,
	MAPGC_OP_ITERATE,	/* the start of an iteration */
	MAPGC_OP_CLEAR,
	MAPGC_OP_MAKE,
	MAPGC_OPS
};

/**
 * enum mapgc_role - what an execution of a site means
 *
 * "Stack check" is the jbe (amd64) or b.ls (arm64) that follows the comparison of the stack
 * pointer at the entry of a Go function; arguments are still in their registers there. An
 * execution that will branch to morestack is not a hit. "Record" is where Go
 * itself records a duration, which is in a register there, in ns: a "call
 * (*timeHistogram).record", or, where that is inlined, the jump of its first check. A function
 * that is inlined itself (-pgo) is entered with the closure that it became part of. "jcc"
 * is any direct jump on a condition (arm64: b.cond, cbz, cbnz, tbz, tbnz), "call" a direct
 * call (arm64: bl).
 */
enum mapgc_role {
	MAPGC_ROLE_MAP_OP,		/* hot; stack check of a map function */
	MAPGC_ROLE_STOP,		/* stack check of stopTheWorldWithSema */
	MAPGC_ROLE_STOPPED,		/* jcc passed once when all Ps have stopped (Go < 1.22) */
	MAPGC_ROLE_START,		/* stack check of startTheWorldWithSema */
	MAPGC_ROLE_START_NOW,		/* call nanotime1 in startTheWorldWithSema (Go < 1.22) */
	MAPGC_ROLE_STOPPING_GC,		/* record, stopping, GC pause */
	MAPGC_ROLE_STOPPING_OTHER,	/* record, stopping, other pause */
	MAPGC_ROLE_TOTAL_GC,		/* record, total, GC pause */
	MAPGC_ROLE_TOTAL_OTHER,		/* record, total, other pause */
	MAPGC_ROLE_CYCLE,		/* stack check passed once per GC cycle, at its start */
	MAPGC_ROLES
};

/**
 * struct mapgc_site - one instruction to probe
 * @offset: file offset of the instruction in the executable
 * @va: its address as linked (return addresses are compared relative to it)
 * @role: enum mapgc_role
 * @op: enum mapgc_op where @role is MAPGC_ROLE_MAP_OP, else 0
 * @value_reg: where @role is a record, the register with the duration, numbered
 *	as in instructions (amd64: RAX 0, RCX 1, RDX 2, RBX 3, RSI 6, ...; arm64: x0 0,
 *	x1 1, ... x30 30); the second argument's at a call (RBX, x1); else 0
 * @insn_len: bytes in @insn
 * @insn: the instruction; the kernel re-reads the file and refuses a difference
 *
 * Only instructions of the kernel's own architecture that it emulates are accepted: jcc at
 * a stack check, call or jcc at a record, call at nanotime1; on amd64 with rel8 or rel32, on
 * arm64 4 bytes at an @offset that is a multiple of 4. A site that would be single-stepped is
 * refused.
 */
struct mapgc_site {
	__aligned_u64 offset;
	__aligned_u64 va;
	__u8 role;
	__u8 op;
	__u8 value_reg;
	__u8 pad0[4];
	__u8 insn_len;
	__u8 insn[MAPGC_INSN_MAX];
	__u8 pad1[2];
};

/**
 * enum mapgc_verdict - what is known of a call site before it runs
 * @MAPGC_VERDICT_IGNORE: not the program's: the runtime's own, or an inner call
 *	of an operation that is counted already
 * @MAPGC_VERDICT_DEPTH: data flow gives the depth
 * @MAPGC_VERDICT_INFER: data flow does not decide; the depth is inferred from
 *	the types of the maps and counted as inferred. Call sites that are not in
 *	the table are treated the same way.
 * @MAPGC_VERDICT_AFTER: the depth depends on which map operation ran before it in
 *	the same execution of the same frame: see struct mapgc_transition. Where
 *	that was not seen (it ran before the probes were armed) it is an edge.
 * @MAPGC_VERDICT_PAUSE_SWEEP: caller of startTheWorldWithSema that ends the
 *	sweep termination pause of a GC cycle (Go < 1.21 passes no reason)
 * @MAPGC_VERDICT_PAUSE_MARK: the same, mark termination pause
 * @MAPGC_VERDICT_PAUSE_RESTART: the same, mark termination given up
 * @MAPGC_VERDICT_PAUSE_OTHER: the same, not a GC pause
 * @MAPGC_VERDICT_CALLER: an inner call, by a function with a frame pointer that has
 *	no site of its own: the operation is that of the call of this function, and
 *	what counts is the verdict on that
 */
enum mapgc_verdict {
	MAPGC_VERDICT_IGNORE,
	MAPGC_VERDICT_DEPTH,
	MAPGC_VERDICT_INFER,
	MAPGC_VERDICT_AFTER,
	MAPGC_VERDICT_PAUSE_SWEEP,
	MAPGC_VERDICT_PAUSE_MARK,
	MAPGC_VERDICT_PAUSE_RESTART,
	MAPGC_VERDICT_PAUSE_OTHER,
	MAPGC_VERDICT_CALLER,
	MAPGC_VERDICTS
};

/* A later call site of the same function needs to know that this one ran. */
#define MAPGC_CALLSITE_REMEMBER	(1 << 0)

/**
 * struct mapgc_callsite - the verdict on one call of a probed function
 * @return_off: return address of the call as linked, minus attach.text_va
 * @verdict: enum mapgc_verdict
 * @depth: 1 to MAPGC_DEPTHS with MAPGC_VERDICT_DEPTH, else 0
 * @flags: MAPGC_CALLSITE_*
 *
 * Sorted by @return_off, without repetition.
 */
struct mapgc_callsite {
	__u32 return_off;
	__u8 verdict;
	__u8 depth;
	__u16 flags;
};

/* One more than the depth that the operation before had: that found the map. */
#define MAPGC_TRANSITION_BEHIND	0
/*
 * The depth that the operation before had: that worked on the same map. Where
 * that is a make, which works on no map, the one before it.
 */
#define MAPGC_TRANSITION_SAME	0xff

/**
 * struct mapgc_transition - depth of an AFTER call site, by the one before
 * @return_off: the call site
 * @last_off: the map operation that ran last before it in the same frame; has
 *	MAPGC_CALLSITE_REMEMBER
 * @depth: 1 to MAPGC_DEPTHS, or MAPGC_TRANSITION_*
 * @pad: 0
 *
 * Sorted by @return_off, then @last_off, without repetition.
 */
struct mapgc_transition {
	__u32 return_off;
	__u32 last_off;
	__u8 depth;
	__u8 pad[3];
};

/**
 * struct mapgc_layout - offsets into Go structures, bytes
 * @maptype_elem: element type in a map type
 * @g_stack_hi: upper end of the stack in a goroutine
 * @go_minor: Go 1.@go_minor
 * @pad: 0
 */
struct mapgc_layout {
	__u32 maptype_elem;
	__u32 g_stack_hi;
	__u32 go_minor;
	__u32 pad;
};

/**
 * struct mapgc_hdr - start of every argument
 * @size: size of the whole argument structure, bytes
 * @flags: flags of the call
 * @error: buffer for an error line, or 0
 * @error_len: its size, bytes
 * @pad: 0
 */
struct mapgc_hdr {
	__u32 size;
	__u32 flags;
	__aligned_u64 error;
	__u32 error_len;
	__u32 pad;
};

/**
 * struct mapgc_info_args - MAPGC_IOC_INFO: versions
 * @abi_version: out, MAPGC_ABI_VERSION
 * @nr_targets: out, targets attached now, by anybody
 * @module_version: out, NUL-terminated
 */
struct mapgc_info_args {
	struct mapgc_hdr hdr;
	__u32 abi_version;
	__u32 nr_targets;
	char module_version[MAPGC_VERSION_MAX];
};

/* Flags of MAPGC_IOC_ATTACH, and of a target in MAPGC_IOC_TARGET. */
#define MAPGC_ATTACH_EXACT	(1 << 0) /* hot sites always armed */
#define MAPGC_ATTACH_PERSISTENT	(1 << 1) /* outlives the file descriptor */
#define MAPGC_ATTACH_ALL	(1 << 2) /* every process of the executable, now and later */
#define MAPGC_ATTACH_FLAGS	(MAPGC_ATTACH_EXACT | MAPGC_ATTACH_PERSISTENT | \
				 MAPGC_ATTACH_ALL)

/**
 * struct mapgc_attach_args - MAPGC_IOC_ATTACH: make a target
 * @exe_fd: the executable, open for reading
 * @target_id: out, id of the new target, never used again
 * @sites: array of struct mapgc_site
 * @callsites: array of struct mapgc_callsite
 * @transitions: array of struct mapgc_transition
 * @pids: array of __u32, process ids in the caller's PID namespace. With
 *	MAPGC_ATTACH_ALL only a start, so that these are listed before their first
 *	hit; one that is gone already is no error there.
 * @nr_sites: 1 to MAPGC_SITES_MAX
 * @nr_callsites: 0 to MAPGC_CALLSITES_MAX
 * @nr_transitions: 0 to MAPGC_TRANSITIONS_MAX
 * @nr_pids: 0 to MAPGC_PROCESSES_MAX
 * @window_ms: hot sites are armed this long at most, once in every period, at a random
 *	time; shorter where the last windows had more hits than half of @window_hits
 * @period_ms: at least @window_ms; each period is that long and up to a quarter of it
 *	longer by chance. The shortest one, where there is a budget
 * @window_hits: most hits in a window; then the sites disarm themselves
 *	(these three are 0 with MAPGC_ATTACH_EXACT)
 * @pad: 0
 * @text_va: address that callsites[].return_off counts from
 * @layout: offsets for this Go version
 * @label: path of the executable as the user knows it
 * @go_version: as in the build information
 * @budget_ppm: the share of its processes' CPU time that the probes may cost, in
 *	millionths: windows are shorter and rarer as it demands, down to none. 0:
 *	there is no such limit. 0 with MAPGC_ATTACH_EXACT, like all below.
 * @hit_cost_ns: what a hit costs, the trap included; 1 to MAPGC_HIT_COST_NS_MAX with a
 *	budget, else 0
 * @busy_hit_cost_ns: what it costs with @busy_cpus CPUs hitting at once, which is more
 *	on kernels that take a lock for each; at least @hit_cost_ns
 * @busy_cpus: 1 to MAPGC_BUSY_CPUS_MAX with a budget, else 0
 */
struct mapgc_attach_args {
	struct mapgc_hdr hdr;
	__s32 exe_fd;
	__u32 target_id;
	__aligned_u64 sites;
	__aligned_u64 callsites;
	__aligned_u64 transitions;
	__aligned_u64 pids;
	__u32 nr_sites;
	__u32 nr_callsites;
	__u32 nr_transitions;
	__u32 nr_pids;
	__u32 window_ms;
	__u32 period_ms;
	__u32 window_hits;
	__u32 pad;
	__aligned_u64 text_va;
	struct mapgc_layout layout;
	char label[MAPGC_LABEL_MAX];
	char go_version[MAPGC_VERSION_MAX];
	__u32 budget_ppm;
	__u32 hit_cost_ns;
	__u32 busy_hit_cost_ns;
	__u32 busy_cpus;
};

/**
 * struct mapgc_detach_args - MAPGC_IOC_DETACH: end a target
 * @target_id: which; a target of another file descriptor only if persistent
 * @pad: 0
 */
struct mapgc_detach_args {
	struct mapgc_hdr hdr;
	__u32 target_id;
	__u32 pad;
};

/**
 * struct mapgc_process_args - MAPGC_IOC_PROCESS_ADD: one more process of a target
 * @target_id: a target of this file descriptor, without MAPGC_ATTACH_ALL
 * @pid: process id in the caller's PID namespace, running the target's executable
 */
struct mapgc_process_args {
	struct mapgc_hdr hdr;
	__u32 target_id;
	__u32 pid;
};

/**
 * struct mapgc_list_args - MAPGC_IOC_LIST: ids of all targets, ascending
 * @ids: array of __u32
 * @nr_ids: in: room; out: number of targets, which may be more
 * @pad: 0
 */
struct mapgc_list_args {
	struct mapgc_hdr hdr;
	__aligned_u64 ids;
	__u32 nr_ids;
	__u32 pad;
};

/**
 * struct mapgc_pid - a live process of a target
 * @pid: in the caller's PID namespace; 0 where it is not visible there
 * @host_pid: in the initial PID namespace
 */
struct mapgc_pid {
	__u32 pid;
	__u32 host_pid;
};

/**
 * struct mapgc_target_args - MAPGC_IOC_TARGET: what a target is
 * @target_id: which
 * @attach_flags: out, MAPGC_ATTACH_*
 * @pids: array of struct mapgc_pid
 * @nr_pids: in: room; out: number of live processes
 * @nr_sites: out
 * @nr_callsites: out
 * @window_ms: out
 * @period_ms: out
 * @window_hits: out
 * @memory_bytes: out, kernel memory that the target holds
 * @dev: out, device of the executable (as st_dev)
 * @ino: out, inode of the executable
 * @go_minor: out
 * @pad: 0
 * @label: out
 * @go_version: out
 * @budget_ppm: out
 * @hit_cost_ns: out
 * @busy_hit_cost_ns: out
 * @busy_cpus: out
 */
struct mapgc_target_args {
	struct mapgc_hdr hdr;
	__u32 target_id;
	__u32 attach_flags;
	__aligned_u64 pids;
	__u32 nr_pids;
	__u32 nr_sites;
	__u32 nr_callsites;
	__u32 window_ms;
	__u32 period_ms;
	__u32 window_hits;
	__aligned_u64 memory_bytes;
	__aligned_u64 dev;
	__aligned_u64 ino;
	__u32 go_minor;
	__u32 pad;
	char label[MAPGC_LABEL_MAX];
	char go_version[MAPGC_VERSION_MAX];
	__u32 budget_ppm;
	__u32 hit_cost_ns;
	__u32 busy_hit_cost_ns;
	__u32 busy_cpus;
};

/*
 * Histogram of durations, logarithmic with 16 equal steps per power of two.
 *
 *	bucket 0		v < 2^10 ns
 *	bucket 1 + 16 * o + s	(16 + s) * 2^(o + 6) <= v < (17 + s) * 2^(o + 6),
 *				o = 0..25, s = 0..15
 *	bucket 417		v >= 2^36 ns (68.7 s)
 *
 * So from 1.024 us to 68.7 s either bound of a bucket is within 1/16 of every
 * value in it.
 */
#define MAPGC_HIST_MIN_SHIFT	10
#define MAPGC_HIST_SUB_SHIFT	4
#define MAPGC_HIST_OCTAVES	26
#define MAPGC_HIST_BUCKETS	(2 + (MAPGC_HIST_OCTAVES << MAPGC_HIST_SUB_SHIFT))

/**
 * struct mapgc_hist - a histogram, summed over CPUs
 * @count: values
 * @sum_ns: their sum
 * @max_ns: the largest
 * @buckets: see above
 */
struct mapgc_hist {
	__aligned_u64 count;
	__aligned_u64 sum_ns;
	__aligned_u64 max_ns;
	__aligned_u64 buckets[MAPGC_HIST_BUCKETS];
};

/**
 * enum mapgc_pause - the pause histograms
 *
 * Start and end as in Go's /sched/pauses/{total,stopping}/{gc,other}:seconds.
 */
enum mapgc_pause {
	MAPGC_PAUSE_GC_TOTAL,
	MAPGC_PAUSE_GC_STOPPING,
	MAPGC_PAUSE_OTHER_TOTAL,
	MAPGC_PAUSE_OTHER_STOPPING,
	MAPGC_PAUSES
};

/**
 * enum mapgc_loss - what can be lost, each counted
 * @MAPGC_LOSS_USER_FAULT: a word of the target could not be read; the operation
 *	is not in the figures
 * @MAPGC_LOSS_PROCESS_REFUSED: a hit in a process that could not be taken up:
 *	MAPGC_PROCESSES_MAX are there, or for want of memory
 * @MAPGC_LOSS_CHAIN_EVICTED: what ran last in a frame was forgotten because too
 *	many frames are in the table; an operation became an edge
 * @MAPGC_LOSS_DEPTH_CAPPED: depth beyond MAPGC_DEPTHS
 * @MAPGC_LOSS_PAUSE_UNPAIRED: the end of a pause without its start, or a start
 *	after a start
 * @MAPGC_LOSS_EVENT_DROPPED: an event that found the queue full
 * @MAPGC_LOSS_ARM_FAILED: a window in which the sites could not be armed, or were hit too
 *	often before all of them were
 */
enum mapgc_loss {
	MAPGC_LOSS_USER_FAULT,
	MAPGC_LOSS_PROCESS_REFUSED,
	MAPGC_LOSS_CHAIN_EVICTED,
	MAPGC_LOSS_DEPTH_CAPPED,
	MAPGC_LOSS_PAUSE_UNPAIRED,
	MAPGC_LOSS_EVENT_DROPPED,
	MAPGC_LOSS_ARM_FAILED,
	MAPGC_LOSSES
};

/**
 * struct mapgc_snapshot_args - MAPGC_IOC_SNAPSHOT: figures of a target since attach
 * @target_id: which
 * @pad: 0
 * @time_ns: out, CLOCK_MONOTONIC of the snapshot
 * @elapsed_ns: out, since attach
 * @armed_ns: out, of which the hot sites were armed
 * @windows: out, windows opened
 * @hits: out, executions of hot sites in the target's processes, also those
 *	that are not operations
 * @ignored: out, of which calls with MAPGC_VERDICT_IGNORE
 * @reexecutions: out, of which branches to morestack
 * @ops: out, operations whose depth is known
 * @inferred: out, operations whose depth is inferred from types
 * @cycles: out, GC cycles started
 * @losses: out, by enum mapgc_loss
 * @pauses: out, by enum mapgc_pause
 * @uncounted: out, executions of hot sites that were just being armed or disarmed:
 *	no hits, but they cost as much
 * @cold_hits: out, executions of the other sites
 * @cpu_ns: out, CPU time of the target's processes until @cpu_elapsed_ns; 0 with EXACT
 * @spent_ns: out, what all probes cost of it, by @charged_hit_cost_ns at that time; 0
 *	without a budget, like the next two
 * @arming_ns: out, of which arming and disarming, as the CPU time that it took, and @held_ns
 * @charged_hit_cost_ns: out, what a hit is charged with at present
 * @edges: out, operations whose depth follows from one that ran before the window (or
 *	the attachment, or was forgotten: losses); neither in @ops nor in @inferred
 * @cpu_elapsed_ns: out, time since attach when the CPU time was looked at last, which
 *	is twice a period
 * @sampled_ns: out, length of all periods that ended and in which there was a window
 * @sampled_cpu_ns: out, CPU time of the target's processes in those
 * @scaled_ops: out, what @ops is estimated to be without windows, in the periods of
 *	@sampled_ns: each window's times its period's length by its own; 0 with EXACT,
 *	like the next three
 * @scaled_inferred: out, the same of @inferred
 * @scaled_edges: out, the same of @edges
 * @scaled_hits: out, the same of @hits, but for @steady_hits
 * @steady_sites: out, hot sites that are hit so rarely that they are armed all the time at
 *	present
 * @steady_hits: out, of @hits, those of such sites that were counted without regard to windows:
 *	calls whose depth does not follow from others
 * @held_ns: out, of @arming_ns, how long threads were held at their first hit, until all sites
 *	were armed; summed over threads
 * @hold_limit_ns: out, how long a thread may be held in the next window; 0 where there is
 *	no need: few hits come before all sites are armed
 *
 * Counters are read while the target runs: each is exact at some moment of the
 * call, and two of them may differ by what ran in between.
 */
struct mapgc_snapshot_args {
	struct mapgc_hdr hdr;
	__u32 target_id;
	__u32 pad;
	__aligned_u64 time_ns;
	__aligned_u64 elapsed_ns;
	__aligned_u64 armed_ns;
	__aligned_u64 windows;
	__aligned_u64 hits;
	__aligned_u64 ignored;
	__aligned_u64 reexecutions;
	__aligned_u64 ops[MAPGC_OPS][MAPGC_DEPTHS];
	__aligned_u64 inferred[MAPGC_OPS][MAPGC_DEPTHS];
	__aligned_u64 cycles;
	__aligned_u64 losses[MAPGC_LOSSES];
	struct mapgc_hist pauses[MAPGC_PAUSES];
	__aligned_u64 uncounted;
	__aligned_u64 cold_hits;
	__aligned_u64 cpu_ns;
	__aligned_u64 spent_ns;
	__aligned_u64 arming_ns;
	__aligned_u64 charged_hit_cost_ns;
	__aligned_u64 edges[MAPGC_OPS];
	__aligned_u64 cpu_elapsed_ns;
	__aligned_u64 sampled_ns;
	__aligned_u64 sampled_cpu_ns;
	__aligned_u64 scaled_ops[MAPGC_OPS][MAPGC_DEPTHS];
	__aligned_u64 scaled_inferred[MAPGC_OPS][MAPGC_DEPTHS];
	__aligned_u64 scaled_edges[MAPGC_OPS];
	__aligned_u64 scaled_hits;
	__aligned_u64 steady_sites;
	__aligned_u64 steady_hits;
	__aligned_u64 held_ns;
	__aligned_u64 hold_limit_ns;
};

/* The number does not change when a structure grows: it carries the header's size. */
#define MAPGC_IOC_MAGIC		0xB7
#define MAPGC_IOC_INFO		_IOWR(MAPGC_IOC_MAGIC, 0, struct mapgc_hdr)
#define MAPGC_IOC_ATTACH	_IOWR(MAPGC_IOC_MAGIC, 1, struct mapgc_hdr)
#define MAPGC_IOC_DETACH	_IOWR(MAPGC_IOC_MAGIC, 2, struct mapgc_hdr)
#define MAPGC_IOC_PROCESS_ADD	_IOWR(MAPGC_IOC_MAGIC, 3, struct mapgc_hdr)
#define MAPGC_IOC_LIST		_IOWR(MAPGC_IOC_MAGIC, 4, struct mapgc_hdr)
#define MAPGC_IOC_TARGET	_IOWR(MAPGC_IOC_MAGIC, 5, struct mapgc_hdr)
#define MAPGC_IOC_SNAPSHOT	_IOWR(MAPGC_IOC_MAGIC, 6, struct mapgc_hdr)

#endif /* _UAPI_LINUX_MAPGC_H */
