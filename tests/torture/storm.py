# SPDX-License-Identifier: GPL-2.0
"""The frame of every storm: what runs in it, and what must hold afterwards."""

import os
import re
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir,
                                'selftests'))

# pylint: disable=wrong-import-position
from lib import control, deadline
from lib.tap import Results

PROGRAMS = os.path.join(os.path.dirname(control.PROGRAMS), 'torture')
REFERENCES = '/sys/module/mapgc/refcnt'
UNLOAD_SECONDS = 120
SLACK_BYTES = 4 << 20       # the kernel does other things, too
SLACK_OBJECTS = 200         # of a slab cache, which counts whole slabs
CACHES = ('mm_struct', 'filp', 'pid')

SECONDS = int(os.environ.get('MAPGC_TORTURE_SECONDS') or 2)


def path(program):
    """A program of the storms."""
    return os.path.join(PROGRAMS, program)


def _is_debug_kernel():
    """Freed memory is kept for a while by KASAN; leaks are kmemleak's there."""
    return os.path.exists('/sys/kernel/debug/kmemleak')


def _memory():
    """{name: bytes} of the kernel, without what it only caches."""
    names = ('Percpu', 'VmallocUsed')
    if not _is_debug_kernel():
        names += ('Slab',)
        os.sync()
        with open('/proc/sys/vm/drop_caches', 'w', encoding='ascii') as file:
            file.write('3')
    with open('/proc/meminfo', encoding='ascii') as file:
        lines = dict(line.split(':') for line in file)
    return {name: int(lines[name].split()[0]) * 1024 for name in names}


def _objects():
    if _is_debug_kernel() or not os.path.exists('/proc/slabinfo'):
        return {}
    return control.objects(*CACHES)


def until_let_go():
    """Nobody has the module open any more. That a target is on no list says less: it leaves
    the list before its breakpoints are taken out."""
    def references():
        with open(REFERENCES, encoding='ascii') as file:
            return int(file.read())

    deadline.until(lambda: not references(), 'the last reference gone')


def _growth(before, after, slack):
    return [f'{name}: {before[name]} became {value}' for name, value in after.items()
            if value - before[name] >= slack]


class Storm:
    """with Storm() as storm: one or more cases, then what must hold after any of them."""

    def __init__(self):
        self.results = Results()
        self._memory = self._objects = None

    def __enter__(self):
        self.measure()
        return self

    def measure(self):
        """The memory afterwards is compared with that of now: caches are as full as they get."""
        self._memory, self._objects = _memory(), _objects()

    def case(self, name):
        """A result of the storm itself."""
        return self.results.case(name)

    def program(self, name, *arguments):
        """A storm that is a program: its results are ours. True where it was not skipped."""
        # The seconds of the storm are its own; beyond the deadline it hangs.
        done = subprocess.run([path(name), *map(str, arguments)], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, errors='replace',
                              timeout=SECONDS + 700, check=False)
        seen, skipped = self._take(done.stdout.splitlines())
        if skipped:
            self.results.report(name, [], skipped)
            return False
        plan = re.search(r'^1\.\.(\d+)$', done.stdout, re.M)
        if not plan or int(plan[1]) != seen or done.returncode not in (0, 1):
            self.results.report(f'{name} runs to its end',
                                [f'status {done.returncode}, {seen} results', done.stdout])
        return True

    def _take(self, lines):
        """Results out of TAP: (how many, why all of it was skipped)."""
        seen, notes = 0, []
        for line in lines:
            skip = re.match(r'1\.\.0 # SKIP (.*)', line)
            if skip:
                return seen, skip[1]
            result = re.match(r'(not )?ok \d+ - (.*)', line)
            if line.startswith('# '):
                notes.append(line[2:])
            elif result:
                seen += 1
                self.results.report(result[2], (notes or ['it says no more']) if result[1]
                                    else [])
                notes = []
        return seen, None

    def _let_go(self, case):
        """Nobody holds the module, and it goes."""
        case.equal('targets', control.targets(), [])
        until_let_go()
        done = subprocess.run(['rmmod', 'mapgc'], capture_output=True, text=True,
                              timeout=UNLOAD_SECONDS, check=False)
        case.equal('rmmod', (done.returncode, done.stderr), (0, ''))

    def _memory_is_back(self, case):
        memory, objects = _memory(), _objects()

        def growth():
            nonlocal memory, objects
            memory, objects = _memory(), _objects()
            return (_growth(self._memory, memory, SLACK_BYTES) +
                    _growth(self._objects, objects, SLACK_OBJECTS))

        try:
            deadline.until(lambda: not growth(), 'the memory back')
        except deadline.Missed:
            case.problems(growth())
        for before, after in ((self._memory, memory), (self._objects, objects)):
            for name, value in after.items():
                case.measured(f'{name} {value - before[name]:+d}')

    def __exit__(self, kind, error, trace):
        if kind is not None:
            return False
        with self.case('the module goes') as case:
            self._let_go(case)
        with self.case('the module comes back') as case:
            control.load()
            case.equal('targets', control.targets(), [])
        with self.case('memory') as case:
            self._memory_is_back(case)
        return self.results.end()
