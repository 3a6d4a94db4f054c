/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Types for the pure files, those that decide without touching the kernel, so
 * that the same source also compiles in a host unit test.
 */
#ifndef MAPGC_TYPES_H
#define MAPGC_TYPES_H

#include <linux/types.h>

#ifdef __KERNEL__
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;

#define READ_ONCE(x) __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, value) __atomic_store_n(&(x), value, __ATOMIC_RELAXED)
#endif

#endif /* MAPGC_TYPES_H */
