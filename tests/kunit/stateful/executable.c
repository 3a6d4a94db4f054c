// SPDX-License-Identifier: GPL-2.0
#include "executable.h"

#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>

#include "module/compat.h"

struct instruction {
	u8 len;
	u8 bytes[MAPGC_INSN_MAX];
	u8 value_reg;
};

/* By enum mapgc_role: jbe, jne, call. */
static const struct instruction instructions[MAPGC_ROLES] = {
	[MAPGC_ROLE_MAP_OP]	    = { 2, { 0x76, 0x10 }, 0 },
	[MAPGC_ROLE_STOP]	    = { 6, { 0x0f, 0x86, 1, 2, 0, 0 }, 0 },
	[MAPGC_ROLE_STOPPED]	    = { 2, { 0x75, 0x20 }, 0 },
	[MAPGC_ROLE_START]	    = { 2, { 0x76, 0x30 }, 0 },
	[MAPGC_ROLE_START_NOW]	    = { 5, { 0xe8, 1, 2, 3, 0 }, 0 },
	[MAPGC_ROLE_STOPPING_GC]    = { 5, { 0xe8, 2, 2, 3, 0 }, 3 },
	[MAPGC_ROLE_STOPPING_OTHER] = { 5, { 0xe8, 3, 2, 3, 0 }, 3 },
	[MAPGC_ROLE_TOTAL_GC]	    = { 2, { 0x7c, 0x40 }, 1 },
	[MAPGC_ROLE_TOTAL_OTHER]    = { 6, { 0x0f, 0x8c, 2, 2, 0, 0 }, 15 },
	[MAPGC_ROLE_CYCLE]	    = { 2, { 0x76, 0x50 }, 0 },
};

struct file *executable_create(void)
{
	struct file *file = filp_open("/dev/shm", O_TMPFILE | O_RDWR, 0700);
	loff_t pos;
	u32 i;

	if (IS_ERR(file))
		return file;
	for (i = 0; i < EXECUTABLE_BYTES / EXECUTABLE_STEP; i++) {
		u8 bytes[EXECUTABLE_STEP] = {};

		memcpy(bytes, instructions[i % MAPGC_ROLES].bytes, MAPGC_INSN_MAX);
		pos = i * EXECUTABLE_STEP;
		if (kernel_write(file, bytes, sizeof(bytes), &pos) != sizeof(bytes)) {
			fput(file);
			return ERR_PTR(-EIO);
		}
	}
	return file;
}

int executable_fd(struct file *file)
{
	int fd = get_unused_fd_flags(O_CLOEXEC);

	if (fd >= 0)
		fd_install(fd, get_file(file));
	return fd;
}

static void set_site(struct mapgc_site *site, u32 i)
{
	const struct instruction *insn = &instructions[i % MAPGC_ROLES];

	site->offset = i * EXECUTABLE_STEP;
	site->va = EXECUTABLE_VA + site->offset;
	site->role = i % MAPGC_ROLES;
	site->op = site->role == MAPGC_ROLE_MAP_OP ? i / MAPGC_ROLES % MAPGC_OPS : 0;
	site->value_reg = insn->value_reg;
	site->insn_len = insn->len;
	memcpy(site->insn, insn->bytes, insn->len);
}

struct mapgc_request *executable_request(struct kunit *test, struct file *exe, u32 nr_sites)
{
	struct mapgc_request *request = kunit_kzalloc(test, sizeof(*request), GFP_KERNEL);
	/* Of a file on an overlay: the one below it, which is what processes map. */
	struct inode *inode = d_real_inode(exe->f_path.dentry);
	u32 i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, request);
	request->sites = kunit_kcalloc(test, nr_sites, sizeof(*request->sites), GFP_KERNEL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, request->sites);
	request->exe = exe;
	request->mtime = mapgc_inode_get_mtime(inode);
	request->size_bytes = i_size_read(inode);
	request->args.hdr.size = sizeof(request->args);
	request->args.hdr.flags = MAPGC_ATTACH_EXACT;
	request->args.nr_sites = nr_sites;
	request->args.text_va = EXECUTABLE_TEXT_VA;
	request->args.layout.go_minor = 24;
	strscpy(request->args.label, "/usr/bin/service", MAPGC_LABEL_MAX);
	strscpy(request->args.go_version, "go1.24.4", MAPGC_VERSION_MAX);
	for (i = 0; i < nr_sites; i++)
		set_site(&request->sites[i], i);
	return request;
}
