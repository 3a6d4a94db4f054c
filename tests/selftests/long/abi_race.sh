#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Several threads on one file descriptor, for longer.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../../build/tests/abi/race" "${1:-50}"
