// SPDX-License-Identifier: GPL-2.0
/* What MAPGC_IOC_ATTACH refuses: with which errno and line, and that nothing is left of it. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "specimen.h"
#include "tap.h"

#define KERNEL_ADDRESS	0xffff888000001000ULL

/* The request that the tables below spoil. */
static struct specimen req;

/**
 * struct patch - one change of @req
 * @to: where
 * @size: 1 to 8 bytes take @value; more take its low byte, all of them
 * @value: what
 */
struct patch {
	void *to;
	size_t size;
	uint64_t value;
};

#define PATCHES_MAX	4
#define SET(member, value)	{ &(member), sizeof(member), value }

/**
 * struct refusal - a request that is refused
 * @name: what is wrong with it
 * @err: expected errno
 * @line: start of the expected line
 * @patches: what makes it wrong, up to the first of no size
 */
struct refusal {
	const char *name;
	int err;
	const char *line;
	struct patch patches[PATCHES_MAX];
};

static const struct refusal header_refusals[] = {
	{ "size 0", EINVAL, "hdr.size: ", { SET(req.args.hdr.size, 0) } },
	{ "size of less than the header", EINVAL, "hdr.size: ",
	  { SET(req.args.hdr.size, sizeof(struct mapgc_hdr) - 1) } },
	{ "header alone", EINVAL, "nr_sites: ",
	  { SET(req.args.hdr.size, sizeof(struct mapgc_hdr)) } },
	{ "size of an even newer caller", E2BIG, "hdr.size: ",
	  { SET(req.args.hdr.size, 1 << 20) } },
	{ "largest size", E2BIG, "hdr.size: ", { SET(req.args.hdr.size, UINT32_MAX) } },
	{ "next flag", EINVAL, "hdr.flags: ", { SET(req.args.hdr.flags, 1 << 3) } },
	{ "last flag", EINVAL, "hdr.flags: ", { SET(req.args.hdr.flags, 1U << 31) } },
	{ "padding of the header", EINVAL, "hdr.pad: ", { SET(req.args.hdr.pad, 1) } },
	{ "padding", EINVAL, "pad: ", { SET(req.args.pad, 1) } },
	{ "target id on entry", EINVAL, "target_id: ", { SET(req.args.target_id, 1) } },
};

static const struct refusal count_refusals[] = {
	{ "no site", EINVAL, "nr_sites: ", { SET(req.args.nr_sites, 0) } },
	{ "too many sites", EINVAL, "nr_sites: ", { SET(req.args.nr_sites, MAPGC_SITES_MAX + 1) } },
	{ "as many sites as fit", EINVAL, "nr_sites: ", { SET(req.args.nr_sites, UINT32_MAX) } },
	{ "too many call sites", EINVAL, "nr_callsites: ",
	  { SET(req.args.nr_callsites, MAPGC_CALLSITES_MAX + 1) } },
	{ "too many transitions", EINVAL, "nr_transitions: ",
	  { SET(req.args.nr_transitions, MAPGC_TRANSITIONS_MAX + 1) } },
	{ "transitions in the kernel", EFAULT, "transitions: ",
	  { SET(req.args.transitions, KERNEL_ADDRESS) } },
	{ "too many processes", EINVAL, "nr_pids: ",
	  { SET(req.args.nr_pids, MAPGC_PROCESSES_MAX + 1) } },
	{ "sites at 0", EFAULT, "sites: ", { SET(req.args.sites, 0) } },
	{ "sites in the kernel", EFAULT, "sites: ", { SET(req.args.sites, KERNEL_ADDRESS) } },
	{ "call sites at 8", EFAULT, "callsites: ", { SET(req.args.callsites, 8) } },
	{ "call sites in the kernel", EFAULT, "callsites: ",
	  { SET(req.args.callsites, KERNEL_ADDRESS) } },
	{ "processes at 0", EFAULT, "pids: ", { SET(req.args.pids, 0) } },
	{ "processes in the kernel", EFAULT, "pids: ", { SET(req.args.pids, KERNEL_ADDRESS) } },
};

#define WINDOWS	SET(req.args.hdr.flags, 0)

static const struct refusal window_refusals[] = {
	{ "window with EXACT", EINVAL, "window_ms, period_ms, window_hits: ",
	  { SET(req.args.window_ms, 1) } },
	{ "period with EXACT", EINVAL, "window_ms, period_ms, window_hits: ",
	  { SET(req.args.period_ms, 1) } },
	{ "hits with EXACT", EINVAL, "window_ms, period_ms, window_hits: ",
	  { SET(req.args.window_hits, 1) } },
	{ "no window", EINVAL, "window_ms: ",
	  { WINDOWS, SET(req.args.period_ms, 9), SET(req.args.window_hits, 9) } },
	{ "window too long", EINVAL, "window_ms: ",
	  { WINDOWS, SET(req.args.window_ms, MAPGC_WINDOW_MS_MAX + 1),
	    SET(req.args.period_ms, MAPGC_WINDOW_MS_MAX + 1), SET(req.args.window_hits, 9) } },
	{ "period shorter than the window", EINVAL, "period_ms: ",
	  { WINDOWS, SET(req.args.window_ms, 9), SET(req.args.period_ms, 8),
	    SET(req.args.window_hits, 9) } },
	{ "period too long", EINVAL, "period_ms: ",
	  { WINDOWS, SET(req.args.window_ms, 9), SET(req.args.period_ms, MAPGC_WINDOW_MS_MAX + 1),
	    SET(req.args.window_hits, 9) } },
	{ "window of no hit", EINVAL, "window_hits: ",
	  { WINDOWS, SET(req.args.window_ms, 9), SET(req.args.period_ms, 9) } },
	{ "too many hits", EINVAL, "window_hits: ",
	  { WINDOWS, SET(req.args.window_ms, 9), SET(req.args.period_ms, 9),
	    SET(req.args.window_hits, MAPGC_WINDOW_HITS_MAX + 1) } },
};

static const struct refusal exact_budget_refusals[] = {
	{ "budget with EXACT", EINVAL, "budget_ppm: must be 0 with EXACT",
	  { SET(req.args.budget_ppm, 1) } },
	{ "hit cost with EXACT", EINVAL, "hit_cost_ns, busy_hit_cost_ns, busy_cpus: ",
	  { SET(req.args.hit_cost_ns, 1) } },
};

static const struct refusal budget_refusals[] = {
	{ "hit cost without a budget", EINVAL, "hit_cost_ns, busy_hit_cost_ns, busy_cpus: ",
	  { SET(req.args.hit_cost_ns, 1) } },
	{ "busy hit cost without a budget", EINVAL, "hit_cost_ns, busy_hit_cost_ns, busy_cpus: ",
	  { SET(req.args.busy_hit_cost_ns, 1) } },
	{ "busy CPUs without a budget", EINVAL, "hit_cost_ns, busy_hit_cost_ns, busy_cpus: ",
	  { SET(req.args.busy_cpus, 1) } },
	{ "budget of more than all", EINVAL, "budget_ppm: ",
	  { SET(req.args.budget_ppm, MAPGC_BUDGET_PPM_MAX + 1) } },
	{ "hits for nothing", EINVAL, "hit_cost_ns: ", { SET(req.args.budget_ppm, 1) } },
	{ "hits too dear", EINVAL, "hit_cost_ns: ",
	  { SET(req.args.budget_ppm, 1),
	    SET(req.args.hit_cost_ns, MAPGC_HIT_COST_NS_MAX + 1) } },
	{ "hits cheaper when busy", EINVAL, "busy_hit_cost_ns: ",
	  { SET(req.args.budget_ppm, 1), SET(req.args.hit_cost_ns, 2),
	    SET(req.args.busy_hit_cost_ns, 1) } },
	{ "no CPU is busy", EINVAL, "busy_cpus: ",
	  { SET(req.args.budget_ppm, 1), SET(req.args.hit_cost_ns, 1),
	    SET(req.args.busy_hit_cost_ns, 1) } },
	{ "too many CPUs are busy", EINVAL, "busy_cpus: ",
	  { SET(req.args.budget_ppm, 1), SET(req.args.hit_cost_ns, 1),
	    SET(req.args.busy_hit_cost_ns, 1),
	    SET(req.args.busy_cpus, MAPGC_BUSY_CPUS_MAX + 1) } },
};

static const struct refusal text_refusals[] = {
	{ "layout beyond a page", EINVAL, "layout.maptype_elem: ",
	  { SET(req.args.layout.maptype_elem, 4097) } },
	{ "goroutine beyond a page", EINVAL, "layout.g_stack_hi: ",
	  { SET(req.args.layout.g_stack_hi, UINT32_MAX) } },
	{ "padding of the layout", EINVAL, "layout.pad: ", { SET(req.args.layout.pad, 1) } },
	{ "label without end", EINVAL, "label: not NUL", { SET(req.args.label, 'x') } },
	{ "label with a tail", EINVAL, "label: bytes",
	  { SET(req.args.label[MAPGC_LABEL_MAX - 1], 'x') } },
	{ "version without end", EINVAL, "go_version: not NUL", { SET(req.args.go_version, 'x') } },
	{ "version with a tail", EINVAL, "go_version: bytes",
	  { SET(req.args.go_version[MAPGC_VERSION_MAX - 1], 'x') } },
};

static const struct refusal site_refusals[] = {
	{ "role after the last", EINVAL, "sites[2].role: ",
	  { SET(req.sites[2].role, MAPGC_ROLES) } },
	{ "operation after the last", EINVAL, "sites[2].op: ",
	  { SET(req.sites[2].op, MAPGC_OPS) } },
	{ "operation of a pause", EINVAL, "sites[7].op: ", { SET(req.sites[7].op, 1) } },
	{ "first padding of a site", EINVAL, "sites[1].pad", { SET(req.sites[1].pad0[3], 1) } },
	{ "last padding of a site", EINVAL, "sites[15].pad", { SET(req.sites[15].pad1[1], 1) } },
	{ "instruction too long", EINVAL, "sites[0].insn_len: ",
	  { SET(req.sites[0].insn_len, 7) } },
	{ "instruction of no byte", EOPNOTSUPP, "sites[0].insn: ",
	  { SET(req.sites[0].insn_len, 0) } },
	{ "jump where a call belongs", EOPNOTSUPP, "sites[0].insn: ",
	  { SET(req.sites[0].role, MAPGC_ROLE_START_NOW) } },
	{ "value where there is none", EINVAL, "sites[0].value_reg: ",
	  { SET(req.sites[0].value_reg, 3) } },
	{ "value of a call in another register", EINVAL, "sites[13].value_reg: ",
	  { SET(req.sites[13].value_reg, 0) } },
	{ "value of a jump in the stack pointer", EINVAL, "sites[0].value_reg: ",
	  { SET(req.sites[0].role, MAPGC_ROLE_TOTAL_GC), SET(req.sites[0].value_reg, 4) } },
	{ "value in a register after the last", EINVAL, "sites[0].value_reg: ",
	  { SET(req.sites[0].role, MAPGC_ROLE_TOTAL_GC), SET(req.sites[0].value_reg, 16) } },
	{ "call where a stack check belongs", EOPNOTSUPP, "sites[13].insn: ",
	  { SET(req.sites[13].role, MAPGC_ROLE_CYCLE) } },
	{ "jne where a stack check belongs", EOPNOTSUPP, "sites[8].insn: ",
	  { SET(req.sites[8].role, MAPGC_ROLE_STOP) } },
	{ "bytes that are not in the file", ESTALE, "sites[0].insn: ",
	  { SET(req.sites[0].insn[1], 0x7f) } },
	{ "place one byte off", ESTALE, "sites[15].insn: ", { SET(req.sites[15].offset, 0x40) } },
	{ "place beyond the file", EINVAL, "sites[3].offset: ",
	  { SET(req.sites[3].offset, 1ULL << 40) } },
	{ "place beyond all files", EINVAL, "sites[3].offset: ",
	  { SET(req.sites[3].offset, UINT64_MAX) } },
	{ "negative place", EINVAL, "sites[3].offset: ", { SET(req.sites[3].offset, 1ULL << 63) } },
};

static const struct refusal callsite_refusals[] = {
	{ "call sites not sorted", EINVAL, "callsites[3].return_off: ",
	  { SET(req.callsites[3].return_off, 0) } },
	{ "verdict after the last", EINVAL, "callsites[0].verdict: ",
	  { SET(req.callsites[0].verdict, MAPGC_VERDICTS) } },
	{ "depth 0", EINVAL, "callsites[0].depth: ", { SET(req.callsites[0].depth, 0) } },
	{ "depth after the last", EINVAL, "callsites[31].depth: ",
	  { SET(req.callsites[31].depth, MAPGC_DEPTHS + 1) } },
	{ "depth where it is to be inferred", EINVAL, "callsites[32].depth: ",
	  { SET(req.callsites[32].depth, 1) } },
	{ "flag of a call site", EINVAL, "callsites[1].flags: ",
	  { SET(req.callsites[1].flags, 2) } },
	{ "last call site wrong", EINVAL, "callsites[39].flags: ",
	  { SET(req.callsites[39].flags, 0x8000) } },
	{ "transition twice", EINVAL, "transitions[1]: ",
	  { SET(req.transitions[1].last_off, 14) } },
	{ "transitions not sorted", EINVAL, "transitions[1]: ",
	  { SET(req.transitions[1].return_off, 0) } },
	{ "transition to a depth after the last", EINVAL, "transitions[0].depth: ",
	  { SET(req.transitions[0].depth, MAPGC_DEPTHS + 1) } },
	{ "padding of a transition", EINVAL, "transitions[1].pad: ",
	  { SET(req.transitions[1].pad[2], 1) } },
};

static int device;

static void apply(const struct patch *patch)
{
	if (patch->size > sizeof(patch->value))
		memset(patch->to, (int)patch->value, patch->size);
	else
		memcpy(patch->to, &patch->value, patch->size);
}

/* Nothing listed, and no probe in the code, which is this program's own. */
static bool is_clean(void)
{
	uint32_t id;

	return device_list(device, &id, 1) == 0 && specimen_intact();
}

static bool is_refused(const struct specimen *specimen, const char *name, int err,
		       const char *line)
{
	long ret = device_attach(device, &specimen->args);
	bool is_right = ret == -err && !strncmp(device_line, line, strlen(line));

	if (!is_right)
		tap_note("%s: %ld \"%s\", expected %d \"%s\"", name, ret, device_line, -err, line);
	if (ret > 0)
		device_detach(device, ret);
	return is_right && is_clean();
}

static void expect_refusal(const struct specimen *specimen, const char *name, int err,
			   const char *line)
{
	tap_result(is_refused(specimen, name, err, line), "attach refused: %s", name);
}

static void make_exact(void)
{
}

static void make_windows(void)
{
	req.args.hdr.flags = 0;
	req.args.window_ms = 9;
	req.args.period_ms = 9;
	req.args.window_hits = 9;
}

static void run_table(const struct refusal *table, size_t len, void (*make)(void))
{
	size_t i, k;

	for (i = 0; i < len; i++) {
		specimen_fill(&req);
		make();
		for (k = 0; k < PATCHES_MAX && table[i].patches[k].size; k++)
			apply(&table[i].patches[k]);
		expect_refusal(&req, table[i].name, table[i].err, table[i].line);
		specimen_release(&req);
	}
}

#define RUN_AS(table, make) run_table(table, sizeof(table) / sizeof(table[0]), make)
#define RUN(table) RUN_AS(table, make_exact)

static void refuse_instructions(uint8_t role)
{
	struct specimen specimen;
	unsigned int refused = 0;
	const char *unfit;
	bool is_right = true;
	size_t i;

	specimen_fill(&specimen);
	for (i = 0; (unfit = specimen_unfit(i, &specimen.sites[4], role)); i++) {
		/* Any jcc may be where all have stopped, or where a record begins. */
		if (role >= MAPGC_ROLE_STOPPED && role != MAPGC_ROLE_START &&
		    role != MAPGC_ROLE_START_NOW && role != MAPGC_ROLE_CYCLE &&
		    !strcmp(unfit, "jb"))
			continue;
		is_right &= is_refused(&specimen, unfit, EOPNOTSUPP, "sites[4].insn: ");
		refused++;
	}
	tap_result(is_right, "attach refused: role %u on %u instructions", role, refused);
	specimen_release(&specimen);
}

static void refuse_repetitions(void)
{
	struct specimen specimen;

	specimen_fill(&specimen);
	specimen.sites[9] = specimen.sites[0];
	expect_refusal(&specimen, "a place twice", EINVAL, "sites[9].offset: as in sites[0]");
	specimen_release(&specimen);
	specimen_fill(&specimen);
	specimen.callsites[5] = specimen.callsites[4];
	expect_refusal(&specimen, "a call site twice", EINVAL, "callsites[5].return_off: ");
	specimen_release(&specimen);
	specimen_fill(&specimen);
	specimen.sites[3].offset = lseek(specimen.args.exe_fd, 0, SEEK_END);
	expect_refusal(&specimen, "place at the end of the file", ESTALE, "sites[3].insn: ");
	specimen_release(&specimen);
}

static void refuse_file(int fd, const char *name, int err, const char *line)
{
	struct specimen specimen;

	specimen_fill(&specimen);
	close(specimen.args.exe_fd);
	specimen.args.exe_fd = fd;
	expect_refusal(&specimen, name, err, line);
	specimen_release(&specimen);
}

static void refuse_files(void)
{
	char path[] = "/tmp/mapgc-refuse-XXXXXX";
	int writable = mkstemp(path);
	int ends[2];

	close(writable);
	if (pipe(ends))
		tap_note("pipe: %m");
	refuse_file(-1, "no file", EBADF, "exe_fd: ");
	refuse_file(4096, "a closed file", EBADF, "exe_fd: ");
	refuse_file(open("/tmp", O_RDONLY), "a directory", EINVAL, "exe_fd: ");
	refuse_file(open(path, O_WRONLY), "a file not for reading", EBADF, "exe_fd: ");
	refuse_file(open("/proc/self/exe", O_PATH), "a mere path", EBADF, "exe_fd: ");
	refuse_file(ends[0], "a pipe", EINVAL, "exe_fd: ");
	refuse_file(socket(AF_UNIX, SOCK_STREAM, 0), "a socket", EINVAL, "exe_fd: ");
	refuse_file(dup(device), "the device itself", EINVAL, "exe_fd: ");
	refuse_file(open(path, O_RDONLY), "an empty file", EINVAL, "sites[0].offset: ");
	refuse_file(open("/proc/self/maps", O_RDONLY), "a file of proc", EINVAL,
		    "sites[0].offset: ");
	refuse_file(open("/proc/self/mem", O_RDONLY), "memory of a process", EINVAL,
		    "sites[0].offset: ");
	refuse_file(open("/bin/busybox", O_RDONLY), "another program", ESTALE, "sites[0].insn: ");
	refuse_file(memfd_create("refuse", 0), "empty memory", EINVAL, "sites[0].offset: ");
	close(ends[1]);
	unlink(path);
}

static void refuse_process(uint32_t pid, const char *name, int err)
{
	struct specimen specimen;

	specimen_fill(&specimen);
	specimen.pid = pid;
	expect_refusal(&specimen, name, err, "pids: ");
	specimen_release(&specimen);
}

static void *wait_for_end(void *pipe_end)
{
	uint32_t tid = syscall(SYS_gettid);

	if (write(*(int *)pipe_end, &tid, sizeof(tid)) != sizeof(tid))
		return NULL;
	pause();
	return NULL;
}

static void refuse_thread(void)
{
	pthread_t thread;
	uint32_t tid = 0;
	int ends[2];

	if (pipe(ends) || pthread_create(&thread, NULL, wait_for_end, &ends[1]) ||
	    read(ends[0], &tid, sizeof(tid)) != sizeof(tid)) {
		tap_result(false, "a second thread");
		return;
	}
	close(ends[0]);
	close(ends[1]);
	refuse_process(tid, "a thread that is no process", ESRCH);
	pthread_cancel(thread);
	pthread_join(thread, NULL);
}

static void refuse_processes(void)
{
	pid_t dead = fork();

	if (!dead)
		_exit(0);
	waitid(P_PID, dead, NULL, WEXITED | WNOWAIT);
	refuse_process(dead, "a zombie", ESRCH);
	waitpid(dead, NULL, 0);
	refuse_process(dead, "a process that is gone", ESRCH);
	refuse_process(0, "process 0", ESRCH);
	refuse_process(UINT32_MAX, "process -1", ESRCH);
	refuse_process(2, "a kernel thread", ESRCH);
	refuse_process(getppid(), "a process of another program", EXDEV);
	refuse_thread();
}

/* The second process of a list is wrong: the first must not stay either. */
static void refuse_second_process(void)
{
	uint32_t pids[2] = { getpid(), getppid() };
	struct specimen specimen;

	specimen_fill(&specimen);
	specimen.args.pids = (uintptr_t)pids;
	specimen.args.nr_pids = 2;
	expect_refusal(&specimen, "second process wrong", EXDEV, "pids: ");
	specimen_release(&specimen);
}

/* What cannot be answered must not happen. */
static void refuse_unwritable(uint32_t flags)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	struct mapgc_attach_args *args = mmap(NULL, page, PROT_READ | PROT_WRITE,
					      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct specimen specimen;
	uint32_t ids[4];
	int ret, left;

	specimen_fill(&specimen);
	*args = specimen.args;
	args->hdr.flags |= flags;
	mprotect(args, page, PROT_READ);
	device_line[0] = '\0';
	ret = syscall(SYS_ioctl, device, MAPGC_IOC_ATTACH, args) ? -errno : 0;
	left = device_list(device, ids, 4);
	if (!tap_result(ret == -EFAULT && !left && specimen_intact(),
			"attach refused: answer cannot be written, flags %u", flags))
		tap_note("%d, %d targets left", ret, left);
	if (left > 0)
		device_detach(device, ids[0]);
	munmap(args, page);
	specimen_release(&specimen);
}

static void take(const char *name, uint32_t flags)
{
	struct specimen specimen;
	long id;

	specimen_fill(&specimen);
	specimen.args.hdr.flags |= flags;
	id = device_attach(device, &specimen.args);
	if (!tap_result(id > 0 && !specimen_intact(), "attach accepted: %s", name))
		tap_note("%ld \"%s\"", id, device_line);
	if (!tap_result(!device_detach(device, id) && is_clean(), "detached: %s", name))
		tap_note("\"%s\"", device_line);
	specimen_release(&specimen);
}

int main(void)
{
	uint8_t role;

	device = device_open();
	if (device < 0) {
		printf("Bail out! /dev/mapgc: %s\n", strerror(-device));
		return 1;
	}
	take("before", 0);
	RUN(header_refusals);
	RUN(count_refusals);
	RUN(window_refusals);
	RUN(exact_budget_refusals);
	RUN_AS(budget_refusals, make_windows);
	RUN(text_refusals);
	RUN(site_refusals);
	RUN(callsite_refusals);
	for (role = 0; role < MAPGC_ROLES; role++)
		refuse_instructions(role);
	refuse_repetitions();
	refuse_files();
	refuse_processes();
	refuse_second_process();
	refuse_unwritable(0);
	refuse_unwritable(MAPGC_ATTACH_PERSISTENT);
	take("every process", MAPGC_ATTACH_ALL);
	take("persistent", MAPGC_ATTACH_PERSISTENT);
	take("after", 0);
	return tap_end();
}
