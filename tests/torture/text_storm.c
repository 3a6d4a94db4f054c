// SPDX-License-Identifier: GPL-2.0
/*
 * Threads map the program's own code once more, run it there, and change that mapping
 * in every way: protect, move, split, discard, take away. Readers come and go
 * meanwhile, and the code where the program itself runs loses nothing.
 */
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crew.h"
#include "specimen_code.h"
#include "storm.h"

#define WORKERS		2
#define MAPPERS		2
#define OPS		20

enum mark { MAPPED, MOVED, PROTECTED, DISCARDED, CAME, ODD };

typedef void (*stub_fn)(const void *type, uint64_t value, const void *function, const void *g);

static size_t text_bytes;	/* of the mapping */
static size_t file_bytes;	/* where in the file it starts */
static const char *text;	/* where the program runs it */

static struct specimen_g goroutine = { .stack_hi = UINT64_MAX / 2 };
static const struct specimen_type type = { &type, &type };

/* The executable segment, as specimen.sites tell where it lies. */
static void find_text(void)
{
	const struct mapgc_site *site = &storm_specimen.sites[0];
	size_t page = sysconf(_SC_PAGESIZE);
	uintptr_t first = (uintptr_t)specimen_code_read & -page;
	uintptr_t last = ((uintptr_t)specimen_stubs + 4 * page) & -page;

	text = (const char *)first;
	text_bytes = last - first;
	file_bytes = site->offset - (site->va - first);
}

/* As specimen_op(), in a copy. That is as much this program as the first one is. */
static void run_in(const char *copy)
{
	ptrdiff_t delta = copy - text;
	unsigned int i;

	for (i = 0; i < OPS; i++) {
		atomic_fetch_add(&tally->begun[MAPGC_OP_READ][0], 1);
		((stub_fn)(uintptr_t)(specimen_stubs + delta))(&type, 0,
							       specimen_code_read + delta,
							       &goroutine);
		atomic_fetch_add(&tally->done[MAPGC_OP_READ][0], 1);
	}
}

static void *map_copy(void)
{
	void *copy = mmap(NULL, text_bytes, PROT_READ | PROT_EXEC, MAP_PRIVATE,
			  storm_specimen.args.exe_fd, file_bytes);

	tally_mark(copy == MAP_FAILED ? ODD : MAPPED);
	return copy;
}

static char *move(char *copy)
{
	char *room = mmap(NULL, text_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *moved = mremap(copy, text_bytes, text_bytes, MREMAP_MAYMOVE | MREMAP_FIXED, room);

	if (moved == room) {
		tally_mark(MOVED);
		return moved;
	}
	tally_mark(ODD);
	munmap(room, text_bytes);
	return copy;
}

static void protect(char *copy)
{
	size_t page = sysconf(_SC_PAGESIZE);

	if (mprotect(copy, text_bytes, PROT_NONE) || mprotect(copy, page, PROT_READ | PROT_WRITE) ||
	    mprotect(copy, text_bytes, PROT_READ | PROT_EXEC))
		tally_mark(ODD);
	tally_mark(PROTECTED);
}

/*
 * Throws the changed pages away, and the probes with them: the kernel does not put
 * them back, and nobody counts what runs there afterwards. So nothing does.
 */
static void discard(char *copy)
{
	unsigned int i;

	if (madvise(copy, text_bytes, MADV_DONTNEED))
		tally_mark(ODD);
	for (i = 0; i < MAPGC_OPS; i++)
		if (memcmp(copy + (storm_specimen.sites[i].offset - file_bytes),
			   storm_specimen.sites[i].insn, 1))
			return;
	tally_mark(DISCARDED);
}

static void *map_and_change(void *arg)
{
	char *copy;

	while (!crew_is_over()) {
		copy = map_copy();
		run_in(copy);
		copy = move(copy);
		run_in(copy);
		protect(copy);
		run_in(copy);
		if (storm_chance(2))
			discard(copy);
		munmap(copy, text_bytes);
	}
	return arg;
}

static int work(void)
{
	pthread_t threads[MAPPERS];
	unsigned int i;

	for (i = 0; i < MAPPERS; i++)
		if (pthread_create(&threads[i], NULL, map_and_change, NULL))
			return 1;
	for (i = 0; !crew_is_over(); i++)
		tally_any(i);
	for (i = 0; i < MAPPERS; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

static void come_and_go(pid_t pid)
{
	int device = device_open();

	storm_attach(device, storm_chance(2) ? MAPGC_ATTACH_EXACT : MAPGC_ATTACH_ALL, pid);
	usleep(storm_chance(30000));
	close(device);
	tally_mark(CAME);
}

int main(void)
{
	struct crew crew;
	unsigned int i;
	uint32_t id;

	storm_begin(CAME + 1);
	find_text();
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	crew_go();
	for (i = 0; storm_goes_on(); i++)
		come_and_go(crew.pids[i % crew.nr]);
	crew_rest(&crew);
	tap_result(storm_settles(id), "%lu operations, all of them counted", tally_total());
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "%lu mapped, %lu moved, %lu protected, %lu discarded, %lu readers, %lu odd",
		   tally_marked(MAPPED), tally_marked(MOVED),
		   tally_marked(PROTECTED), tally_marked(DISCARDED), tally_marked(CAME),
		   tally_marked(ODD));
	device_detach(storm_device, id);
	crew_dismiss(&crew);
	return storm_end();
}
