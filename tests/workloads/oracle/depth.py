# SPDX-License-Identifier: GPL-2.0
"""Map operations as the kernel saw them, counted by kind and depth.

An operation's depth is worked out from data alone: the map it works on is one
that an earlier read of the same frame returned, or it is not. This knows
nothing of types, code or the compiler.
"""

import re
from collections import Counter

KINDS = (
    ("read", r"mapaccess[12](_\w+)?"),
    ("write", r"mapassign(_\w+)?"),
    ("delete", r"mapdelete(_\w+)?"),
    ("iterate", r"mapiterinit|mapIterStart"),
    ("clear", r"mapclear"),
    ("make", r"makemap|makemap64|makemap_small"),
)
READ = re.compile(r"runtime\.mapaccess[12](_\w+)?")
# RAX is the map's type: 56 bytes in is the type of its values, whose size comes first.
ENTRY_FETCH = "flags=%flags:x64 sp=%sp:x64 ra=+0(%sp):x64 map=%bx:x64 size=+0(+56(%ax)):x64"
# Where a map may be in a value, and behind the pointer that a value is.
IN_VALUE = (0, 8, 16, 24, 160, 1200)
BEHIND = (0, 8)
RETURN_FETCH = " ".join(
    ["sp=%sp:x64"]
    + [f"in{o}=+{o}(%ax):x64" for o in IN_VALUE]
    + [f"behind{o}=+{o}(+0(%ax)):x64" for o in BEHIND]
)
WORD = 8
TAKEN = 0x41  # CF|ZF: the stack check fails, the function will be entered again


def kind_of(name):
    """The kind of operation a runtime function does, or None."""
    for kind, pattern in KINDS:
        if re.fullmatch(r"runtime\.(" + pattern + ")", name):
            return kind
    return None


def place(probes, image, with_depth):
    """Puts the probes; returns {event: kind or return address}."""
    meaning = {}
    for address, name in sorted(image.functions.items()):
        kind = kind_of(name)
        if kind:
            event = "op_" + name.split(".")[1]
            probes.add(event, image.offset(image.stack_check(address)), ENTRY_FETCH)
            meaning[event] = kind
    if with_depth:
        for address in image.returns_from(READ):
            event = f"return_{address:x}"
            probes.add(event, image.offset(address), RETURN_FETCH)
            meaning[event] = address
    return meaning


class Frames:
    """What each live frame's reads have found."""

    def __init__(self, image):
        self.image = image
        self.found = {}  # (function, stack pointer) -> {map: depth}
        self.reading = {}  # the same -> depth and value size of the read under way

    def operation(self, fields, kind):
        """The depth of an operation at its entry."""
        frame = (self.image.function(fields["ra"]), fields["sp"] + 8)
        found = self.found.get(frame, {})
        depth = 1 if kind == "make" else found.get(fields["map"], 0) + 1
        self.reading[frame] = depth, fields["size"]
        return depth

    def returned(self, fields, address):
        """Takes note of what a read has found."""
        frame = (self.image.function(address), fields["sp"])
        found = self.found.setdefault(frame, {})
        depth, size = self.reading[frame]
        values = [fields[f"in{o}"] for o in IN_VALUE if o < size]
        if size == WORD:
            values += [fields[f"behind{o}"] for o in BEHIND]
        for value in filter(None, values):
            found[value] = depth
        # The nil map looks like any other zero: take the shallowest for it.
        found[0] = min(depth, found.get(0, depth))


def count(records, meaning, image, with_depth):
    """Counts the program's operations: {(kind, depth)}, depth 0 without depths."""
    frames = Frames(image)
    counts = Counter()
    for event, fields in records:
        what = meaning[event]
        if not isinstance(what, str):
            frames.returned(fields, what)
            continue
        caller = image.function(fields["ra"])
        if fields["flags"] & TAKEN or caller.startswith(("runtime.", "internal/")):
            continue
        counts[what, frames.operation(fields, what) if with_depth else 0] += 1
    return counts
