# SPDX-License-Identifier: GPL-2.0
"""Results in TAP, for tests with a line "# tap": one per case."""

import sys
import traceback


class Failure(Exception):
    """A case failed; the text says why."""


class Case:
    """One result: with results.case(NAME) as case: …"""

    def __init__(self, results, name):
        self._results = results
        self._name = name
        self._measured = []
        self._problems = []
        self._skip = None

    def __enter__(self):
        return self

    def expect(self, condition, text):
        """Notes TEXT as a problem unless CONDITION holds; whether it does."""
        if not condition:
            self._problems.append(text)
        return bool(condition)

    def equal(self, what, ours, theirs):
        """Notes a problem unless both figures are the same."""
        return self.expect(ours == theirs, f'{what}: ours {ours}, theirs {theirs}')

    def problems(self, texts):
        """Notes each of TEXTS as a problem."""
        self._problems.extend(texts)

    def measured(self, text):
        """Adds what was measured to the result's line."""
        self._measured.append(text)

    def skip(self, why):
        """The case cannot be run here."""
        self._skip = why

    def __exit__(self, kind, error, trace):
        if kind is not None:
            if not issubclass(kind, Exception):
                return False
            if issubclass(kind, Failure):
                self._problems.append(str(error).rstrip())
            else:
                text = ''.join(traceback.format_exception(kind, error, trace))
                self._problems.append(text.rstrip())
        name = ': '.join([self._name, ', '.join(self._measured)]
                         if self._measured else [self._name])
        self._results.report(name, self._problems, self._skip)
        return True


class Results:
    """All results of a test: r = Results(); with r.case(…) …; r.end()."""

    def __init__(self):
        self._count = 0
        self._failed = 0

    def case(self, name):
        """One more result, as a context manager."""
        return Case(self, name)

    def report(self, name, problems, skip=None):
        """One more result that is complete already."""
        self._count += 1
        self._failed += bool(problems)
        outcome = 'not ok' if problems else 'ok'
        tail = f' # SKIP {skip}' if skip and not problems else ''
        print(f'{outcome} {self._count} - {name}{tail}')
        for problem in problems:
            self.note(problem)
        sys.stdout.flush()

    @staticmethod
    def note(text):
        """A comment, of any number of lines."""
        for line in text.splitlines():
            print(f'# {line}')
        sys.stdout.flush()

    def end(self):
        """The plan, and the exit status of the test."""
        print(f'1..{self._count}', flush=True)
        sys.exit(1 if self._failed else 0)
