#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# tests/vm/run keeps its word: streams, arguments, exit statuses, deadlines, and
# nothing left behind.
# tap
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/tap.bash
. "$here/../../tap.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status=0

# shellcheck disable=SC2317 # expect calls it
explain() {
	echo "$*"
	tail -n 5 "$work/out" "$work/err"
}

guest() {
	status=0
	"$here/../run" --no-module "$@" >"$work/out" 2>"$work/err" || status=$?
}

# start_guest: one that sleeps, its pids in $runner and $qemu.
start_guest() {
	local end=$((SECONDS + 60))
	: >"$work/out" # where the last one said the same
	MAPGC_VM_LOG=$work/log "$here/../run" --no-module -- sh -c 'echo up; sleep 500' \
		>"$work/out" 2>"$work/err" &
	runner=$!
	until grep -q up "$work/out"; do
		if [ "$SECONDS" -gt "$end" ]; then
			break
		fi
		sleep 0.2
	done
	qemu=$(pgrep -f -P "$runner" qemu-system)
}

# ended PID: it runs no more, at most ten seconds from now.
ended() {
	local end=$((SECONDS + 10)) state
	if [ -z "$1" ]; then
		return 1
	fi
	while [ "$SECONDS" -lt "$end" ]; do
		state=$(awk '/^State:/ { print $2 }' "/proc/$1/status" 2>/dev/null)
		case $state in
		'' | Z) return 0 ;;
		esac
		sleep 0.2
	done
	return 1
}

output_is() {
	[ "$(cat "$work/$1")" = "$2" ]
}

guest -- sh -c 'echo out; echo err >&2; sleep 300 & exit 3'
expect 'exit status, whatever is left in the background' test "$status" = 3
expect 'standard output alone' output_is out out
expect 'standard error alone' output_is err err

# shellcheck disable=SC1003,SC2016 # quoting is the point
guest -- printf '[%s]' 'a b' '' "it's" $'two\nlines' '$HOME' '\'
expect 'arguments arrive as they are' output_is out $'[a b][][it\'s][two\nlines][$HOME][\\]'

cd "$work" || exit
echo content >file
guest -- sh -c 'pwd; cat file; echo changed >file; cat file'
expect 'current directory and /tmp' output_is out "$work"$'\ncontent\nchanged'
expect 'nothing is written through' test "$(cat file)" = content
guest --kernel 6.12-cloud -- sh -c 'pwd; cat file; echo changed >file; cat file'
expect 'a kernel without 9p' output_is out "$work"$'\ncontent\nchanged'
expect 'a kernel without 9p: nothing is written through' test "$(cat file)" = content
cd / || exit

guest -- sh -c 'seq 1 300000; kill -9 $$'
expect 'command killed' test "$status" = 137
expect 'large output is complete' test "$(tail -n 1 "$work/out")" = 300000
expect 'large output is in order' sort -nc "$work/out"

guest -- no-such-command
expect 'no such command' test "$status" = 127

guest -- sh -c 'echo "<4>WARNING: made up" >/dev/kmsg'
expect 'a kernel warning fails the run' test "$status" = 70
expect 'a kernel warning is shown' grep -q 'WARNING: made up' "$work/err"

guest -- sh -c 'echo c >/proc/sysrq-trigger; sleep 60'
expect 'a kernel crash fails the run' test "$status" = 70

guest -- sh -c 'echo o >/proc/sysrq-trigger; sleep 60'
expect 'a guest that ends early' test "$status" = 71

guest --timeout 10 -- sleep 500
expect 'time over' test "$status" = 124

export MAPGC_VM_BOOT_SECONDS=0.5
guest -- true
unset MAPGC_VM_BOOT_SECONDS
expect 'a kernel that does not boot gets two more chances' \
	test "$status $(grep -c 'booting again' "$work/err")" = '71 2'

# emulator: the pid of the guest's, as soon as there is one.
emulator() {
	local end=$((SECONDS + 60))
	until pgrep -f -P "$1" qemu-system || [ "$SECONDS" -gt "$end" ]; do
		sleep 0.05
	done
}

"$here/../run" --no-module -- echo up >"$work/out" 2>"$work/err" &
runner=$!
kill -s KILL "$(emulator "$runner")"
wait "$runner"
status=$?
expect 'an emulator that ends before its kernel has booted gets another chance' \
	test "$status $(cat "$work/out") $(grep -c 'booting again' "$work/err")" = '0 up 1'

guest --kernel 1.0 -- true
expect 'unknown kernel' test "$status" = 2
expect 'unknown kernel: it is told where they come from' grep -q kernels.list "$work/err"

guest --debug --kernel 5.10 -- true
expect 'unknown debug kernel' test "$status" = 2
expect 'unknown debug kernel: the known ones are named' grep -q '6\.1, 7\.3' "$work/err"

guest --icount -- nproc
expect 'instruction counting, one CPU' output_is out 1

guest --smp 3 --threads multi --memory 1024 -- sh -c 'nproc; grep -c MemTotal /proc/meminfo'
expect 'CPUs' output_is out $'3\n1'

for signal in TERM INT KILL; do
	start_guest
	kill -s "$signal" "$runner"
	wait "$runner" 2>/dev/null
	expect "SIG$signal leaves no guest" ended "$qemu"
done
end_results
