#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: abi_fuzz.sh [CALLS [SEED]]
#
# Spoiled calls of /dev/mapgc, other ones every time: the seed is printed.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/fuzz" "$@"
