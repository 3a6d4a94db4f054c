#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A wrong attach is refused by the documented errno and a line that names the
# member, and leaves nothing behind.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/refuse_attach"
