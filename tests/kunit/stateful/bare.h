/* SPDX-License-Identifier: GPL-2.0 */
/* Targets with as much as the registry looks at, and as their end needs. */
#ifndef MAPGC_KUNIT_BARE_H
#define MAPGC_KUNIT_BARE_H

#include <kunit/test.h>

#include "module/target.h"

/**
 * bare_target() - make one
 * @test: fails where there is no memory
 * @exe: of which it takes a reference
 * @id: its id
 *
 * Return: the only reference to it.
 */
struct mapgc_target *bare_target(struct kunit *test, struct file *exe, u32 id);

#endif /* MAPGC_KUNIT_BARE_H */
