// SPDX-License-Identifier: GPL-2.0
#include "fuzz_descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int descriptors[24];
static unsigned int nr_descriptors;

static int add(int fd)
{
	if (fd < 0)
		return -errno;
	descriptors[nr_descriptors++] = fd;
	return 0;
}

static int add_path(const char *path, int flags)
{
	return add(open(path, flags | O_CLOEXEC, 0600));
}

/* The bytes of this program in another file. */
static int copy_exe(int to)
{
	int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct stat st;
	off_t at = 0;
	int err = 0;

	if (from < 0 || fstat(from, &st))
		return -errno;
	while (!err && at < st.st_size)
		if (sendfile(to, from, &at, st.st_size - at) <= 0)
			err = -EIO;
	close(from);
	return err;
}

static int add_copies(void)
{
	char path[] = "/tmp/mapgc-fuzz-XXXXXX";
	int gone = mkstemp(path), memory = memfd_create("exe", MFD_CLOEXEC);
	int err;

	if (gone < 0 || memory < 0)
		return -errno;
	unlink(path);
	err = copy_exe(gone);
	if (!err)
		err = copy_exe(memory);
	if (!err)
		err = add(gone);
	return err ? err : add(memory);
}

static int add_ends(void)
{
	int ends[2];
	int err;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	add(ends[0]);
	add(ends[1]);
	err = add(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
	return err ? err : add(memfd_create("empty", MFD_CLOEXEC));
}

int fuzz_descriptor_init(void)
{
	static const struct {
		const char *path;
		int flags;
	} files[] = {
		{ "/proc/self/exe", O_PATH },
		{ "/proc/self/exe", O_RDONLY },
		{ "/bin/true", O_RDONLY },
		{ "/", O_RDONLY | O_DIRECTORY },
		{ "/dev/shm", O_TMPFILE | O_WRONLY },
		{ "/dev/null", O_RDWR },
		{ "/dev/zero", O_RDONLY },
		{ "/proc/self/maps", O_RDONLY },
		{ "/proc/self/mem", O_RDONLY },
		{ "/sys/kernel/notes", O_RDONLY },
	};
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < sizeof(files) / sizeof(files[0]); i++)
		err = add_path(files[i].path, files[i].flags);
	if (!err)
		err = add_ends();
	return err ? err : add_copies();
}

int fuzz_descriptor(struct chance *chance, int device)
{
	unsigned int i = chance_below(chance, nr_descriptors + 4);

	if (i < nr_descriptors)
		return descriptors[i];
	switch (i - nr_descriptors) {
	case 0:
		return device;
	case 1:
		return 1000 + chance_below(chance, 1000);
	case 2:
		return -1 - (int)chance_below(chance, 300);	/* AT_FDCWD among them */
	default:
		return (int)chance_edge(chance);
	}
}
