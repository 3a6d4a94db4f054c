/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of the module that have a start and an end. KUnit may run suites before
 * it calls a module's own init, so suites that need these parts start them.
 */
#ifndef MAPGC_KUNIT_PARTS_H
#define MAPGC_KUNIT_PARTS_H

/** parts_init() - for the init of a suite; as when the module is loaded */
int parts_init(void);

/** parts_exit() - for the exit of a suite, also where its init failed */
void parts_exit(void);

#endif /* MAPGC_KUNIT_PARTS_H */
