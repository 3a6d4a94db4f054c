# SPDX-License-Identifier: GPL-2.0
"""A reader that must refuse: one line "mapgc-read: WHAT: WHY", exit status 2, nothing attached."""

import os
import re

from lib import control
from lib.tap import Failure
from lib.workload import ROOT

READER = os.path.join(ROOT, 'build', 'userspace', 'mapgc-read')
LINE = re.compile(r'mapgc-read: [^:\n][^\n]*: [^\n]*\S\n')


def read(*arguments, command=(READER,)):
    """(exit status, standard output, standard error) of a reader that ends by itself."""
    status, out, err = control.run('timeout', '60', *command, *arguments)
    if status == 124:
        raise Failure(f'mapgc-read {arguments} does not end')
    return status, out, err


def expect_error(case, text, *arguments, command=(READER,)):
    """TEXT is what the line must say."""
    status, out, err = read(*arguments, command=command)
    name = ' '.join(map(str, arguments))
    case.equal(f'{name}: status', status, 2)
    case.equal(f'{name}: standard output', out, '')
    case.expect(LINE.fullmatch(err), f'{name}: not one line "mapgc-read: WHAT: WHY": {err!r}')
    case.expect(text in err, f'{name}: {text!r} is not in {err!r}')


def nothing_attached(case):
    """After any failure."""
    case.equal('targets', control.targets(), [])
