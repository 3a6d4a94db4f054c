# SPDX-License-Identifier: GPL-2.0
"""Figures of a target, out of the JSON of mapgc-read, and of a workload's report."""

from collections import Counter

from lib.tap import Failure

KINDS = ('read', 'write', 'delete', 'iterate', 'clear', 'make')
MAX_DEPTH = 32


def only_target(snapshot):
    """The one target of a snapshot."""
    if len(snapshot['targets']) != 1:
        raise Failure(f'{len(snapshot["targets"])} targets, not one: {snapshot}')
    return snapshot['targets'][0]


def target_of(snapshot, executable):
    """The target of this executable, or None."""
    found = [t for t in snapshot['targets'] if t['exe'] == executable]
    return found[0] if found else None


def _by_kind(target, key):
    counts = Counter()
    for row in target['maps']['depth']:
        for kind, n in row[key].items():
            if n:
                counts[kind, row['depth']] += n
    return counts


def observed(target):
    """Operations whose depth is known: {(kind, depth): count}, no zeros."""
    return _by_kind(target, 'observed_by_kind')


def inferred(target):
    """Operations whose depth was inferred: {(kind, depth): count}, no zeros."""
    return _by_kind(target, 'inferred_by_kind')


def truth(report):
    """What a workload says it did: {(kind, depth): count}, no zeros."""
    counts = Counter()
    for kind, depths in report['ops'].items():
        for depth, n in depths.items():
            counts[kind, int(depth)] += n
    return counts


def kinds(counts):
    """The same without depths: {kind: count}, no zeros."""
    totals = Counter()
    for (kind, _), n in counts.items():
        totals[kind] += n
    return totals


def losses(target):
    """What was lost: {name: count}, no zeros."""
    return {name: n for name, n in target['losses'].items() if n}


def operations_lost(target):
    """The same without windows that were given up: while they are sampled that is no news."""
    return {name: n for name, n in losses(target).items() if name != 'arm_failed_total'}


def differences(said, seen):
    """One text for each count that is not the same on both sides."""
    return [f'{" ".join(map(str, key)) if isinstance(key, tuple) else key}: '
            f'truth {said.get(key, 0)}, seen {seen.get(key, 0)}'
            for key in sorted(said.keys() | seen.keys())
            if said.get(key, 0) != seen.get(key, 0)]


def inner_sums(target):
    """Problems with a target's figures that must agree among themselves."""
    maps = target['maps']
    problems = []
    known, guessed = observed(target), inferred(target)
    for row in maps['depth']:
        for key, counts in (('observed_ops_total', known), ('inferred_ops_total', guessed)):
            n = sum(n for (_, depth), n in counts.items() if depth == row['depth'])
            if row[key] != n:
                problems.append(f'depth {row["depth"]}: {key} {row[key]}, by kind {n}')
    total = kinds(known + guessed) + Counter(maps['edge_ops_total'])
    for kind, n in maps['observed_ops_total'].items():
        if n != total[kind]:
            problems.append(f'{kind}: observed_ops_total {n}, by depth and edges {total[kind]}')
    return problems
