/* SPDX-License-Identifier: GPL-2.0 */
/* From a netlink message of the events group to a struct event. */
#ifndef MAPGC_CLIENT_EVENT_MESSAGE_H
#define MAPGC_CLIENT_EVENT_MESSAGE_H

#include "model/event.h"

struct nlmsghdr;

/**
 * event_message_parse() - read one message
 * @hdr: the message, of the family mapgc
 * @ret: filled on success
 *
 * Return: 0, -ENOMSG where this reader does not know the kind of event (a newer
 * module), -EBADMSG where the message lacks an attribute that it must have.
 */
int event_message_parse(struct nlmsghdr *hdr, struct event *ret);

#endif /* MAPGC_CLIENT_EVENT_MESSAGE_H */
