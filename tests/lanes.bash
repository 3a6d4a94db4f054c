# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Steps of a test run: queued in order, run some at a time, counted by the TAP
# that they print. A step that fails without saying so in TAP counts as a failure.

set -m # every step has a process group of its own, to be ended with

# Guests are emulated by one thread each, and wait for a grace period now and then: two of
# them do not quite fill two CPUs.
lanes=3

# Names of the steps that are wanted; where there is none, all are.
only=()

logs=$(mktemp -d)
declare -A pids=()
queued=()
passed=0
failed=0
skipped=0

end_steps() {
	local pid
	for pid in "${pids[@]}"; do
		kill -TERM -- "-$pid" 2>/dev/null || true
	done
	rm -rf "$logs"
}
trap end_steps EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

is_wanted() {
	local name
	for name in "${only[@]}"; do
		if [ "$name" = "$1" ]; then
			return
		fi
	done
	[ ${#only[@]} = 0 ]
}

# prepare NAME COMMAND…: for drain to run, whatever is wanted.
prepare() {
	queued+=("$1")
	printf '%q ' "${@:2}" >"$logs/$1.command"
}

# queue NAME COMMAND…: the same, if it is wanted.
queue() {
	if is_wanted "$1"; then
		prepare "$@"
	fi
}

# is_running [NAME…]: any of them, or any at all.
is_running() {
	local name
	for name; do
		if [ -n "${pids[$name]-}" ]; then
			return
		fi
	done
	[ $# = 0 ] && [ ${#pids[@]} != 0 ]
}

# drain [NAME…]: run what is queued, output passed on line by line, and wait for all of it;
# or for these steps only, and the others go on beside what is queued next.
drain() {
	local name
	for name in "${queued[@]}"; do
		if [ ${#pids[@]} = "$lanes" ]; then
			settle_one
		fi
		start "$name"
	done
	queued=()
	while is_running "$@"; do
		settle_one
	done
}

# whole COMMAND: a step that goes on behind what failed in it would pass for its end.
whole() (
	set -e
	eval "$1"
)

start() {
	local name=$1
	date +%s >"$logs/$name.begin"
	echo "== $name"
	{
		set +e # a pipe's first part is what counts
		# Three steps share two CPUs: how long one took says little without this.
		TIMEFORMAT='%U %S'
		{ time whole "$(cat "$logs/$name.command")" 2>&1 </dev/null; } 2>"$logs/$name.cpu" |
			tee "$logs/$name" | sed -u "s|^|$name: |"
		exit "${PIPESTATUS[0]}"
	} &
	pids[$name]=$!
}

# ended: a step that runs no more. wait -n does not see those that ended while the shell
# was at something else.
ended() {
	local name
	for name in "${!pids[@]}"; do
		if ! kill -0 "${pids[$name]}" 2>/dev/null; then
			echo "$name"
			return
		fi
	done
	return 1
}

settle_one() {
	local status=0 name
	until name=$(ended); do
		sleep 0.5
	done
	wait "${pids[$name]}" || status=$?
	unset "pids[$name]"
	count "$name" "$status"
}

lines() {
	grep -cE "$1" "$2" || true
}

# Its failed results, and what the tests printed below them but for what went well: it
# says why, where only the end of a long log is kept.
failures_of() {
	awk -v name="$1" '
		/^not ok / { is_told = 1; print name ": " $0 }
		/^#/ && is_told && !/^# +ok / { print name ": " $0 }' "$logs/$1" | head -n 100
}

count() {
	local name=$1 status=$2 log=$logs/$1 skips bad
	skips=$(lines '^ok .*# SKIP' "$log")
	bad=$(lines '^not ok ' "$log")
	skipped=$((skipped + skips))
	passed=$((passed + $(lines '^ok ' "$log") - skips))
	failures_of "$name" >>"$logs/failures"
	if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
		miss "$name" "exit status $status"
	fi
	failed=$((failed + bad))
	echo "== $name: $(($(date +%s) - $(cat "$logs/$name.begin"))) s," \
		"$(awk '{ printf "%.0f", $1 + $2 }' "$logs/$name.cpu") s of processor time"
}

has_run() {
	[ -e "$logs/$1.begin" ]
}

# miss NAME WHY: count a step that could not be run.
miss() {
	echo "$1: not ok - $2" | tee -a "$logs/failures"
	failed=$((failed + 1))
}

# total: what failed, and the last line. Fails if anything did.
total() {
	local text="$passed passed, $failed failed"
	if [ "$skipped" != 0 ]; then
		text="$text, $skipped skipped"
	fi
	if [ "$failed" != 0 ]; then
		echo '== failed'
		cat "$logs/failures"
	fi
	echo "$text"
	[ "$failed" = 0 ]
}
