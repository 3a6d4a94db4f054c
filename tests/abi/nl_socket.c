// SPDX-License-Identifier: GPL-2.0
#include "nl_socket.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/mapgc_netlink.h>

int nl_socket(void)
{
	struct sockaddr_nl self = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_GENERIC);

	if (fd < 0 || bind(fd, (struct sockaddr *)&self, sizeof(self)))
		return -errno;
	return fd;
}

int nl_send(int fd, const void *message, size_t bytes)
{
	return send(fd, message, bytes, 0) < 0 ? -errno : 0;
}

long nl_receive(int fd, void *buf, size_t bytes)
{
	ssize_t len = recv(fd, buf, bytes, 0);

	if (len >= 0)
		return len;
	return errno == EAGAIN ? 0 : -errno;
}

/* The next attribute of a run, or NULL; shortens the run. */
static const struct nlattr *next(const unsigned char **at, size_t *bytes)
{
	const struct nlattr *attr = (const void *)*at;
	size_t step;

	if (*bytes < sizeof(*attr) || attr->nla_len < sizeof(*attr) || attr->nla_len > *bytes)
		return NULL;
	step = NLA_ALIGN(attr->nla_len);
	if (step > *bytes)
		step = *bytes;
	*at += step;
	*bytes -= step;
	return attr;
}

static const struct nlattr *find(const void *run, size_t bytes, int type)
{
	const unsigned char *at = run;
	const struct nlattr *attr;

	while ((attr = next(&at, &bytes)))
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
	return NULL;
}

static const struct nlattr *find_in(const struct nlattr *nest, int type)
{
	return nest ? find(nest + 1, nest->nla_len - sizeof(*nest), type) : NULL;
}

static int read_family(const unsigned char *answer, size_t bytes, struct nl_family *ret)
{
	const unsigned char *run = answer + NLMSG_HDRLEN + GENL_HDRLEN;
	const struct nlattr *id, *groups, *group;

	bytes -= NLMSG_HDRLEN + GENL_HDRLEN;
	id = find(run, bytes, CTRL_ATTR_FAMILY_ID);
	groups = find(run, bytes, CTRL_ATTR_MCAST_GROUPS);
	group = find_in(find_in(groups, 1), CTRL_ATTR_MCAST_GRP_ID);
	if (!id || !group)
		return -ENOENT;
	memcpy(&ret->id, id + 1, sizeof(ret->id));
	memcpy(&ret->events, group + 1, sizeof(ret->events));
	return 0;
}

int nl_family_find(struct nl_family *ret)
{
	struct {
		struct nlmsghdr hdr;
		struct genlmsghdr genl;
		struct nlattr name;
		char text[8];
	} request = {
		{ sizeof(request), GENL_ID_CTRL, NLM_F_REQUEST, 1, 0 },
		{ CTRL_CMD_GETFAMILY, 1, 0 },
		{ sizeof(struct nlattr) + sizeof(MAPGC_FAMILY_NAME), CTRL_ATTR_FAMILY_NAME },
		MAPGC_FAMILY_NAME,
	};
	unsigned char answer[8192];
	int fd = nl_socket(), err;
	long bytes;

	if (fd < 0)
		return fd;
	err = nl_send(fd, &request, sizeof(request));
	bytes = err ? err : nl_receive(fd, answer, sizeof(answer));
	close(fd);
	if (bytes < (long)(NLMSG_HDRLEN + GENL_HDRLEN))
		return bytes < 0 ? bytes : -ENOENT;
	return read_family(answer, bytes, ret);
}
