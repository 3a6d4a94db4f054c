#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Eight readers, and forty attachments of each kind, on a hot target.
# tap
# timeout: 1200
set -euo pipefail
exec "$(dirname "$0")/../lifecycle_rounds" "${1:-8}" "${2:-40}"
