# SPDX-License-Identifier: GPL-2.0
"""Directories of the host that a guest sees, none of which it can write to.

By 9p, which qemu serves itself; by virtiofs, with a daemon for each directory, where the
kernel does without 9p: Debian's cloud flavours. guest/init mounts what there is.
"""

import os
import socket
import subprocess

import kernel

DAEMON = os.path.join(kernel.REPO, 'tests', 'deps', 'virtiofsd')


def _has_9p(release):
    with open(os.path.join(kernel.directory(release), 'config'), encoding='ascii') as file:
        return any(line.startswith('CONFIG_NET_9P_VIRTIO=') for line in file)


class _Plan9:
    """Nothing to be run or kept."""

    def __init__(self, directories, _memory_mb):
        self.fds = ()
        self.arguments = []
        for tag, path in directories.items():
            self.arguments += [
                '-fsdev', 'local,security_model=none,readonly=on,multidevs=remap,'
                          f'id={tag},path={path}',
                '-device', f'virtio-9p-pci,fsdev={tag},mount_tag={tag}']

    def started(self):
        """The machine has what it needs."""

    def stop(self):
        """The machine has ended."""


class _VirtioFs:
    """The daemons share the guest's memory, and end with their connection."""

    def __init__(self, directories, memory_mb):
        self._ends = []
        self._daemons = []
        self.arguments = ['-object', f'memory-backend-memfd,id=memory,size={memory_mb}M,share=on',
                          '-machine', 'memory-backend=memory']
        for tag, path in directories.items():
            fd = self._serve(path)
            self.arguments += [
                '-chardev', f'socket,id={tag},fd={fd}',
                '-device', f'vhost-user-fs-pci,chardev={tag},tag={tag},queue-size=1024']
        self.fds = tuple(end.fileno() for end in self._ends)

    def _serve(self, path):
        """A connection to a daemon of its own."""
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind('')       # the kernel finds a name
            listener.listen(1)
            self._daemons.append(subprocess.Popen(
                [DAEMON, '--fd', str(listener.fileno()), '--shared-dir', path, '--readonly',
                 '--sandbox', 'none', '--cache', 'always', '--no-announce-submounts',
                 '--xattr', '--log-level', 'error'],
                stdin=subprocess.DEVNULL, pass_fds=(listener.fileno(),)))
            end = socket.socket(socket.AF_UNIX)
            end.connect(listener.getsockname())
        self._ends.append(end)
        return end.fileno()

    def started(self):
        """qemu has its copies of the connections: with it they end."""
        for end in self._ends:
            end.close()

    def stop(self):
        """Daemons whose machine has never come to their connection are ended."""
        for daemon in self._daemons:
            daemon.terminate()
            daemon.wait()


def shares(release, memory_mb):
    """The host's root, and the modules of the guest's kernel: fds and arguments for qemu."""
    directories = {'host': '/', 'modules': os.path.join(kernel.directory(release), 'modules')}
    return (_Plan9 if _has_9p(release) else _VirtioFs)(directories, memory_mb)
