/* SPDX-License-Identifier: GPL-2.0 */
/* The generic netlink family: dumps of targets and figures, and the events group. */
#ifndef MAPGC_NETLINK_H
#define MAPGC_NETLINK_H

struct mapgc_report;

int mapgc_netlink_init(void);
void mapgc_netlink_exit(void);

/**
 * mapgc_netlink_event() - send a report to the events group
 * @report: the report
 *
 * What cannot be sent is missing in the receiver's sequence of numbers.
 * Context: may sleep; a sink of mapgc_report_set_sink(), from init to exit.
 */
void mapgc_netlink_event(const struct mapgc_report *report);

#endif /* MAPGC_NETLINK_H */
