#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Fifty readers, and two hundred attachments of each kind, on a hot target.
# tap
# timeout: 1200
set -euo pipefail
exec "$(dirname "$0")/../lifecycle_rounds" "${1:-50}" "${2:-200}"
