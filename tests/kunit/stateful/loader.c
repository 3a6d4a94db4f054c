// SPDX-License-Identifier: GPL-2.0
#include "loader.h"

#include <linux/file.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched/mm.h>
#include <linux/uaccess.h>

struct loader loader;

/* Pages with nothing behind them, to be used in turn: mapping takes its time. */
#define PLACES		16
#define PLACE_BYTES	(2 * PAGE_SIZE)

static unsigned long places;
static atomic_t next_place;

static int map_places(void)
{
	unsigned long at;
	int err = 0;

	places = vm_mmap(NULL, 0, PLACES * PLACE_BYTES, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, 0);
	if (IS_ERR_VALUE(places))
		return places;
	for (at = places; !err && at < places + PLACES * PLACE_BYTES; at += PLACE_BYTES)
		err = vm_munmap(at + PAGE_SIZE, PAGE_SIZE);
	return err;
}

int loader_suite_init(struct kunit_suite *suite)
{
	int err = map_places();

	if (err)
		return err;
	loader.exe = filp_open("/proc/self/exe", O_RDONLY, 0);
	if (IS_ERR(loader.exe))
		return PTR_ERR(loader.exe);
	loader.task = get_task_struct(current->group_leader);
	loader.mm = current->mm;
	mmget(loader.mm);
	return 0;
}

void loader_suite_exit(struct kunit_suite *suite)
{
	/* Also called where the init failed. */
	if (IS_ERR_OR_NULL(loader.exe))
		return;
	fput(loader.exe);
	put_task_struct(loader.task);
	mmput(loader.mm);
	loader = (struct loader){};
}

void loader_enter(void)
{
	/* For the end of the thread, which drops what it finds. */
	mmget(loader.mm);
	kthread_use_mm(loader.mm);
}

void loader_leave(void)
{
	kthread_unuse_mm(loader.mm);
	mmput(loader.mm);
}

unsigned long loader_map(size_t bytes)
{
	size_t mapped_bytes = PAGE_ALIGN(bytes);
	unsigned long start;

	if (bytes <= PAGE_SIZE)
		return places + (u32)atomic_inc_return(&next_place) % PLACES * PLACE_BYTES +
		       PAGE_SIZE;
	/* A page more, which is taken away again: nothing follows directly. */
	start = vm_mmap(NULL, 0, mapped_bytes + PAGE_SIZE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, 0);
	if (IS_ERR_VALUE(start) || vm_munmap(start + mapped_bytes, PAGE_SIZE))
		return 0;
	return start + mapped_bytes;
}

unsigned long loader_copy(const void *from, size_t bytes)
{
	unsigned long end = loader_map(bytes);

	if (!end || copy_to_user((void __user *)(end - bytes), from, bytes))
		return 0;
	return end - bytes;
}
