# SPDX-License-Identifier: GPL-2.0
"""The module from outside: its targets through build/tests/abi/ctl, loading it,
and the kernel's memory."""

import json
import os
import subprocess

from lib.tap import Failure
from lib.workload import ROOT

PROGRAMS = os.path.join(ROOT, 'build', 'tests', 'abi')
CTL = os.path.join(PROGRAMS, 'ctl')
MODULE = os.path.join(ROOT, 'build', 'module', os.uname().release, 'mapgc.ko')


def run(*command):
    """(exit status, standard output, standard error)."""
    done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def ctl(*arguments):
    """Standard output of a ctl command that must succeed."""
    status, out, err = run(CTL, *arguments)
    if status:
        raise Failure(f'ctl {" ".join(map(str, arguments))}: status {status}: {err}')
    return out


def targets():
    """Ids of all targets."""
    return [int(line) for line in ctl('list').split()]


def target(number):
    """What MAPGC_IOC_TARGET says."""
    return json.loads(ctl('target', number))


def snapshot(number):
    """What MAPGC_IOC_SNAPSHOT says."""
    return json.loads(ctl('snapshot', number))


def attach_persistent(executable, *pids, flags=('-x',)):
    """Id of a new target that outlives whoever attached it."""
    return int(ctl('attach', '-p', *flags, executable, *pids))


def unload():
    """Takes the module out; what rmmod complained of, or an empty text."""
    status, _, err = run('rmmod', 'mapgc')
    return err or ('' if status == 0 else f'status {status}')


def load():
    """Puts the module in."""
    status, _, err = run('insmod', MODULE)
    if status:
        raise Failure(f'insmod: {err}')


def memory():
    """{'Percpu': bytes, 'Slab': bytes}, the kernel's own."""
    with open('/proc/meminfo', encoding='ascii') as file:
        lines = dict(line.split(':') for line in file)
    return {name: int(lines[name].split()[0]) * 1024 for name in ('Percpu', 'Slab')}


def objects(*caches):
    """{cache: objects in use}, of those that have a slab cache of their own here."""
    found = {}
    with open('/proc/slabinfo', encoding='ascii') as file:
        for line in file:
            fields = line.split()
            if fields[0] in caches:
                found[fields[0]] = int(fields[1])
    return found
