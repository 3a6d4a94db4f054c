/* SPDX-License-Identifier: GPL-2.0 */
/* The names of specimen.S. */
#ifndef MAPGC_ABI_SPECIMEN_CODE_H
#define MAPGC_ABI_SPECIMEN_CODE_H

#include <elf.h>

/* Of the linker: the start of this program in memory. */
extern const Elf64_Ehdr __ehdr_start;

extern const char specimen_stubs[];

extern const char specimen_code_read[], specimen_site_read[];
extern const char specimen_code_write[], specimen_site_write[];
extern const char specimen_code_delete[], specimen_site_delete[];
extern const char specimen_code_iterate[], specimen_site_iterate[];
extern const char specimen_code_clear[], specimen_site_clear[];
extern const char specimen_code_make[], specimen_site_make[];
extern const char specimen_code_read_far[], specimen_site_read_far[];
extern const char specimen_code_stop[], specimen_site_stop[];
extern const char specimen_code_stopped[], specimen_site_stopped[];
extern const char specimen_code_start[], specimen_site_start[];
extern const char specimen_code_start_now[], specimen_site_start_now[];
extern const char specimen_code_stopping_gc[], specimen_site_stopping_gc[];
extern const char specimen_code_stopping_other[], specimen_site_stopping_other[];
extern const char specimen_code_total_gc[], specimen_site_total_gc[];
extern const char specimen_code_total_other[], specimen_site_total_other[];
extern const char specimen_code_cycle[], specimen_site_cycle[];

extern const char specimen_code_wrapper[], specimen_wrapper_return[];

extern const char specimen_site_unfit_push[];
extern const char specimen_site_unfit_nop[];
extern const char specimen_site_unfit_ret[];
extern const char specimen_site_unfit_cmp[];
extern const char specimen_site_unfit_call_register[];
extern const char specimen_site_unfit_jump[];
extern const char specimen_site_unfit_jb[];
extern const char specimen_site_unfit_prefixed[];
extern const char specimen_site_unfit_trap[];
extern const char specimen_site_unfit_ud2[];
extern const char specimen_site_unfit_syscall[];

#endif /* MAPGC_ABI_SPECIMEN_CODE_H */
