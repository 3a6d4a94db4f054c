// SPDX-License-Identifier: GPL-2.0
/* usage: snapshot_cost ROUNDS: median time of a snapshot, of all targets in turn; memory of one */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <fcntl.h>
#include <sys/ioctl.h>

#include <linux/mapgc.h>

static unsigned long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000ULL + ts.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	const unsigned long long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static unsigned int ids[MAPGC_TARGETS_MAX];

static int count_targets(int fd)
{
	struct mapgc_list_args list = {
		.hdr.size = sizeof(list), .ids = (unsigned long)ids, .nr_ids = MAPGC_TARGETS_MAX,
	};

	return ioctl(fd, MAPGC_IOC_LIST, &list) ? 0 : list.nr_ids;
}

static int measure(int fd, int nr, int rounds)
{
	static struct mapgc_snapshot_args snapshot;
	struct mapgc_target_args target = { .hdr.size = sizeof(target), .target_id = ids[0] };
	unsigned long long *times = calloc(rounds, sizeof(*times));
	int i;

	for (i = 0; i < rounds; i++) {
		memset(&snapshot, 0, sizeof(snapshot));
		snapshot.hdr.size = sizeof(snapshot);
		snapshot.target_id = ids[i % nr];
		times[i] = now_ns();
		if (ioctl(fd, MAPGC_IOC_SNAPSHOT, &snapshot))
			return 1;
		times[i] = now_ns() - times[i];
	}
	if (ioctl(fd, MAPGC_IOC_TARGET, &target))
		return 1;
	qsort(times, rounds, sizeof(*times), by_value);
	printf("snapshot_ns %llu\nmemory_bytes %llu\n", times[rounds / 2],
	       (unsigned long long)target.memory_bytes);
	free(times);
	return 0;
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? atoi(argv[1]) : 0;
	int fd = open("/dev/mapgc", O_RDWR);
	int nr = fd < 0 ? 0 : count_targets(fd);

	if (rounds < 1 || !nr) {
		fputs("usage: snapshot_cost ROUNDS, with a target attached\n", stderr);
		return 2;
	}
	if (measure(fd, nr, rounds)) {
		perror("snapshot_cost");
		return 2;
	}
	return 0;
}
