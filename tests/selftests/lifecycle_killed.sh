#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A reader that is killed in the middle of attaching or detaching leaves no probe.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/killed"
