# SPDX-License-Identifier: GPL-2.0
"""Kernels that a guest can boot: what the cache holds, and what goes with them."""

import contextlib
import fcntl
import os
import shutil
import subprocess

REPO = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.join(
    os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'), 'mapgc')

MODULES = os.path.join(REPO, 'build', 'module')
# Debian's headers come without the kernel that BTF is taken from.
NO_BTF = 'Skipping BTF generation'


class KernelError(Exception):
    """No such kernel, or its parts could not be made; the text says which."""


def _output(script, *arguments):
    """What a script of tests/ prints; its progress goes to standard error."""
    done = subprocess.run([os.path.join(REPO, 'tests', script), *arguments],
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise KernelError(f'tests/{script} {" ".join(arguments)}: failed, see above')
    return done.stdout.strip()


def supported():
    """The series that all tests are run on."""
    return _output('deps/kernel', '--supported').split()


def find(version):
    """The release that VERSION means: itself, or the newest it begins."""
    return _output('deps/kernel', version)


def find_own(kind, version):
    """The release of a kernel of our own: KIND is a fragment of tests/debug."""
    return _output('deps/debug-kernel', kind, version)


def directory(release):
    """Where the parts of RELEASE are: vmlinux and modules/."""
    return os.path.join(CACHE, 'kernel', release)


def initramfs(release):
    """Path of the initramfs for RELEASE, made when needed."""
    return _output('vm/initramfs', release)


@contextlib.contextmanager
def _lock(release, mode):
    """Another run may be rebuilding the module just now: the Makefile holds this lock."""
    with open(os.path.join(MODULES, f'.lock-{release}'), 'wb') as lock:
        fcntl.flock(lock, mode)
        yield


def build_module(release):
    """mapgc.ko for RELEASE as bytes, built when older than its sources, and without a word."""
    script = os.path.join(REPO, 'tests', 'vm', 'kbuild')
    done = subprocess.run([script, release, '-s', '-C', REPO, 'module'],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)
    if done.returncode:
        raise KernelError(f'mapgc.ko for {release} does not build:\n{done.stdout}')
    warnings = [line for line in done.stdout.splitlines() if not line.startswith(NO_BTF)]
    if warnings:
        # It was compiled all the same, and would be silent the next time.
        with _lock(release, fcntl.LOCK_EX):
            shutil.rmtree(os.path.join(MODULES, release), ignore_errors=True)
        raise KernelError('\n'.join([f'mapgc.ko for {release}, with W=1:', *warnings]))
    with _lock(release, fcntl.LOCK_SH), \
            open(os.path.join(MODULES, release, 'mapgc.ko'), 'rb') as file:
        return file.read()
