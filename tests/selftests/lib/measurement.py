# SPDX-License-Identifier: GPL-2.0
"""One run of a workload under one reader: what each of them says of it."""

from lib import figures
from lib.reader import Reader
from lib.workload import Workload


class Measurement:
    """What a workload reported, and what mapgc-read counted of it meanwhile."""

    def __init__(self, report, target):
        self.report = report
        self.target = target
        self.said = figures.truth(report)
        self.observed = figures.observed(target)
        self.inferred = figures.inferred(target)

    @classmethod
    def exact(cls, executable, *flags):
        """Attached with --exact by process id, before the measured part begins."""
        with Workload(executable, *flags).ready() as work, \
                Reader('-p', work.pid, '--exact', '--json', '-i', '0.5') as reader:
            reader.attached()
            work.go()
            report = work.report()
            target = figures.only_target(reader.end())
            work.end()
        return cls(report, target)

    def problems(self):
        """What must hold for every exact run, whatever data flow could find out."""
        return (
            [f'in total: {text}' for text in figures.differences(
                figures.kinds(self.said), figures.kinds(self.observed + self.inferred))] +
            [f'too many at a known depth: {kind} {depth}: truth {self.said[kind, depth]}, '
             f'seen {n}' for (kind, depth), n in self.observed.items()
             if n > self.said[kind, depth]] +
            [f'lost: {name} {n}' for name, n in self.losses().items()] +
            figures.inner_sums(self.target))

    def losses(self):
        """What was lost; a depth that was a guess anyway may have been too large."""
        lost = figures.losses(self.target)
        guessed = sum(n for (_, depth), n in self.inferred.items()
                      if depth == figures.MAX_DEPTH)
        if lost.get('depth_capped_total', 0) <= guessed:
            lost.pop('depth_capped_total', None)
        return lost

    def is_exact(self):
        """Whether every depth was known, and right."""
        return self.observed == self.said and not self.inferred

    def differences(self):
        """What keeps it from being exact."""
        return (figures.differences(self.said, self.observed) +
                [f'inferred: {kind} {depth}: {n}'
                 for (kind, depth), n in sorted(self.inferred.items())])
