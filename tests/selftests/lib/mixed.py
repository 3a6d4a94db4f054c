# SPDX-License-Identifier: GPL-2.0
"""The workload mixed as a program that calls several map functions all the time."""

import collections

from lib import figures, workload
from lib.workload import Workload

FLAGS = ('-procs', '2', '-workers', '3')
# A second's work, and more than it does while it is watched.
SOME_ROUNDS, ALL_ROUNDS = '10000', '100000000'


def without_end(version, *flags):
    """It waits before its first round, as all workloads do."""
    return Workload(workload.path(version, 'mixed'), *FLAGS, *flags, '-rounds', ALL_ROUNDS)


def shares_of_depths(version):
    """What the program itself says: they are the same in all rounds."""
    with Workload(workload.path(version, 'mixed'), *FLAGS, '-rounds', SOME_ROUNDS).ready() as work:
        work.go()
        said = figures.truth(work.report())
    depths = collections.Counter()
    for (_, depth), n in said.items():
        depths[depth] += n
    return {depth: n / depths.total() for depth, n in depths.items()}
