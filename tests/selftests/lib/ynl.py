# SPDX-License-Identifier: GPL-2.0
"""The kernel's own netlink client, fed with our specification.

Its library runs in this process: starting its program takes seconds in a guest.
"""

import importlib.util
import json
import os
import subprocess
import sys
import time

from lib.workload import ROOT

TOOLS = os.path.join(
    os.environ.get('XDG_CACHE_HOME') or os.path.expanduser('~/.cache'),
    'mapgc', 'linux-source-6.12', 'tools', 'net', 'ynl')
SPEC = os.path.join(ROOT, 'Documentation', 'netlink', 'specs', 'mapgc.yaml')
POLL_SECONDS = 0.05


class Refused(Exception):
    """The kernel said no; the text says why."""


def _load():
    """Its package is called lib, as is ours."""
    path = os.path.join(TOOLS, 'lib')
    spec = importlib.util.spec_from_file_location(
        'ynl_library', os.path.join(path, '__init__.py'), submodule_search_locations=[path])
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _plain(value):
    """As its program prints it."""
    return json.loads(json.dumps(
        value, default=lambda other: other.hex() if isinstance(other, bytes) else list(other)))


class Client:
    """A socket of the family, for requests; not for several threads."""

    _library = None

    def __init__(self):
        Client._library = Client._library or _load()
        self._family = self._library.YnlFamily(SPEC, '')

    def _call(self, method, *arguments):
        try:
            return _plain(method(*arguments))
        except self._library.NlError as error:
            raise Refused(str(error)) from None

    def dump(self, operation):
        """All objects."""
        return self._call(self._family.dump, operation, {})

    def get(self, operation, **attributes):
        """One object."""
        return self._call(self._family.do, operation, attributes, [])


class Listener(Client):
    """One that hears what is multicast to the group events from now on."""

    def __init__(self):
        super().__init__()
        self._family.ntf_subscribe('events')

    def listen(self, is_enough, seconds):
        """The events so far: when IS_ENOUGH(events), or after that time."""
        end = time.monotonic() + seconds
        while True:
            self._family.check_ntf()
            events = _plain(self._family.async_msg_queue)
            if is_enough(events) or time.monotonic() >= end:
                return events
            time.sleep(POLL_SECONDS)


def program(*arguments):
    """What its program answers, parsed."""
    done = subprocess.run(
        ['python3', '-B', os.path.join(TOOLS, 'cli.py'), '--spec', SPEC, '--no-schema',
         '--output-json', *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise Refused(done.stdout) from None
