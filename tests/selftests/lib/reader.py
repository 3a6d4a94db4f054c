# SPDX-License-Identifier: GPL-2.0
"""Running mapgc-read with a view of JSON lines (--json, --events)."""

import contextlib
import json
import os
import signal
import subprocess
import threading

from lib import deadline
from lib.tap import Failure

# Arming is dear in an emulated guest; for tests that are not about that, not to wait for it.
AMPLE_BUDGET = ('--budget', '50')


class Reader:
    """A mapgc-read that runs. objects: what it has printed so far, parsed.

    A context manager, which kills what is left of it.
    """

    def __init__(self, *arguments, command='mapgc-read'):
        self.arguments = [command, *map(str, arguments)]
        self.objects = []
        self.process = subprocess.Popen(
            self.arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        self.pid = self.process.pid
        self._errors = []
        self._threads = [threading.Thread(target=self._read_objects, daemon=True),
                         threading.Thread(target=self._read_errors, daemon=True)]
        for thread in self._threads:
            thread.start()

    def _read_objects(self):
        for line in self.process.stdout:
            try:
                self.objects.append(json.loads(line))
            except ValueError:
                self._errors.append(f'no JSON: {line}')

    def _read_errors(self):
        for line in self.process.stderr:
            self._errors.append(line)

    def errors(self):
        """What it has printed on standard error."""
        return ''.join(self._errors)

    def _complain(self, what):
        raise Failure(f'{" ".join(self.arguments)}: {what}\n{self.errors()}')

    def wait(self, condition, what, since=0, seconds=deadline.DEFAULT_SECONDS):
        """The first object from number SINCE on for which CONDITION(object) holds."""
        position = since

        def found():
            nonlocal position
            ended = self.process.poll() is not None and \
                not any(thread.is_alive() for thread in self._threads)
            while position < len(self.objects):
                position += 1
                if condition(self.objects[position - 1]):
                    return [self.objects[position - 1]]
            if ended:
                self._complain(f'ended with status {self.process.returncode}: not {what}')
            return None
        try:
            return deadline.until(found, what, seconds)[0]
        except deadline.Missed as missed:
            return self._complain(str(missed))

    def attached(self, targets=1):
        """With --json: waits until that many targets are there; the first such object."""
        # A large program is resolved first, beside services that want the CPU as well.
        return self.wait(lambda o: len(o['targets']) >= targets, f'{targets} targets attached',
                         seconds=3 * deadline.DEFAULT_SECONDS)

    def next(self):
        """With --json: an object whose figures were taken from now on."""
        # The one on its way now may be older than this call.
        seen = len(self.objects)
        return self.wait(lambda o: True, 'another object', seen + 1)

    def end(self):
        """Ends it by a signal, as a user would; its last object, with all there was."""
        self.process.send_signal(signal.SIGTERM)
        status = self.join()
        if status or self.errors():
            self._complain(f'status {status}')
        if not self.objects:
            self._complain('printed nothing')
        return self.objects[-1]

    def join(self, seconds=deadline.DEFAULT_SECONDS):
        """Waits for it to end by itself; its exit status."""
        status = self.process.wait(seconds)
        for thread in self._threads:
            thread.join(seconds)
        return status

    @contextlib.contextmanager
    def stopped(self):
        """Stands still meanwhile."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.pid, os.WSTOPPED)
        yield
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        """SIGKILL, without a chance to clean up."""
        self.process.kill()
        return self.join()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.join()
        self.process.stdout.close()
        self.process.stderr.close()
