# SPDX-License-Identifier: GPL-2.0
"""Watching services at work: they serve on, and the figures show what they do."""

import time

from lib import figures, text_pages
from lib.reader import Reader

MOVING_SECONDS = 150


def _has_moved(target):
    """There were reads, at depth 1 among others, and a collection."""
    maps = target['maps']
    first = [row for row in maps['depth'] if row['depth'] == 1]
    return (maps['observed_ops_total']['read'] > 0 and target['gc']['cycles_total'] > 0 and
            target['gc']['pauses']['gc']['total']['count'] > 0 and
            bool(first) and first[0]['observed_ops_total'] > 0)


def _targets(reader, services):
    snapshot = reader.objects[-1]
    return [figures.target_of(snapshot, service.executable) for service in services]


def _work(reader, services):
    """Requests until all figures have moved; how many of each service."""
    end = time.monotonic() + MOVING_SECONDS
    requests = 0
    while True:
        for service in services:
            service.work(requests)
        requests += 1
        targets = _targets(reader, services)
        if all(t and _has_moved(t) for t in targets) or time.monotonic() > end:
            return requests


def _check(case, service, target):
    if not case.expect(target, f'{service.name}: not a target'):
        return
    depths = ', '.join(f'depth {row["depth"]}: {row["observed_ops_total"]}'
                       f'+{row["inferred_ops_total"]}' for row in target['maps']['depth'])
    case.measured(f'{service.name}: {target["gc"]["cycles_total"]} cycles, '
                  f'{depths or "no operation"}')
    case.expect(_has_moved(target), f'{service.name}: figures do not move: {target}')
    case.equal(f'{service.name}: processes', target['pids'], [service.pid])
    case.problems(f'{service.name}: {name} {text}' for name, text in target['features'].items()
                  if name != 'alloc' and not text.startswith('on'))
    case.problems(f'{service.name}: lost: {name} {n}'
                  for name, n in figures.operations_lost(target).items())
    case.problems(f'{service.name}: {text}' for text in figures.inner_sums(target))


def _check_after(case, service):
    if not case.expect(service.is_alive(), f'{service.name} died:\n{service.log()[-2000:]}'):
        return
    service.work(0)
    checked, changed = text_pages.compare(service.pid)
    case.expect(checked > 0, f'{service.name}: no text found')
    case.expect(not changed, f'{service.name}: text differs at file offsets {changed[:10]}')


def observe(case, services, *arguments):
    """Attaches by ARGUMENTS while the services are asked to work, and detaches."""
    for service in services:
        service.work(0)
    with Reader(*arguments, '--json', '-i', '1') as reader:
        reader.attached(len(services))
        requests = _work(reader, services)
        last = reader.end()
    case.measured(f'{requests} requests each meanwhile')
    for service in services:
        _check(case, service, figures.target_of(last, service.executable))
        _check_after(case, service)
