# SPDX-License-Identifier: GPL-2.0
"""The guest's kernel log, read as it comes: what in it means that a run failed."""

import collections
import re

ALARM = re.compile(
    r'WARNING:|BUG:|\bOops\b|KASAN|KCSAN|UBSAN|Kernel panic'
    r'|general protection|[Uu]nable to handle'
    r'|soft lockup|hard LOCKUP|blocked for more than'
    r'|rcu.*(stall|self-detected)|rcu.*kthread starved'
    r'|possible (recursive|circular|irq lock)|inconsistent lock state'
    r'|suspicious RCU usage|held lock freed|bad unlock balance'
    r'|kmemleak: .*(new suspected|leak)|refcount_t:|list_(add|del) corruption'
    r'|scheduling while atomic|sleeping function called')
NOT_ALARM = re.compile(r'kmemleak: (Kernel memory leak detector|Automatic)')
END = 'mapgc-vm: end'
CONTEXT_LINES = 40
TAIL_LINES = 40


class KernelLog:
    """Feed it bytes; it reports alarms at once through REPORT(line)."""

    def __init__(self, report, keep=None):
        self.alarms = 0
        self.ended = False
        self.tail = collections.deque(maxlen=TAIL_LINES)
        self._report = report
        self._keep = keep
        self._rest = b''
        self._context_left = 0

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
        if END in line:
            self.ended = True
        elif ALARM.search(line) and not NOT_ALARM.search(line):
            self.alarms += 1
            self._context_left = CONTEXT_LINES
            self._report(line)
        elif self._context_left:
            self._context_left -= 1
            self._report(line)
