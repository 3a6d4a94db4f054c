#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A program that is its own target finds every hit in the snapshot, where it belongs.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/figures"
