# SPDX-License-Identifier: GPL-2.0
"""The machine code of a process, compared with the file that it comes from."""

import os

CHUNK_BYTES = 1 << 20


def _mappings(pid):
    """(start, end, file offset) of what the process executes of its own file."""
    # By path: an overlay file system gives a file two inode numbers.
    executable = os.readlink(f'/proc/{pid}/exe')
    with open(f'/proc/{pid}/maps', encoding='ascii', errors='surrogateescape') as maps:
        for line in maps:
            fields = line.split(maxsplit=5)
            if 'x' not in fields[1] or fields[5:] != [executable + '\n']:
                continue
            start, end = (int(x, 16) for x in fields[0].split('-'))
            yield start, end, int(fields[2], 16)


def _compare(memory, file, mapping):
    start, end, offset = mapping
    checked, changed = 0, []
    while start + checked < end:
        size = min(CHUNK_BYTES, end - start - checked)
        memory.seek(start + checked)
        file.seek(offset + checked)
        ours = memory.read(size)
        theirs = file.read(size).ljust(size, b'\0')  # zeros follow the end of a file
        if ours != theirs:
            changed += [offset + checked + i for i in range(size) if ours[i] != theirs[i]]
        checked += size
    return checked, changed


def compare(pid):
    """(bytes compared, file offsets where the process differs from its file)."""
    checked, changed = 0, []
    with open(f'/proc/{pid}/mem', 'rb', buffering=0) as memory, \
            open(f'/proc/{pid}/exe', 'rb', buffering=0) as file:
        for mapping in _mappings(pid):
            n, differing = _compare(memory, file, mapping)
            checked += n
            changed += differing
    return checked, changed
