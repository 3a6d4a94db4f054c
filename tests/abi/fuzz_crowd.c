// SPDX-License-Identifier: GPL-2.0
#include "fuzz_crowd.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "fuzz_judge.h"
#include "fuzz_proof.h"
#include "fuzz_request.h"
#include "tap.h"

#define CALLERS		3
#define TARGETS_KEPT	6	/* more would only make hits slow */
#define FIRST_INDEX	1	/* of fuzz_memory_create(); 0 is the caller who is alone */

static struct fuzz_caller callers[CALLERS];
static struct chance meddlers[CALLERS];
static unsigned int calls_each;
static atomic_bool is_over, is_wrong;

/* The open file changes under the number, whatever is on its way through it. */
static void reopen(unsigned int i)
{
	int other = device_open();

	if (other < 0)
		return;
	dup2(other, fuzz_devices[i]);
	close(other);
}

/* The kernel waits for a part of an argument: change the others, or the world. */
static void meddle(void *ctx)
{
	struct fuzz_caller *caller = ctx;
	struct chance *chance = &meddlers[caller - callers];
	uint32_t ids[2];
	long nr;

	switch (chance_below(chance, 4)) {
	case 0:
		nr = device_list(fuzz_devices[1], ids, 2);
		if (nr > 0)
			device_detach(fuzz_devices[chance_below(chance, FUZZ_DEVICES)], ids[0]);
		break;
	case 1:
		reopen(chance_below(chance, FUZZ_DEVICES));
		break;
	default:
		fuzz_memory_spoil(caller->memory, chance);
		break;
	}
}

static void limit_targets(int device)
{
	uint32_t id;

	if (device_list(device, &id, 1) > TARGETS_KEPT)
		fuzz_detach_all(device);
}

static void call_often(struct fuzz_caller *caller, unsigned int calls)
{
	struct fuzz_request request;
	unsigned int i, which;

	for (i = 0; i < calls; i++) {
		which = chance_below(&caller->chance, FUZZ_DEVICES);
		fuzz_request_make(caller, &request);
		if (!fuzz_is_documented(&request, fuzz_call(&request, fuzz_devices[which])))
			is_wrong = true;
		if (chance_is(&caller->chance, 32))
			reopen(which);
		limit_targets(fuzz_devices[which]);
	}
}

static void *call_thread(void *arg)
{
	call_often(arg, calls_each);
	return NULL;
}

/* Changes arguments at any moment, not only where the kernel waits. */
static void *spoil_thread(void *arg)
{
	struct chance *chance = arg;

	while (!is_over) {
		fuzz_memory_spoil(callers[chance_below(chance, CALLERS)].memory, chance);
		usleep(chance_below(chance, 300));
	}
	return NULL;
}

static void *hit_thread(void *arg)
{
	struct chance *chance = arg;

	while (!is_over) {
		specimen_op(chance_below(chance, MAPGC_OPS), chance_below(chance, SPECIMEN_STUBS));
		if (chance_is(chance, 8))
			specimen_pause(chance_is(chance, 2), chance_draw(chance) >> 40,
				       chance_draw(chance) >> 44);
		if (chance_is(chance, 16))
			usleep(500);
	}
	return NULL;
}

/* The same open files in another process, which ends while others are in them. */
static pid_t start_child(void)
{
	pid_t child = fork();

	if (child)
		return child;
	callers[0].is_alone = true;	/* nobody brings late pages here: they read as 0 */
	chance_draw(&callers[0].chance);
	call_often(&callers[0], calls_each / 2);
	_exit(is_wrong);
}

int fuzz_crowd_init(uint64_t seed)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < CALLERS; i++) {
		chance_init(&meddlers[i], seed, 100 + i);
		err = fuzz_caller_init(&callers[i], FIRST_INDEX + i, seed, meddle);
	}
	return err;
}

bool fuzz_crowd(unsigned int calls)
{
	void *(*const others[])(void *) = { spoil_thread, hit_thread };
	static struct chance chances[2] = { { 1 }, { 2 } };
	pthread_t threads[CALLERS + 2];
	unsigned int i;
	pid_t child;
	int status = -1;

	calls_each = calls;
	is_over = false;
	is_wrong = false;
	child = start_child();
	for (i = 0; i < CALLERS; i++)
		pthread_create(&threads[i], NULL, call_thread, &callers[i]);
	for (i = 0; i < 2; i++)
		pthread_create(&threads[CALLERS + i], NULL, others[i], &chances[i]);
	for (i = 0; i < CALLERS; i++)
		pthread_join(threads[i], NULL);
	is_over = true;
	for (i = 0; i < 2; i++)
		pthread_join(threads[CALLERS + i], NULL);
	if (child < 0 || waitpid(child, &status, 0) != child || status) {
		tap_note("the child ended with status 0x%x", status);
		return false;
	}
	return !is_wrong;
}
