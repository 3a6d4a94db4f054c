// SPDX-License-Identifier: GPL-2.0
#include "fuzz_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* No neighbour within 4 GiB, where a spoiled half of an address may lead. */
#define BASE		0x100000000000ULL
#define DISTANCE	0x20000000000ULL
#define READ_ONLY_AT	0x1000000000ULL
#define LATE_AT		0x2000000000ULL

#define PAGE_BYTES	4096u
#define PLAIN_BYTES	(512u << 10)
#define TABLE_BYTES	(4u << 20)
#define LATE_BYTES	(64u << 10)

/**
 * struct fuzz_memory - of one thread
 * @plain: readable and writable; tables follow, then nothing
 * @plain_used: of it, bytes
 * @table_used: of the tables, bytes
 * @is_end_taken: a block lies before its end
 * @read_only: the same memory at another address
 * @late: pages that come when they are asked for
 * @late_used: of it, bytes
 * @shadow: what will be in them
 * @fault_fd: tells of those who ask; -1 where this kernel has no userfaultfd
 * @has_pages: some have come since the last reset
 * @is_quiet: nothing happens while they wait
 * @meanwhile: what happens else
 * @ctx: for it
 */
struct fuzz_memory {
	unsigned char *plain;
	size_t plain_used;
	size_t table_used;
	bool is_end_taken;
	unsigned char *read_only;
	unsigned char *late;
	size_t late_used;
	unsigned char *shadow;
	int fault_fd;
	atomic_bool has_pages;
	atomic_bool is_quiet;
	void (*meanwhile)(void *ctx);
	void *ctx;
};

static void *map(uint64_t at, size_t bytes, int protection, int flags, int fd)
{
	return mmap((void *)at, bytes, protection, flags | MAP_FIXED_NOREPLACE, fd, 0);
}

/* Who waits for a page gets it after whatever happens here. */
static void *bring_pages(void *arg)
{
	struct fuzz_memory *memory = arg;
	struct uffd_msg msg;
	struct uffdio_copy copy;

	while (read(memory->fault_fd, &msg, sizeof(msg)) == sizeof(msg)) {
		if (msg.event != UFFD_EVENT_PAGEFAULT)
			continue;
		if (!memory->is_quiet && memory->meanwhile)
			memory->meanwhile(memory->ctx);
		copy = (struct uffdio_copy){
			.dst = msg.arg.pagefault.address & ~(uint64_t)(PAGE_BYTES - 1),
			.len = PAGE_BYTES,
		};
		copy.src = (uintptr_t)memory->shadow + copy.dst - (uintptr_t)memory->late;
		memory->has_pages = true;
		ioctl(memory->fault_fd, UFFDIO_COPY, &copy);
	}
	return NULL;
}

static int watch_late(struct fuzz_memory *memory)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register range = {
		.range = { .start = (uintptr_t)memory->late, .len = LATE_BYTES },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	pthread_t thread;

	memory->fault_fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (memory->fault_fd < 0 && errno == ENOSYS)
		return 0;
	if (memory->fault_fd < 0 || ioctl(memory->fault_fd, UFFDIO_API, &api) ||
	    ioctl(memory->fault_fd, UFFDIO_REGISTER, &range))
		return -1;
	return pthread_create(&thread, NULL, bring_pages, memory);
}

struct fuzz_memory *fuzz_memory_create(unsigned int index, void (*meanwhile)(void *ctx), void *ctx)
{
	struct fuzz_memory *memory = calloc(1, sizeof(*memory));
	uint64_t base = BASE + index * DISTANCE;
	int fd = memfd_create("arguments", MFD_CLOEXEC);
	size_t bytes = PLAIN_BYTES + TABLE_BYTES;

	if (!memory || fd < 0 || ftruncate(fd, bytes))
		return NULL;
	memory->meanwhile = meanwhile;
	memory->ctx = ctx;
	memory->plain = map(base, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	memory->read_only = map(base + READ_ONLY_AT, bytes, PROT_READ, MAP_SHARED, fd);
	memory->late = map(base + LATE_AT, LATE_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1);
	memory->shadow = malloc(LATE_BYTES);
	close(fd);
	if (memory->plain == MAP_FAILED || memory->read_only == MAP_FAILED ||
	    memory->late == MAP_FAILED || !memory->shadow || watch_late(memory))
		return NULL;
	return memory;
}

void fuzz_memory_reset(struct fuzz_memory *memory, bool is_quiet)
{
	/* Also where a spoiled pointer led there, and nobody took a block. */
	if (atomic_exchange(&memory->has_pages, false))
		madvise(memory->late, LATE_BYTES, MADV_DONTNEED);
	memory->plain_used = 0;
	memory->late_used = 0;
	memory->is_end_taken = false;
	memory->is_quiet = is_quiet;
}

static void *take_late(struct fuzz_memory *memory, size_t bytes, uint64_t *ret)
{
	size_t at = memory->late_used;

	if (bytes > LATE_BYTES - at)
		return NULL;
	memory->late_used += (bytes + 7) & ~(size_t)7;
	*ret = (uintptr_t)memory->late + at;
	return memory->shadow + at;
}

void *fuzz_memory_take(struct fuzz_memory *memory, size_t bytes, enum fuzz_place place,
		       uint64_t *ret)
{
	size_t at = memory->plain_used;

	if (place == FUZZ_PLACE_LATE && memory->fault_fd >= 0)
		return take_late(memory, bytes, ret);
	if (place == FUZZ_PLACE_END && !memory->is_end_taken) {
		memory->is_end_taken = true;
		*ret = (uintptr_t)memory->plain + PLAIN_BYTES + TABLE_BYTES - bytes;
		return (void *)(uintptr_t)*ret;
	}
	if (bytes > PLAIN_BYTES - at)
		return NULL;
	memory->plain_used += (bytes + 7) & ~(size_t)7;
	*ret = (uintptr_t)(place == FUZZ_PLACE_READ_ONLY ? memory->read_only : memory->plain) + at;
	return memory->plain + at;
}

bool fuzz_memory_has_late(const struct fuzz_memory *memory)
{
	return memory->fault_fd >= 0;
}

/* The last 64 KiB are for FUZZ_PLACE_END. */
void *fuzz_memory_table(struct fuzz_memory *memory, size_t bytes)
{
	unsigned char *ret = memory->plain + PLAIN_BYTES + memory->table_used;

	if (bytes > TABLE_BYTES - LATE_BYTES - memory->table_used)
		return NULL;
	memory->table_used += (bytes + 7) & ~(size_t)7;
	return ret;
}

void fuzz_memory_spoil(struct fuzz_memory *memory, struct chance *chance)
{
	size_t plain = memory->plain_used, late = memory->late_used;

	if (plain && (!late || chance_is(chance, 2)))
		chance_spoil(chance, memory->plain, plain);
	else if (late)
		chance_spoil(chance, memory->shadow, late);
}

uint64_t fuzz_memory_pointer(struct fuzz_memory *memory, struct chance *chance)
{
	uint64_t end = (uintptr_t)memory->plain + PLAIN_BYTES + TABLE_BYTES;

	switch (chance_below(chance, 6)) {
	case 0:
		return end - chance_below(chance, 64);
	case 1:
		return (uintptr_t)memory->read_only + chance_below(chance, 4096);
	case 2:
		return (uintptr_t)memory->plain + chance_below(chance, memory->plain_used + 8);
	case 3:
		return (uintptr_t)memory->late + chance_below(chance, LATE_BYTES);
	case 4:
		return end + PAGE_BYTES;
	default:
		return chance_edge(chance);
	}
}
