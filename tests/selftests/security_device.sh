#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# /dev/mapgc is for CAP_SYS_ADMIN or CAP_PERFMON on the host, whatever its mode and
# whoever opened it.
# tap
# shellcheck disable=SC2317 # expect calls the conditions
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.bash
. "$here/../tap.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"; chmod 0600 /dev/mapgc' EXIT

# Where everybody can run it.
chmod 0755 "$work"
cp "$here/../../build/tests/abi/ctl" "$work/ctl"
ctl=$work/ctl

# What ctl printed.
explain() {
	cat "$work/out"
}

# try COMMAND…: its output goes to $work/out, for the conditions.
try() {
	"$@" >"$work/out" 2>&1 || true
}

says() {
	[ "$(cat "$work/out")" = "ctl: /dev/mapgc: $1" ]
}

# All seven calls met the same end.
all_refused() {
	[ "$(grep -c ': EPERM$' "$work/out")" = 7 ] && [ "$(wc -l <"$work/out")" = 7 ]
}

all_allowed() {
	grep -qx 'info: OK' "$work/out" && grep -qx 'attach: OK' "$work/out" &&
		[ "$(wc -l <"$work/out")" = 7 ] && ! grep -qE 'EPERM|EACCES' "$work/out"
}

nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all)

# with CAPABILITY…: nobody, with these and no other.
with() {
	local capability inheritable=-all ambient=-all
	for capability; do
		inheritable+=,+$capability
		ambient+=,+$capability
	done
	shift $#
	as=(setpriv --reuid 65534 --regid 65534 --clear-groups
		"--inh-caps=$inheritable" "--ambient-caps=$ambient")
}

try "${nobody[@]}" "$ctl" list
expect 'nobody cannot open the device' says 'Permission denied'
try unshare -Ur "$ctl" list
expect 'root of a user namespace cannot, as the owner of the node' says 'Operation not permitted'
try unshare -Urn "$ctl" list
expect 'nor with a network namespace of its own' says 'Operation not permitted'

chmod 0666 /dev/mapgc
try "${nobody[@]}" "$ctl" list
expect 'nobody cannot, when the mode lets everybody' says 'Operation not permitted'
try "${nobody[@]}" unshare -Ur "$ctl" list
expect "nor nobody as root of a user namespace" says 'Operation not permitted'

exec 3<>/dev/mapgc
try "$ctl" -d 3 calls
expect 'a file of root, used by root' all_allowed
try "${nobody[@]}" "$ctl" -d 3 calls
expect 'a file of root, inherited by nobody' all_refused
try unshare -Ur "$ctl" -d 3 calls
expect 'a file of root, inherited by root of a user namespace' all_refused
try setpriv --inh-caps=-all --bounding-set=-sys_admin,-perfmon "$ctl" -d 3 calls
expect 'a file of root, inherited by root with neither capability' all_refused
exec 3>&-

with perfmon
try "${as[@]}" "$ctl" calls
expect 'CAP_PERFMON alone is enough' all_allowed
with sys_admin
try "${as[@]}" "$ctl" calls
expect 'CAP_SYS_ADMIN alone is enough' all_allowed
with net_admin sys_ptrace sys_module bpf dac_override sys_rawio setuid
try "${as[@]}" "$ctl" list
expect 'others are not' says 'Operation not permitted'

try "$ctl" list
expect 'nothing is attached' test ! -s "$work/out"
end_results
