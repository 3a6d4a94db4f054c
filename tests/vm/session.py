# SPDX-License-Identifier: GPL-2.0
"""One command in a guest: its streams, its terminal, how it ended.

The other end of the agent port is guest/agent.c, which describes the frames.
"""

import errno
import os
import selectors
import shutil
import signal
import struct
import sys
import termios
import time
import tty

KEPT_ENV = ('TERM', 'COLORTERM', 'NO_COLOR', 'XDG_CACHE_HOME', 'TZ')
FRAME_MAX_BYTES = 65536
# The debug kernel takes a minute beside two other guests.
BOOT_SECONDS = float(os.environ.get('MAPGC_VM_BOOT_SECONDS', 240))


class GuestDied(Exception):
    """The machine ended before the command did."""


class GuestRefused(Exception):
    """The agent could not start the command; the text says why."""


class Deadline(Exception):
    """The time for the whole run is over."""


class NeverBooted(Exception):
    """The kernel did not come to its first process; the text says why."""


def environment(path_first):
    """What the command sees of this process's environment."""
    env = {'HOME': os.path.expanduser('~'), 'USER': 'root', 'LANG': 'C.UTF-8',
           'SHELL': '/bin/bash', 'MAPGC_GUEST': '1',
           'PATH': f'{path_first}:/usr/local/sbin:/usr/local/bin:'
                   '/usr/sbin:/usr/bin:/sbin:/bin'}
    for name, value in os.environ.items():
        if name in KEPT_ENV or name.startswith('MAPGC_'):
            env[name] = value
    return env


class Terminal:
    """The user's terminal in raw mode, as long as the guest has it."""

    def __init__(self):
        self.wanted = sys.stdin.isatty() and sys.stdout.isatty()
        self.resized = False
        self._saved = None

    def __enter__(self):
        if self.wanted:
            self._saved = termios.tcgetattr(0)
            signal.signal(signal.SIGWINCH, self._on_resize)
        return self

    def take(self):
        """Keys go to the guest from here on, Ctrl-C among them."""
        if self.wanted:
            tty.setraw(0)

    def __exit__(self, *_):
        if self._saved:
            termios.tcsetattr(0, termios.TCSADRAIN, self._saved)

    def _on_resize(self, *_):
        self.resized = True

    @staticmethod
    def size():
        size = shutil.get_terminal_size()
        return f'{size.lines} {size.columns}'.encode()


class Session:
    """Carries the streams of one command until it ends."""

    def __init__(self, machine, log, terminal, timeout_seconds):
        self._machine = machine
        self._log = log
        self._terminal = terminal
        now = time.monotonic()
        self._end = now + timeout_seconds if timeout_seconds else None
        self._boot_end = now + BOOT_SECONDS
        self._buffer = b''
        self._outgoing = b''
        self._status = None
        self._select = selectors.DefaultSelector()
        self._select.register(machine.serial, selectors.EVENT_READ, self._from_serial)
        self._select.register(machine.agent, selectors.EVENT_READ, self._serve_agent)
        # A guest that boots reads nothing yet and must still get its log out.
        machine.agent.setblocking(False)

    def run(self, command, cwd, env, module):
        """Exit status of COMMAND, once its output and the log are complete."""
        self._request(command, cwd, env, module)
        while self._status is None or not self._log.ended:
            self._turn()
        return self._status

    def _send(self, kind, data=b''):
        if isinstance(data, str):
            data = os.fsencode(data)
        self._outgoing += kind + struct.pack('<I', len(data)) + data
        self._select.modify(self._machine.agent,
                            selectors.EVENT_READ | selectors.EVENT_WRITE, self._serve_agent)

    def _request(self, command, cwd, env, module):
        for start in range(0, len(module), FRAME_MAX_BYTES):
            self._send(b'm', module[start:start + FRAME_MAX_BYTES])
        self._send(b'd', cwd)
        for name, value in env.items():
            self._send(b'v', f'{name}={value}')
        for arg in command:
            self._send(b'a', arg)
        if self._terminal.wanted:
            self._send(b't', Terminal.size())
            if not sys.stderr.isatty():
                self._send(b'2')
            self._terminal.take()
            self._select.register(0, selectors.EVENT_READ, self._from_user)
        self._send(b'r')

    def _turn(self):
        left = 1.0
        if self._end is not None:
            left = min(left, self._end - time.monotonic())
            if left <= 0:
                raise Deadline
        for key, events in self._select.select(left):
            key.data(events)
        if not self._log.booted and time.monotonic() > self._boot_end:
            raise NeverBooted(f'no first process after {BOOT_SECONDS:g} s')
        if self._terminal.resized:
            self._terminal.resized = False
            self._send(b'w', Terminal.size())

    def _serve_agent(self, events):
        if events & selectors.EVENT_WRITE:
            self._to_agent()
        if events & selectors.EVENT_READ:
            self._from_agent()

    def _to_agent(self):
        try:
            sent = self._machine.agent.send(self._outgoing)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EPIPE, errno.ECONNRESET):
                raise
            # Who died says so on the reading side.
            sent = 0 if error.errno == errno.EAGAIN else len(self._outgoing)
        self._outgoing = self._outgoing[sent:]
        if not self._outgoing:
            self._select.modify(self._machine.agent, selectors.EVENT_READ,
                                self._serve_agent)

    def _from_user(self, _events):
        data = os.read(0, 4096)
        if data:
            self._send(b'i', data)
        else:
            self._select.unregister(0)

    def _from_serial(self, _events):
        self._log.feed(self._receive(self._machine.serial))

    def _from_agent(self):
        self._buffer += self._receive(self._machine.agent)
        while len(self._buffer) >= 5:
            length = struct.unpack_from('<I', self._buffer, 1)[0]
            if len(self._buffer) < 5 + length:
                break
            kind, data = self._buffer[:1], self._buffer[5:5 + length]
            self._buffer = self._buffer[5 + length:]
            self._frame(kind, data)

    def _frame(self, kind, data):
        if kind == b'o':
            self._write(1, data)
        elif kind == b'e':
            self._write(2, data)
        elif kind == b'f':
            raise GuestRefused(data.decode(errors='replace'))
        elif kind == b'x':
            self._status = int(data)

    @staticmethod
    def _write(fd, data):
        while data:
            data = data[os.write(fd, data):]

    def _receive(self, line):
        try:
            data = line.recv(FRAME_MAX_BYTES)
        except ConnectionResetError:
            data = b''
        if not data:
            self._drain_log()
            raise GuestDied if self._log.booted else NeverBooted('ended before a first process')
        return data

    def _drain_log(self):
        self._machine.kill()
        try:
            while data := self._machine.serial.recv(FRAME_MAX_BYTES):
                self._log.feed(data)
        except OSError:
            pass
