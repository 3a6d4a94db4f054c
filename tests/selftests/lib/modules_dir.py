# SPDX-License-Identifier: GPL-2.0
"""The modules of the running kernel, few for a while: depmod reads all there are,
which takes a minute in a guest."""

import contextlib
import os
import shutil
import subprocess

PATH = f'/lib/modules/{os.uname().release}'
KEPT = ('build', 'source', 'modules.builtin', 'modules.builtin.modinfo', 'modules.order')


@contextlib.contextmanager
def empty():
    """None at all, but everything that DKMS and depmod need to put some there."""
    kept = '/tmp/modules-kept'
    os.mkdir(kept)
    for name in KEPT:
        if os.path.lexists(f'{PATH}/{name}'):
            shutil.copy2(f'{PATH}/{name}', kept, follow_symlinks=False)
    subprocess.run(['mount', '-t', 'tmpfs', 'modules', PATH], check=True)
    try:
        for name in os.listdir(kept):
            shutil.copy2(f'{kept}/{name}', PATH, follow_symlinks=False)
        yield
    finally:
        subprocess.run(['umount', PATH], check=True)
        shutil.rmtree(kept)


@contextlib.contextmanager
def installed(content):
    """Only ours, with this content, as make install puts it; yields its path."""
    with empty():
        file = f'{PATH}/updates/mapgc.ko'
        os.mkdir(f'{PATH}/updates')
        with open(file, 'wb') as module:
            module.write(content)
        subprocess.run(['depmod'], check=True)
        yield file
