// SPDX-License-Identifier: GPL-2.0
/*
 * The clock of the day jumps by hours, back and forth, and is slewed, while targets are
 * attached and in the middle of pauses. Nothing that is measured here is of that
 * clock: no time is longer than the storm.
 */
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "crew.h"
#include "storm.h"

#define WORKERS		2
#define HOUR_S		3600
#define NS_PER_S	1000000000LL

enum mark { SET, ADJUSTED, SLEWED, CAME, MEASURED, ODD };

static uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* A pause as Go < 1.22 has it: nobody but the kernel measures how long it is. */
static void pause_unrecorded(void)
{
	specimen_pause_step(MAPGC_ROLE_STOP, SPECIMEN_STUB_UNKNOWN);
	specimen_pause_step(MAPGC_ROLE_STOPPED, SPECIMEN_STUB_UNKNOWN);
	usleep(storm_chance(2000));
	atomic_fetch_add(&tally->pauses_begun[MAPGC_PAUSE_OTHER_TOTAL], 1);
	specimen_pause_step(MAPGC_ROLE_START, SPECIMEN_STUB_OTHER);
	specimen_pause_step(MAPGC_ROLE_START_NOW, SPECIMEN_STUB_UNKNOWN);
	atomic_fetch_add(&tally->pauses_done[MAPGC_PAUSE_OTHER_TOTAL], 1);
	tally_mark(MEASURED);
}

static int work(void)
{
	unsigned int i;

	for (i = 0; !crew_is_over(); i++) {
		tally_any(i);
		if (i % 16 == 0)
			pause_unrecorded();
	}
	return 0;
}

static void jump(int64_t seconds)
{
	struct timex offset = { .modes = ADJ_SETOFFSET, .time.tv_sec = seconds };
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	now.tv_sec += seconds;
	tally_mark(clock_settime(CLOCK_REALTIME, &now) ? ODD : SET);
	offset.time.tv_sec = -seconds;
	tally_mark(adjtimex(&offset) < 0 ? ODD : ADJUSTED);
}

/* As fast, and as slow, as it goes: 500 parts in a million. */
static void slew(bool is_faster)
{
	struct timex rate = { .modes = ADJ_FREQUENCY, .freq = (is_faster ? 500 : -500) << 16 };

	tally_mark(adjtimex(&rate) < 0 ? ODD : SLEWED);
}

static bool is_sane(const struct mapgc_snapshot_args *figures, uint64_t since_ns)
{
	/* The slewing has its part in this clock, too. */
	uint64_t most_ns = (monotonic_ns() - since_ns) * 1.01;
	bool is_right = figures->elapsed_ns <= most_ns && figures->armed_ns <= figures->elapsed_ns;
	unsigned int i;

	for (i = 0; i < MAPGC_PAUSES; i++)
		is_right &= figures->pauses[i].max_ns <= most_ns;
	if (!is_right)
		tap_note("elapsed %llu armed %llu of %llu ns",
			 (unsigned long long)figures->elapsed_ns,
			 (unsigned long long)figures->armed_ns, (unsigned long long)most_ns);
	return is_right;
}

/* With windows: these are opened and shut by a clock as well. */
static void come_and_go(pid_t pid)
{
	static struct mapgc_snapshot_args figures;
	uint64_t since_ns = monotonic_ns();
	int device = device_open();
	uint32_t id = storm_attach(device, 0, pid);
	unsigned int i;

	for (i = 0; i < 4; i++) {
		jump((storm_chance(2) ? 1 : -1) * (1 + (int64_t)storm_chance(48)) * HOUR_S);
		slew(i % 2);
		usleep(storm_chance(20000));
		if (device_snapshot(device, id, &figures) || !is_sane(&figures, since_ns))
			tally_mark(ODD);
	}
	if (figures.windows)
		tally_mark(CAME);
	close(device);
}

int main(void)
{
	struct timex normal = { .modes = ADJ_FREQUENCY };
	uint64_t since_ns = monotonic_ns();
	struct crew crew;
	unsigned int i;
	uint32_t id;

	storm_begin(CAME + 1);
	crew_start(&crew, WORKERS, work);
	id = crew_attach(&crew);
	crew_go();
	for (i = 0; storm_goes_on(); i++)
		come_and_go(crew.pids[i % crew.nr]);
	adjtimex(&normal);
	crew_rest(&crew);
	tap_result(storm_settles(id) && is_sane(&storm_figures, since_ns),
		   "%lu operations, %lu pauses, all of them counted, none too long",
		   tally_total(), tally_marked(MEASURED));
	tap_result(storm_has_seen_all() && !tally_marked(ODD),
		   "clock set %lu times, adjusted %lu, slewed %lu; %lu readers, %lu odd",
		   tally_marked(SET), tally_marked(ADJUSTED), tally_marked(SLEWED),
		   tally_marked(CAME), tally_marked(ODD));
	device_detach(storm_device, id);
	crew_dismiss(&crew);
	return storm_end();
}
