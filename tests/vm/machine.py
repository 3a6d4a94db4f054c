# SPDX-License-Identifier: GPL-2.0
"""The emulated machine: one qemu process, its serial line and its agent port."""

import ctypes
import os
import signal
import socket
import subprocess

import kernel
import share

PR_SET_PDEATHSIG = 1

# What a current x86 server has, as far as emulation is quick about it: SMAP and
# SMEP stay (they catch careless user accesses), 5-level page tables go. So do fast string
# instructions: who has them clears and copies pages byte by byte, and each byte is a turn of
# a loop here. 5.10 starts a process in a quarter of the time without them.
CPU = 'max,-la57,-erms,-fsrm'

# The log goes to the serial line whole, so that none of it depends on the
# guest's userspace. An Oops ends the machine at once; the log then says why.
# tsc=reliable: emulation has one clock for all CPUs, and without this a busy
# host makes the guest fall back to a clock that costs a device access.
# printk.devkmsg=on: what tests write into the log all gets there.
# no_timer_check: a busy host may not tick while the guest tries its timer, and it gives up.
APPEND = ('console=ttyS0 ignore_loglevel oops=panic panic=-1 tsc=reliable '
          'rdinit=/init random.trust_cpu=on printk.devkmsg=on no_timer_check')


def _die_with_parent():
    """In the child: never outlive this process, even when it is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    os.setpgid(0, 0)


class Machine:
    """A running guest. serial and agent are its two lines to this process."""

    def __init__(self, release, *, smp, memory_mb, threads, icount, append=()):
        self.serial, serial_far = socket.socketpair()
        self.agent, agent_far = socket.socketpair()
        self._shares = share.shares(release, memory_mb)
        command = self._command(release, smp, memory_mb, threads, icount, append,
                                serial_far.fileno(), agent_far.fileno()) + self._shares.arguments
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, preexec_fn=_die_with_parent,
            pass_fds=(serial_far.fileno(), agent_far.fileno(), *self._shares.fds))
        self._shares.started()
        serial_far.close()
        agent_far.close()

    @staticmethod
    def _processors(release, smp):
        # Our own kernels have no ACPI, and the MP table lists one CPU a socket.
        stock = release.endswith('-amd64')
        return f'{smp}' if stock else f'{smp},sockets={smp}'

    @staticmethod
    def _command(release, smp, memory_mb, threads, icount, append, serial_fd, agent_fd):
        kernel_dir = kernel.directory(release)
        command = [
            os.path.join(kernel.REPO, 'tests', 'deps', 'qemu'), '-nodefaults', '-no-user-config',
            '-display', 'none', '-no-reboot', '-machine', 'pc,usb=off',
            '-cpu', CPU, '-accel', f'tcg,thread={threads}',
            '-smp', Machine._processors(release, smp), '-m', f'{memory_mb}M', '-rtc', 'base=utc',
            '-kernel', os.path.join(kernel_dir, 'vmlinux'),
            '-initrd', kernel.initramfs(release), '-append', ' '.join([APPEND, *append]),
            '-chardev', f'socket,id=serial,fd={serial_fd}',
            '-serial', 'chardev:serial',
            '-device', 'virtio-serial-pci,max_ports=2',
            '-chardev', f'socket,id=agent,fd={agent_fd}',
            '-device', 'virtserialport,nr=1,chardev=agent,name=mapgc.agent',
            '-device', 'virtio-rng-pci',
        ]
        if icount is not None:
            command += ['-icount', f'shift={icount},sleep=off']
        return command

    def kill(self):
        """Ends the machine, whatever it is doing."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._shares.stop()

    def complaint(self):
        """What qemu itself had to say, once it has ended."""
        return self.process.stderr.read().decode(errors='replace').strip()
