// SPDX-License-Identifier: GPL-2.0
/*
 * usage: corpus DIRECTORY
 *
 * Writes what fuzzing starts from, and needs no program of a compiler for:
 * a directory for each kind of input.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <linux/mapgc_netlink.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "synth/go_program.h"

static const char *root;

static void write_file(const char *kind, const char *name, const void *data, size_t len)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", root, kind);
	if (mkdir(path, 0755) && errno != EEXIST) {
		perror(path);
		exit(1);
	}
	snprintf(path, sizeof(path), "%s/%s/%s", root, kind, name);
	file = fopen(path, "w");
	if (!file || fwrite(data, 1, len, file) != len || fclose(file)) {
		perror(path);
		exit(1);
	}
}

static void write_program(const char *kind, unsigned int minor, struct go_binary *binary)
{
	char name[64];

	go_binary_write(binary);
	snprintf(name, sizeof(name), "%s.%u", kind, minor);
	write_file("elf", name, binary->file.data, binary->file.len);
	go_binary_deinit(binary);
}

static void write_programs(void)
{
	struct go_binary binary;
	unsigned int minor;

	for (minor = 17; minor <= 27; minor++) {
		go_program_init(&binary, minor);
		write_program("plain", minor, &binary);
		go_program_init(&binary, minor);
		binary.is_pie = true;
		binary.is_relocated = true;
		binary.c_bytes = 100;
		write_program("relocated", minor, &binary);
		go_program_init(&binary, minor);
		binary.has_no_sections = true;
		write_program("bare", minor, &binary);
	}
	go_program_init_arm64(&binary);
	write_program("arm64", 24, &binary);
	go_program_init_arm64(&binary);
	binary.is_pie = true;
	binary.is_relocated = true;
	write_program("arm64-relocated", 24, &binary);
}

/* Of one message; the length of the datagram first, as event_fuzz.c takes it. */
static void write_event(const char *name, int cmd, int attr, uint32_t value)
{
	struct nl_msg *msg = nlmsg_alloc();
	unsigned char datagram[512];
	uint16_t len;

	genlmsg_put(msg, 0, 0, 30, 0, 0, cmd, 1);
	nla_put_u32(msg, MAPGC_A_EVENT_ID, 7);
	nla_put_u64(msg, MAPGC_A_EVENT_SEQ, 41);
	nla_put_u64(msg, MAPGC_A_EVENT_TIME_NS, 123456789012);
	nla_put_u32(msg, MAPGC_A_EVENT_HOST_PID, 99);
	if (attr == MAPGC_A_EVENT_TOTAL_NS) {
		nla_put_flag(msg, MAPGC_A_EVENT_IS_GC);
		nla_put_u64(msg, MAPGC_A_EVENT_TOTAL_NS, value);
		nla_put_u64(msg, MAPGC_A_EVENT_STOPPING_NS, value / 2);
	} else {
		nla_put_u32(msg, attr, value);
	}
	len = nlmsg_hdr(msg)->nlmsg_len;
	memcpy(datagram, &len, sizeof(len));
	memcpy(datagram + sizeof(len), nlmsg_hdr(msg), len);
	write_file("event", name, datagram, sizeof(len) + len);
	nlmsg_free(msg);
}

static void write_text(const char *kind, const char *name, const char *text)
{
	write_file(kind, name, text, strlen(text));
}

static void write_texts(void)
{
	write_text("options", "pids", "-p\n1,2\n3\n--exact\n--json\n-n\n3\n-i\n0.5");
	write_text("options", "exe", "-e\n/usr/bin/svc\n--watch\n2\n--no-gc");
	write_text("options", "list", "--list\n--json");
	write_text("options", "cgroup", "--cgroup\n/a.slice\n--events\n--count=5");
	write_text("proc", "stat",
		   "7 (svc) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 12345 1 2");
	write_text("proc", "name", "7 (a) b\n) R 1 7 7 0 -1 2097152 1 2 3 4 5 6 7 8 20 0 9 0 5 1");
	write_text("proc", "procs", "1\n17\n4194304\n0\n17\n");
	write_text("text", "path", "\x10\x01\x20/usr/bin/\xce\xb2\xe2\x96\x88\x1b[31m\xff\n");
	write_text("json", "text", "\x02\x05z\"\\\x01\xc3\xa4\x01\x02\x03key");
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: corpus DIRECTORY\n");
		return 2;
	}
	root = argv[1];
	write_programs();
	write_event("pause", MAPGC_CMD_PAUSE_NTF, MAPGC_A_EVENT_TOTAL_NS, 5000000);
	write_event("process", MAPGC_CMD_PROCESS_NTF, MAPGC_A_EVENT_PROCESS_STATE, 1);
	write_event("target", MAPGC_CMD_TARGET_NTF, MAPGC_A_EVENT_TARGET_STATE, 0);
	write_texts();
	return 0;
}
