/* SPDX-License-Identifier: GPL-2.0 */
/* The commands of ctl.c. Each gets its arguments and returns an exit status. */
#ifndef MAPGC_ABI_CTL_H
#define MAPGC_ABI_CTL_H

/** ctl_attach() - [-x] [-p] [-a] [-w MS,MS,HITS] [-n COUNT] EXE [PID]... */
int ctl_attach(int device, int argc, char **argv);

/** ctl_rounds() - the same arguments: attach and be gone COUNT times, killed every third time */
int ctl_rounds(int device, int argc, char **argv);

/** ctl_target() - ID: what the target is, as JSON with the names of mapgc.yaml */
int ctl_target(int device, int argc, char **argv);

/** ctl_snapshot() - ID: its figures, the same way */
int ctl_snapshot(int device, int argc, char **argv);

#endif /* MAPGC_ABI_CTL_H */
