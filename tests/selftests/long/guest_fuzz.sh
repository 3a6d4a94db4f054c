#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: [MAPGC_FUZZ_CALLS=N] guest_fuzz.sh [SEED]
#
# A longer look for spoiled calls and requests that do harm.
# tap
# timeout: 86400
set -euo pipefail
exec "$(dirname "$0")/../guest_fuzz.sh" "${MAPGC_FUZZ_CALLS:-5000}" "$@"
