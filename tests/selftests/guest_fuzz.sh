#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# usage: guest_fuzz.sh [CALLS [SEED]]
#
# Spoiled calls of /dev/mapgc, spoiled requests to the netlink family, CALLS of each;
# then the module goes and comes. Other ones every time: the seed is printed.
# tap
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
programs=$here/../../build/tests/abi
status=0

# A handful; more where the kernel would notice what they did.
calls=${1:-500}
if [ $# = 0 ] && [ -e /sys/kernel/debug/kmemleak ]; then
	calls=1500
fi
"$programs/fuzz" "$calls" "${@:2}" || status=1
"$programs/netlink_fuzz" "$calls" "${@:2}" || status=1

if PYTHONPATH=$here python3 -B -c '
from lib import control
complaint = control.unload()
control.load()
if complaint:
    raise SystemExit(complaint)'; then
	echo 'ok - the module unloads and loads again'
else
	echo 'not ok - the module unloads and loads again'
	status=1
fi
exit "$status"
