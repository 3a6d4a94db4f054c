# SPDX-License-Identifier: GPL-2.0
"""What the workload gcpause must agree with mapgc-read about, whatever Go built it."""

from collections import defaultdict

from lib import figures, workload
from lib.reader import Reader
from lib.workload import Workload

FLAGS = ('-cycles', '10', '-other', '6', '-alloc-cycles', '5')


def phases_measured(version, program):
    """Before 1.22 the code that is to be probed for the stopping phase needs an optimiser."""
    if int(version.split('.')[1]) < 22 and program.endswith('.unoptimised'):
        return ('total',)
    return ('total', 'stopping')


class Run:
    """One run of gcpause, with a reader of its events and one of their sums."""

    def __init__(self, version, program, busy):
        self.phases = phases_measured(version, program)
        flags = (*FLAGS, '-busy', str(busy))
        with Workload(workload.path(version, program), *flags).ready() as work, \
                Reader('-p', work.pid, '--events', '--no-maps') as events:
            events.wait(lambda e: e['event'] == 'target_attach', 'attached')
            with Reader('--json', '-i', '0.5') as json:  # of the same target
                json.attached()
                work.go()
                self.go = work.report()
                self.target = figures.only_target(json.end())
            events.end()
        self.losses = [e for e in events.objects if e['event'] == 'loss']
        self.pauses = [e for e in events.objects if e['event'] == 'pause']

    def of_kind(self, kind):
        """Pause events of a kind."""
        return [e for e in self.pauses if e['kind'] == kind]

    def cycles(self):
        """GC pause events by cycle, the oldest first."""
        found = defaultdict(list)
        for event in self.of_kind('gc'):
            found[event['cycle']].append(event)
        return [found[cycle] for cycle in sorted(found)]

    def metric(self, name):
        """How many pauses Go's own histogram has of this run; None if it has none."""
        counts = self.go['metrics'].get(name)
        return counts and counts['after'] - counts['before']


def nanoseconds(seconds):
    """Whole nanoseconds, as the kernel counts them."""
    return round(seconds * 1e9)


def sum_ns(events, key='total_seconds'):
    """Sum over events, ns."""
    return sum(nanoseconds(e[key]) for e in events)


def check_counts(case, run):
    """Every pause that Go has had, and no other."""
    go, gc, other = run.go, run.of_kind('gc'), run.of_kind('other')
    cycles = go['numgc_after'] - go['numgc_before']
    case.equal('cycles', run.target['gc']['cycles_total'], cycles)
    case.equal('cycles with pauses', len(run.cycles()), cycles)
    case.equal('GC pauses', len(gc), run.metric('/gc/pauses:seconds'))
    case.expect(len(gc) >= 2 * cycles, f'{len(gc)} pauses in {cycles} cycles')
    case.equal('other pauses', len(other), sum(go['other'].values()))
    for kind, events in (('gc', gc), ('other', other)):
        for phase in ('total', 'stopping'):
            count = run.metric(f'/sched/pauses/{phase}/{kind}:seconds')
            if count is not None:
                case.equal(f'{kind} {phase}', len(events), count)
    case.measured(f'{cycles} cycles, {len(gc)} GC pauses, {len(other)} others')


def check_histograms(case, run):
    """The figures since attach are the sum of the events."""
    for kind in ('gc', 'other'):
        events = run.of_kind(kind)
        for phase in run.phases:
            histogram = run.target['gc']['pauses'][kind][phase]
            values = [nanoseconds(e[f'{phase}_seconds']) for e in events]
            what = f'{kind} {phase}'
            case.equal(f'{what} count', histogram['count'], len(events))
            case.equal(f'{what} sum', nanoseconds(histogram['sum_seconds']), sum(values))
            case.equal(f'{what} max', nanoseconds(histogram['max_seconds']), max(values))
            case.equal(f'{what} buckets', sum(b['count'] for b in histogram['buckets']),
                       len(events))
        if 'stopping' not in run.phases:
            case.equal(f'{kind} stopping', run.target['gc']['pauses'][kind]['stopping'], None)


def check_phases(case, run):
    """What must hold for each pause by itself."""
    for event in run.pauses:
        if 'stopping' not in run.phases:
            case.equal('stopping', event['stopping_seconds'], None)
        elif not event['stopping_seconds'] <= event['total_seconds']:
            case.problems([f'stopping took longer than all of it: {event}'])
        if not 0 <= event['off_cpu_seconds'] <= event['total_seconds']:
            case.problems([f'off CPU for longer than the pause: {event}'])
    case.problems(f'lost: {event}' for event in run.losses)
    case.problems(f'lost: {name} {n}' for name, n in figures.losses(run.target).items())


def check_equal(case, run):
    """Each cycle to the nanosecond."""
    ours = [sum_ns(events) for events in run.cycles()]
    case.equal('pauses by cycle, ns', ours, run.go['pause_ns'])
    case.equal('sum, ns', sum(ours), run.go['pause_total_ns'])
    case.measured(f'each cycle equal, {sum(ours)} ns together')


def recorded_by(version):
    """The kinds of pauses whose length Go itself keeps."""
    return ('gc', 'other') if int(version.split('.')[1]) >= 22 else ('gc',)


def check(case, version, program='gcpause', busy=1):
    """One run of one version, with so many goroutines that are to be stopped, beside those of the
    collector: with one for each CPU all of it takes three times as long."""
    run = Run(version, program, busy)
    check_counts(case, run)
    check_histograms(case, run)
    check_phases(case, run)
    check_equal(case, run)
    for kind in ('gc', 'other'):
        source = 'runtime' if kind in recorded_by(version) else 'probe'
        case.expect(all(e['source'] == source for e in run.of_kind(kind)),
                    f'{kind} pauses are not all from the {source}')
