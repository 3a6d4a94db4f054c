#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Every ioctl: sizes of older and newer callers, flags, padding, ids, pointers, and
# the error line.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/refuse_calls"
