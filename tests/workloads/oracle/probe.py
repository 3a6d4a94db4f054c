# SPDX-License-Identifier: GPL-2.0
"""Uprobe events of tracefs, in a trace instance of their own."""

import os

TRACING = "/sys/kernel/tracing"
BUFFER_KB = 16384


def define(command):
    """Adds or removes an event; open() in mode "a" would seek, which tracefs refuses."""
    fd = os.open(f"{TRACING}/uprobe_events", os.O_WRONLY | os.O_APPEND)
    try:
        os.write(fd, command.encode())
    finally:
        os.close(fd)


class Probes:
    """Probes on one executable; as a context manager it cleans up behind itself."""

    def __init__(self, path):
        self.path = path
        self.group = f"oracle{os.getpid()}"
        self.instance = f"{TRACING}/instances/{self.group}"
        self.events = []

    def __enter__(self):
        if not os.path.exists(f"{TRACING}/uprobe_events"):
            raise SystemExit(f"verify: {TRACING}: no uprobe events (mount -t tracefs tracefs {TRACING})")
        os.mkdir(self.instance)
        self._write("buffer_size_kb", str(BUFFER_KB))
        self._write("tracing_on", "0")
        return self

    def __exit__(self, *_):
        self.arm(False)
        for event in self.events:
            define(f"-:{self.group}/{event}")
        os.rmdir(self.instance)

    def _write(self, name, text):
        with open(f"{self.instance}/{name}", "w", encoding="ascii") as file:
            file.write(text)

    def add(self, event, offset, fetch):
        """Defines an event at a file offset that records what fetch asks for."""
        define(f"p:{self.group}/{event} {self.path}:{offset:#x} {fetch}")
        self.events.append(event)

    def arm(self, on):
        """Arms or disarms all events."""
        if self.events:
            self._write(f"events/{self.group}/enable", "1" if on else "0")

    def record(self, on):
        """Starts a new recording, or ends it. (Disarming takes a tenth of a second per event.)"""
        if on:
            self._write("trace", "")
        self._write("tracing_on", "1" if on else "0")

    def lost(self):
        """How many events found no room in the buffers in this recording."""
        total = 0
        for name in os.listdir(f"{self.instance}/per_cpu"):
            with open(f"{self.instance}/per_cpu/{name}/stats", encoding="ascii") as file:
                stats = dict(line.split(":") for line in file if ":" in line)
            total += int(stats["overrun"]) + int(stats["dropped events"])
        return total

    def records(self):
        """The events recorded, in order: (event, {field: number or None})."""
        with open(f"{self.instance}/trace", encoding="ascii") as file:
            for line in file:
                if line.startswith("#") or ": (0x" not in line:
                    continue
                head, tail = line.split(": (0x", 1)
                fields = (word.split("=") for word in tail.split(")", 1)[1].split(" ") if "=" in word)
                yield head.split()[-1], {
                    k: int(v, 16) if v.startswith("0x") else None
                    for k, v in ((k, v.strip()) for k, v in fields)
                }
