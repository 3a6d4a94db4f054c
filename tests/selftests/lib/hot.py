# SPDX-License-Identifier: GPL-2.0
"""The workload hot as a target that readers come to and go from."""

from lib import workload
from lib.workload import Workload

# More than probes that are always armed allow, and a fraction of what it does without them:
# readers have the CPU to themselves while they start.
OPS_PER_SECOND = '100000'
# Of 64 KiB: some twenty collections a second.
GARBAGE_PER_SECOND = '300'


def without_end(version, garbage=GARBAGE_PER_SECOND):
    """It waits before its first operation, as all workloads do, and collects garbage then:
    all the time where that is '0'."""
    return Workload(workload.path(version, 'hot'), '-ops', '0', '-rate', OPS_PER_SECOND, '-gc',
                    '-garbage', garbage)
