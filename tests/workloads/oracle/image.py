# SPDX-License-Identifier: GPL-2.0
"""What the oracle needs to know about a Go executable."""

import bisect
import re
import struct
import subprocess

# The stack check at the entry of a Go function: [lea N(%rsp),%r12,] cmp with
# g.stackguard, jbe. The jbe is probed: the registers still hold the arguments.
STACK_CHECK = re.compile(
    rb"(?:\x4c\x8d\x64\x24.|\x4c\x8d\xa4\x24....)?[\x49\x4d]\x3b\x66.(?=\x76|\x0f\x86)", re.DOTALL
)


class Image:
    """Symbols, file offsets and map call sites of one executable."""

    def __init__(self, path, objdump):
        self.path = path
        with open(path, "rb") as file:
            self.data = file.read()
        self.segments = self._executable_segments()
        self.functions = self._functions()
        self.starts = sorted(self.functions)
        self.objdump = objdump

    def _executable_segments(self):
        phoff, phentsize, phnum = struct.unpack_from("<32xQ14xHH", self.data)
        headers = (
            struct.unpack_from("<IIQQQQ", self.data, phoff + i * phentsize) for i in range(phnum)
        )
        return [h[2:] for h in headers if h[0] == 1 and h[1] & 1]

    def _functions(self):
        text = subprocess.check_output(["readelf", "-sW", self.path], text=True)
        rows = (line.split(None, 7) for line in text.splitlines())
        return {int(r[1], 16): r[7] for r in rows if len(r) == 8 and r[3] == "FUNC"}

    def offset(self, address):
        """The file offset of a virtual address."""
        for offset, vaddr, _, filesz in self.segments:
            if vaddr <= address < vaddr + filesz:
                return address - vaddr + offset
        raise ValueError(f"{address:#x}: not in {self.path}")

    def function(self, address):
        """The name of the function that an address lies in."""
        return self.functions[self.starts[bisect.bisect_right(self.starts, address) - 1]]

    def stack_check(self, address):
        """The address of the jbe in the stack check of the function at address."""
        found = STACK_CHECK.match(self.data, self.offset(address))
        if not found:
            raise ValueError(f"{self.function(address)}: no stack check at its entry")
        return address + found.end() - found.start()

    def returns_from(self, callee):
        """The addresses that calls in package main return to from functions matching callee."""
        text = subprocess.check_output([*self.objdump, "-s", r"^main\.", self.path], text=True)
        call = re.compile(r"\s(0x[0-9a-f]+)\s+([0-9a-f]+)\s+CALL (\S+)\(SB\)")
        for address, code, name in call.findall(text):
            if callee.fullmatch(name):
                yield int(address, 16) + len(code) // 2
