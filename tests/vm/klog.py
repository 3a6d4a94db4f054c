# SPDX-License-Identifier: GPL-2.0
"""The guest's kernel log, read as it comes: what in it means that a run failed."""

import collections
import os
import re

END = 'mapgc-vm: end'
# The kernel says so when it starts the first process.
BOOTED = 'Run /init as init process'
# The kernel says what is wrong between this and the line that is an alarm.
CUT = '[ cut here ]'
CUT_LINES = 8
CONTEXT_LINES = 40
TAIL_LINES = 40


def alarm_pattern():
    """A line that matches it means that a run failed."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'alarms')
    with open(path, encoding='ascii') as file:
        lines = [line.rstrip('\n') for line in file]
    return re.compile('|'.join(line for line in lines if line[:1] not in ('', '#')))


class KernelLog:
    """Feed it bytes; it reports alarms at once through REPORT(line)."""

    def __init__(self, report, keep=None):
        self.alarms = 0
        self.booted = False
        self.ended = False
        self.tail = collections.deque(maxlen=TAIL_LINES)
        self._alarm = alarm_pattern()
        self._report = report
        self._keep = keep
        self._rest = b''
        self._context_left = 0
        self._cut = []

    def feed(self, data):
        if self._keep:
            self._keep.write(data)
            self._keep.flush()
        lines = (self._rest + data).split(b'\n')
        self._rest = lines.pop()
        for line in lines:
            self._line(line.decode(errors='replace').rstrip('\r'))

    def _line(self, line):
        self.tail.append(line)
        if BOOTED in line:
            self.booted = True
        elif END in line:
            self.ended = True
        elif self._alarm.search(line):
            self.alarms += 1
            self._context_left = CONTEXT_LINES
            for earlier in self._cut:
                self._report(earlier)
            self._cut = []
            self._report(line)
        elif self._context_left:
            self._context_left -= 1
            self._report(line)
        elif CUT in line:
            self._cut = [line]
        elif self._cut:
            self._cut = (self._cut + [line])[:CUT_LINES]
