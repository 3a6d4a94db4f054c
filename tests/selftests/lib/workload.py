# SPDX-License-Identifier: GPL-2.0
"""Running workloads (tests/workloads): start, let go, take their word, end."""

import json
import os
import subprocess
import tempfile
import threading

from lib import deadline
from lib.tap import Failure

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))))
REPORT_SECONDS = 240


def path(version, program):
    """The executable of PROGRAM ('chains', 'chains.pie', …) built by Go VERSION."""
    file = os.path.join(ROOT, 'build', 'workloads', version, program)
    if not os.access(file, os.X_OK):
        raise Failure(f'{file} is not there (tests/workloads/build {version} {program})')
    return file


class Workload:
    """One process: waits before its measured part (go), and after it (end).

    A context manager, which kills what is left of it.
    """

    def __init__(self, executable, *flags):
        self.executable = executable
        self._scratch = tempfile.TemporaryDirectory()
        self._start = os.path.join(self._scratch.name, 'start')
        self._linger = os.path.join(self._scratch.name, 'linger')
        self.process = subprocess.Popen(
            [executable, '-start', self._start, '-linger', self._linger, *flags],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.pid = self.process.pid
        self._lines = []
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.append(line)

    def _await_line(self, index, what, seconds):
        def arrived():
            if len(self._lines) > index:
                return True
            if self.process.poll() is not None and not self._reading.is_alive():
                raise Failure(f'{self.executable}: ended with status '
                              f'{self.process.returncode} before it was {what}')
            return False
        deadline.until(arrived, f'{what}: {self.executable}', seconds)
        return self._lines[index]

    def ready(self):
        """Waits until it stands before its measured part; returns itself."""
        self._await_line(0, 'ready', deadline.DEFAULT_SECONDS)
        return self

    def go(self):
        """Begins the measured part."""
        with open(self._start, 'w', encoding='ascii'):
            pass

    def report(self, seconds=REPORT_SECONDS):
        """Its own account of the measured part, once that is over; it lives on."""
        return json.loads(self._await_line(1, 'done', seconds))

    def is_alive(self):
        """Whether the process runs."""
        return self.process.poll() is None

    def kill(self, number=9):
        """Sends a signal and waits for the end; returns the exit status."""
        if self.is_alive():
            self.process.send_signal(number)
        return self.process.wait(deadline.DEFAULT_SECONDS)

    def end(self):
        """Lets it end by itself; its exit status."""
        with open(self._linger, 'w', encoding='ascii'):
            pass
        return self.process.wait(deadline.DEFAULT_SECONDS)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self._reading.join(deadline.DEFAULT_SECONDS)
        self.process.stdout.close()
        self._scratch.cleanup()
