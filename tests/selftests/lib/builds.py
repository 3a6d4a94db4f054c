#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Ways to build Go programs (tests/workloads/build), beside those that every test looks at.

usage: builds.py [--every]

Prints "VERSION chains.KIND gcpause.KIND" for each that is tested: each kind with one Go version, or with
every one that has it.
"""

import os
import subprocess
import sys

KINDS = ('pie.stripped', 'cgo', 'cgo.pie', 'cgo.pie.stripped', 'cgo.static', 'race', 'pgo',
         'untrimmed', 'unoptimised', 'v3', 'plaindwarf', 'noswissmap', 'greenteagc',
         'nogreenteagc', 'stopspgo', 'allstopspgo')
ONLY = {'pgo': range(21, 100), 'stopspgo': range(22, 100), 'allstopspgo': range(22, 100),
        'noswissmap': (24, 25), 'greenteagc': (25,),
        'nogreenteagc': (26,)}
GOLANG = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))), 'deps', 'golang')


def versions_of(kind):
    """The Go versions that can build so."""
    all_versions = subprocess.run([GOLANG, '--supported'], check=True, capture_output=True,
                                  text=True).stdout.split()
    return [version for version in all_versions
            if int(version.split('.')[1]) in ONLY.get(kind, range(100))]


def chosen(every=False):
    """[(version, kind), …]"""
    pairs = []
    for number, kind in enumerate(KINDS):
        versions = versions_of(kind)
        pairs += [(version, kind) for version in
                  (versions if every else [versions[(3 * number) % len(versions)]])]
    return pairs


if __name__ == '__main__':
    for go, way in chosen('--every' in sys.argv[1:]):
        print(go, f'chains.{way}', f'gcpause.{way}')
