// SPDX-License-Identifier: GPL-2.0
#include "calibrate/calibrate.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <math.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "calibrate/crew.h"
#include "calibrate/loop.h"

#define SELF		"/proc/self/exe"
#define THREADS_MAX	64	/* more tell little more, and each has a stack */
#define G_STACK_HI	8	/* in the goroutine of the loop */

/**
 * struct place - where an address of this program is in its file
 * @address: the address
 * @offset: filled
 */
struct place {
	uintptr_t address;
	uint64_t offset;
};

/* The first object is the program itself. */
static int find_offset(struct dl_phdr_info *info, size_t size, void *data)
{
	struct place *place = data;

	(void)size;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const Elf64_Phdr *phdr = &info->dlpi_phdr[i];
		uintptr_t begin = info->dlpi_addr + phdr->p_vaddr;

		if (phdr->p_type == PT_LOAD && place->address - begin < phdr->p_memsz)
			place->offset = phdr->p_offset + (place->address - begin);
	}
	return 1;
}

static int fill_site(int fd, struct mapgc_site *ret)
{
	struct place place = { .address = (uintptr_t)calibrate_site };

	dl_iterate_phdr(find_offset, &place);
	*ret = (struct mapgc_site){
		.offset = place.offset,
		.va = place.address,
		.role = MAPGC_ROLE_MAP_OP,
		.op = MAPGC_OP_READ,
		.insn_len = CALIBRATE_SITE_BYTES,
	};
	return pread(fd, ret->insn, ret->insn_len, ret->offset) == ret->insn_len ? 0 : -EIO;
}

static int attach(struct client *client, uint32_t *ret_id, struct error *err)
{
	struct mapgc_site site;
	struct mapgc_callsite callsite = {
		.return_off = calibrate_return - calibrate_function,
		.verdict = MAPGC_VERDICT_INFER,
		.flags = MAPGC_CALLSITE_REMEMBER,
	};
	struct manifest manifest = {
		.go_version = "calibration",
		.text_va = (uintptr_t)calibrate_function,
		.layout = { .g_stack_hi = G_STACK_HI },
		.sites = &site,
		.nr_sites = 1,
		.callsites = &callsite,
		.nr_callsites = 1,
	};
	pid_t pid = getpid();
	struct client_attach attach = {
		.exe_fd = open(SELF, O_RDONLY | O_CLOEXEC),
		.exe = SELF,
		.manifest = &manifest,
		.pids = &pid,
		.nr_pids = 1,
		.flags = MAPGC_ATTACH_EXACT,
	};
	int code;

	if (attach.exe_fd < 0)
		return error_set(err, -errno, "calibrate: %s: %s", SELF, strerror(errno));
	code = fill_site(attach.exe_fd, &site);
	if (code)
		error_set(err, code, "calibrate: %s: cannot be read", SELF);
	else
		code = client_attach(client, &attach, ret_id, err);
	close(attach.exe_fd);
	return code;
}

static uint32_t count_cpus(void)
{
	cpu_set_t cpus;
	int nr;

	if (sched_getaffinity(0, sizeof(cpus), &cpus))
		return 1;
	nr = CPU_COUNT(&cpus);
	return nr < 1 ? 1 : nr > THREADS_MAX ? THREADS_MAX : nr;
}

static uint32_t whole_ns(double cost_ns)
{
	if (cost_ns < 1)
		return 1;
	return cost_ns < MAPGC_HIT_COST_NS_MAX ? lround(cost_ns) : MAPGC_HIT_COST_NS_MAX;
}

/* The loop itself, some nanoseconds a turn, is left in: that is to the safe side. */
static int measure(struct calibration *ret, struct error *err)
{
	double alone_ns, busy_ns;
	int code;

	ret->busy_cpus = count_cpus();
	code = crew_measure(1, &alone_ns);
	busy_ns = alone_ns;
	if (!code && ret->busy_cpus > 1)
		code = crew_measure(ret->busy_cpus, &busy_ns);
	if (code)
		return error_set(err, code, "calibrate: threads: %s", strerror(-code));
	ret->hit_cost_ns = whole_ns(alone_ns);
	ret->busy_hit_cost_ns = whole_ns(fmax(alone_ns, busy_ns));
	return 0;
}

int calibrate(struct client *client, struct calibration *ret, struct error *err)
{
	uint32_t id;
	int code = attach(client, &id, err);

	if (code)
		return code;
	code = measure(ret, err);
	client_detach(client, id, NULL);
	return code;
}
