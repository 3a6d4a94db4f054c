# SPDX-License-Identifier: GPL-2.0
"""Kernels that a guest can boot: what the cache holds, and what goes with them."""

import fcntl
import os
import re
import subprocess

REPO = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(
    os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'mapgc')


class KernelError(Exception):
    """No such kernel, or its parts could not be made; the text says which."""


def available():
    """Releases in the cache, oldest first, such as '6.1.0-56-amd64'."""
    try:
        names = os.listdir(os.path.join(CACHE, 'kernel'))
    except FileNotFoundError:
        names = []
    complete = [n for n in names if re.fullmatch(r'\d+\.\d+[\w.+~-]*-amd64', n)]
    return sorted(complete, key=lambda n: [int(x) for x in re.findall(r'\d+', n)])


def find(version):
    """The newest release of VERSION: a whole release, or its start ('6.1')."""
    releases = available()
    matching = [r for r in releases
                if r == version or r.startswith((version + '.', version + '-'))]
    if not matching:
        known = ', '.join(releases) or 'none (run make deps)'
        raise KernelError(f'no kernel {version}; available: {known}')
    return matching[-1]


def directory(release):
    """Where the parts of RELEASE are: vmlinux and modules/."""
    return os.path.join(CACHE, 'kernel', release)


def initramfs(release):
    """Path of the initramfs for RELEASE, made when needed."""
    script = os.path.join(REPO, 'tests', 'vm', 'initramfs')
    done = subprocess.run([script, release], stdout=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode:
        raise KernelError('initramfs: could not be made')
    return done.stdout.strip()


def build_module(release):
    """mapgc.ko for RELEASE as bytes, built when older than its sources."""
    done = subprocess.run(['make', '-s', '-C', REPO, 'module', f'KVER={release}'],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False,
                          env={k: v for k, v in os.environ.items()
                               if k not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL')})
    if done.returncode:
        raise KernelError(f'mapgc.ko for {release} does not build:\n{done.stdout}')
    build_dir = os.path.join(REPO, 'build', 'module')
    # Another run may be rebuilding it just now: the Makefile holds this lock.
    with open(os.path.join(build_dir, f'.lock-{release}'), 'wb') as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        with open(os.path.join(build_dir, release, 'mapgc.ko'), 'rb') as file:
            return file.read()
