# SPDX-License-Identifier: GPL-2.0
"""What the workload chains must agree with mapgc-read about, whatever Go built it."""

from lib import workload
from lib.measurement import Measurement

OPERATIONS = 100000
FLAGS = ('-procs', '2', '-gc')
PLAIN = ('chains', 'chains.stripped', 'chains.pie')  # not -race, nor without optimisation


def check_basic(case, version, program, *more, wanted=OPERATIONS):
    """Shapes in one expression or through a local variable: nothing is inferred."""
    run = Measurement.exact(workload.path(version, program), '-ops', str(wanted), *FLAGS, *more)
    operations = sum(run.said.values())
    started_over = run.target['cost']['reexecuted_hits_total']
    ignored = run.target['cost']['ignored_hits_total']
    case.measured(f'{operations} operations in {len(run.said)} kinds and depths, '
                  f'{ignored} hits ignored, {run.report["numgc"]} collections, '
                  f'{started_over} entries started over')
    case.expect(operations >= wanted, 'too few operations')
    case.expect(run.report['numgc'] > 0, 'no collection ran')
    case.expect(ignored < operations / 100 or program not in PLAIN,
                'operations took more than one hit each')
    case.expect(started_over > 0 or not more, 'no stack grew at an entry')
    case.problems(run.problems())
    case.problems(run.differences())


def check_hard(case, version):
    """Shapes beyond that: what is not known is called inferred."""
    run = Measurement.exact(workload.path(version, 'chains'), '-ops', str(OPERATIONS),
                            *FLAGS, '-hard')
    case.measured(f'{sum(run.said.values())} operations, '
                  f'{sum(run.inferred.values())} inferred')
    case.problems(run.problems())


def check_growing(results, version):
    """The plain build, with stacks that grow at entries."""
    with results.case(f'go{version} chains, stacks growing') as case:
        check_basic(case, version, 'chains', '-grow')


def check_variants(results, version):
    """The other builds that every version has, and the shapes that are hard to follow."""
    for build in PLAIN[1:]:
        with results.case(f'go{version} {build}') as case:
            check_basic(case, version, build)
    with results.case(f'go{version} hard shapes') as case:
        check_hard(case, version)
