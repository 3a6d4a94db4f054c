# SPDX-License-Identifier: GPL-2.0
"""usage: ktap.py SUITE... <LOG

Reads what KUnit wrote to the kernel's log, and prints a line of TAP for every
case of the SUITEs, which must all be there, complete. What the log has besides
is passed over; before a failure it follows as comments. Exit status 1 where
anything failed or is missing.
"""

import re
import sys

SHOWN_LINES = 60

STAMP = re.compile(r'^\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? ?')
SUBTEST = re.compile(r'^    # Subtest: (\S+)')
PLAN = re.compile(r'^    1\.\.(\d+)')
RESULT = re.compile(r'^((?: {4})*)(ok|not ok) (\d+)(?: -)? (\S+)(?: +# SKIP(?: +(.*))?)?')


class Suite:
    """What the log says of one suite."""

    def __init__(self, name):
        self.name = name
        self.planned = None
        self.cases = []     # (number, is_ok, name, why skipped or None, lines before)
        self.is_ok = None   # None: did not end
        self.rest = []      # lines behind the last case

    def complaints(self):
        """What is wrong with it beyond the cases that failed."""
        if not self.planned or len(self.cases) != self.planned:
            yield f'{len(self.cases)} of {self.planned or "?"} cases'
        if [number for number, *_ in self.cases] != list(range(1, len(self.cases) + 1)):
            yield 'cases are missing in between'
        if self.is_ok is None:
            yield 'did not end'
        elif not self.is_ok and all(is_ok for _, is_ok, *_ in self.cases):
            yield 'failed outside of its cases'


def read(lines):
    """The suites in a log, by name."""
    suites, suite, around = {}, None, []
    for line in lines:
        line = STAMP.sub('', line.rstrip('\r\n'))
        around.append(line)
        if match := SUBTEST.match(line):
            suite = suites[match[1]] = Suite(match[1])
            around = suite.rest
        elif suite and (match := PLAN.match(line)):
            suite.planned = int(match[1])
        elif suite and (match := RESULT.match(line)):
            is_ok = match[2] == 'ok'
            if match[1] == ' ' * 4:
                suite.cases.append((int(match[3]), is_ok, match[4], match[5], around))
                around = suite.rest = []
            elif not match[1] and match[4] == suite.name:
                suite.is_ok, suite = is_ok, None
    return suites


class Report:
    """The TAP lines, and whether one says that something failed."""

    def __init__(self):
        self.failed = False
        self._count = 0

    def line(self, is_ok, text, comments=()):
        for comment in comments[-SHOWN_LINES:] if not is_ok else ():
            print(f'# {comment}')
        self._count += 1
        self.failed |= not is_ok
        print(f'{"ok" if is_ok else "not ok"} {self._count} - {text}')

    def suite(self, suite):
        for _, is_ok, name, skipped, around in suite.cases:
            skip = f' # SKIP {skipped}' if skipped is not None else ''
            self.line(is_ok, f'{suite.name}: {name}{skip}', around)
        complaints = list(suite.complaints())
        if complaints:
            self.line(False, f'{suite.name}: {", ".join(complaints)}',
                      suite.rest[:SHOWN_LINES])


def main():
    wanted = sys.argv[1:]
    if not wanted:
        sys.exit(__doc__)
    sys.stdin.reconfigure(errors='replace')
    suites = read(sys.stdin)
    report = Report()
    for name in wanted:
        if name in suites:
            report.suite(suites[name])
        else:
            report.line(False, f'{name}: did not run')
    sys.exit(report.failed)


if __name__ == '__main__':
    main()
