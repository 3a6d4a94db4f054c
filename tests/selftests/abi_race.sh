#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Several threads on one file descriptor: attach, detach, ask and close at once.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/race"
