# SPDX-License-Identifier: GPL-2.0
"""The kernel's own netlink client, fed with our specification."""

import json
import os
import subprocess

from lib.workload import ROOT

TOOL = os.path.join(
    os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'),
    'mapgc', 'linux-source-6.12', 'tools', 'net', 'ynl', 'cli.py')
SPEC = os.path.join(ROOT, 'Documentation', 'netlink', 'specs', 'mapgc.yaml')


class Refused(Exception):
    """The kernel, or the tool, said no; the text says why."""


def call(*arguments):
    """Its answer, parsed; Refused with what it said."""
    done = subprocess.run(
        ['python3', '-B', TOOL, '--spec', SPEC, '--no-schema', '--output-json', *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Refused(done.stdout) from None


def dump(operation):
    """All objects."""
    return call('--dump', operation)


def get(operation, **attributes):
    """One object."""
    return call('--do', operation, '--json', json.dumps(attributes))


def listen(seconds):
    """What is multicast to the group events in that time."""
    return call('--subscribe', 'events', '--sleep', str(seconds))
