/* SPDX-License-Identifier: GPL-2.0 */
/* Each does one wrong thing that a debug kernel must notice, and then goes on. */
#ifndef SPECIMEN_SINS_H
#define SPECIMEN_SINS_H

int specimen_use_after_free(void);
int specimen_double_free(void);
int specimen_out_of_bounds(void);
int specimen_leak(void);

int specimen_lock_inversion(void);
int specimen_lock_unregistered(void);
int specimen_lock_left(void);
int specimen_wait_context(void);

int specimen_sleep_in_atomic(void);
int specimen_sleep_in_rcu(void);
int specimen_rcu_unprotected(void);
int specimen_cpu_unpinned(void);

int specimen_shift(void);
int specimen_index(void);

int specimen_free_active(void);
int specimen_list_twice(void);
int specimen_refcount(void);

int specimen_race(void);
int specimen_no_race(void);

#endif /* SPECIMEN_SINS_H */
