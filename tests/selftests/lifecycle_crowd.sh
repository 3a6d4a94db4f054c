#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Two hundred targets on one program, more processes than a target takes.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/crowd"
