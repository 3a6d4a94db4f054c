#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# A longer look for spoiled calls of /dev/mapgc that do harm.
# tap
# timeout: 600
set -euo pipefail
exec "$(dirname "$0")/../abi_fuzz.sh" "${1:-60000}" "${@:2}"
