#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# As many targets as there may be on the host, and one more.
# tap
set -euo pipefail
ulimit -n 4096
exec "$(dirname "$0")/../../../build/tests/abi/crowd" 1025
