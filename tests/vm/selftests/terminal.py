#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""On a terminal, tests/vm/run gives the guest's command that terminal: input,
Ctrl-C, size and changes of size; and gives it back as it was."""
# tap

import fcntl
import os
import select
import struct
import sys
import termios
import time

RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'run')
SCRIPT = '''
trap 'echo interrupted' INT
tty
stty size
read -r line
echo "line=$line"
until read -t 1 -r line || [ "$(stty size)" = "50 120" ]; do :; done
stty size
test -t 0 && test -t 1 && test -t 2 && echo all terminals
exit 5
'''
DEADLINE_SECONDS = 90


def set_size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))


def start(master, slave):
    """The pid of a process with SLAVE as its terminal, at RUN."""
    pid = os.fork()
    if pid:
        return pid
    os.close(master)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    os.environ['TERM'] = 'xterm'
    os.execv(RUN, [RUN, '--no-module', '--', 'bash', '-c', SCRIPT])
    return 0


def converse(master, pid):
    """What the terminal showed, and the exit status."""
    steps = [(b'30 100', lambda: os.write(master, b'hello\r')),
             (b'line=hello', lambda: os.write(master, b'\x03')),
             (b'interrupted', lambda: set_size(master, 50, 120))]
    shown = b''
    end = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < end:
        if select.select([master], [], [], 0.2)[0]:
            shown += os.read(master, 4096)
        if steps and steps[0][0] in shown:
            steps.pop(0)[1]()
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            while select.select([master], [], [], 0)[0]:
                shown += os.read(master, 4096)
            return shown.decode(errors='replace'), os.waitstatus_to_exitcode(status)
    os.kill(pid, 15)
    return shown.decode(errors='replace'), None


def main():
    master, slave = os.openpty()
    set_size(master, 30, 100)
    before = termios.tcgetattr(slave)
    shown, status = converse(master, start(master, slave))
    results = [
        ('a terminal in the guest', '/dev/pts/' in shown),
        ('its size', '30 100' in shown),
        ('input', 'line=hello' in shown),
        ('Ctrl-C', 'interrupted' in shown),
        ('change of size', '50 120' in shown),
        ('all three streams', 'all terminals' in shown),
        ('exit status', status == 5),
        ('settings restored', termios.tcgetattr(slave) == before),
    ]
    for number, (name, good) in enumerate(results, 1):
        print('ok' if good else 'not ok', number, '-', name)
    print(f'1..{len(results)}')
    if not all(good for _, good in results):
        print(shown)
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
