#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The module goes and comes ten times beside a hot target.
# tap
set -euo pipefail
exec "$(dirname "$0")/../lifecycle_module" "${1:-10}"
