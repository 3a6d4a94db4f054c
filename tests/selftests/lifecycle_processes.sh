#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Watched processes fork, execute and are killed: each hit is counted where it
# belongs, and nobody comes to harm.
# tap
set -euo pipefail
exec "$(dirname "$0")/../../build/tests/abi/processes"
