# SPDX-License-Identifier: GPL-2.0
"""A test as a process: started, waited for, ended.

One in Python is forked from here, where what most of them import is there already: to
start Python and compile that takes an emulated guest as long as many a test.
"""

import atexit
import contextlib
import importlib
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys

PYTHON = b'#!/usr/bin/python3\n'
SELFTESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'selftests')
SHARED = ('control', 'deadline', 'figures', 'hot', 'measurement', 'reader', 'tap', 'text_pages',
          'workload')
# What asks the program that tests are started from to end, and what a test does of it.
SIGNALS = {signal.SIGTERM: signal.SIG_DFL, signal.SIGHUP: signal.SIG_DFL,
           signal.SIGINT: signal.default_int_handler}
KILL_SECONDS = 10


class Late(Exception):
    """It has not ended in time."""


class Program:
    """Any executable file. Raises OSError where it cannot be started."""

    def __init__(self, path, output):
        self._process = subprocess.Popen([path], stdin=subprocess.DEVNULL, stdout=output,
                                         stderr=subprocess.STDOUT, process_group=0)
        self.pid = self._process.pid

    def wait(self, seconds=None):
        """As subprocess has it: negative is a signal."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Late from None


def import_early(path):
    """What a test of this tree is likely to want."""
    if path.startswith(os.path.dirname(SELFTESTS) + '/'):
        sys.path.insert(0, SELFTESTS)
        for name in SHARED:
            importlib.import_module(f'lib.{name}')
        del sys.path[0]


class Script:
    """One in Python."""

    def __init__(self, path, output):
        import_early(path)
        fork = multiprocessing.get_context('fork')
        # daemon: this program ends it, and does not wait for it, whatever becomes of either.
        self._process = fork.Process(target=self._run, args=(path, output), daemon=True)
        self._process.start()
        self.pid = self._process.pid
        with contextlib.suppress(ProcessLookupError):  # who comes first
            os.setpgid(self.pid, self.pid)

    @staticmethod
    def _run(path, output):
        os.setpgid(0, 0)
        for number, action in SIGNALS.items():
            signal.signal(number, action)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)
        sys.argv = [path]
        sys.path[0] = os.path.dirname(path)
        try:
            runpy.run_path(path, run_name='__main__')
        finally:
            atexit._run_exitfuncs()  # a fork leaves that out; pylint: disable=protected-access

    def wait(self, seconds=None):
        """As subprocess has it."""
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise Late
        return self._process.exitcode


def start(path, output):
    """A test in a process group of its own, whose output goes to that file."""
    path = os.path.realpath(path)
    with open(path, 'rb') as file:
        is_python = file.read(len(PYTHON)) == PYTHON and os.access(path, os.X_OK)
    return (Script if is_python else Program)(path, output)


def end(child):
    """Asks it and what it has started to end, and sees to it after some seconds. How it ended."""
    os.killpg(child.pid, signal.SIGTERM)
    try:
        return child.wait(KILL_SECONDS)
    except Late:
        os.killpg(child.pid, signal.SIGKILL)
        return child.wait()
