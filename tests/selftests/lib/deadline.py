# SPDX-License-Identifier: GPL-2.0
"""Waiting for something to become true. The guest is emulated: be generous."""

import time

from lib.tap import Failure

DEFAULT_SECONDS = 60
POLL_SECONDS = 0.05


class Missed(Failure):
    """What was waited for did not happen; the text says what it was."""


def until(condition, what, seconds=DEFAULT_SECONDS):
    """The first true result of CONDITION(), or Missed."""
    end = time.monotonic() + seconds
    while True:
        # Asked once more after the end: the asking itself may have been late.
        late = time.monotonic() >= end
        result = condition()
        if result:
            return result
        if late:
            raise Missed(f'after {seconds} s: not {what}')
        time.sleep(POLL_SECONDS)
