#compdef mapgc-read
# SPDX-License-Identifier: GPL-2.0

local target='(-p --pid -e --exe -c --comm --cgroup -a --all --list --check --calibrate)'
local other='(--list --check -c --comm --cgroup -a --all)'
local view='(--watch --json --events)'
local command='(- *)'

_arguments -s \
	"$target"{-p,--pid}'[these processes]:process:_pids' \
	"$target"{-e,--exe}'[all that run this executable, now and later]:executable:_files' \
	"$target"{-c,--comm}'[all with this name]:name:_process_names -a' \
	"$target"--cgroup'[all in this cgroup v2 directory and below]:directory:_files -/' \
	"$target"{-a,--all}'[every Go process on the host]' \
	"$view"--watch'[live screen]::seconds: ' \
	"$view"--json'[one JSON object per interval (--list, --check: one)]' \
	"$view"--events'[one JSON line per pause, process and target]' \
	"$target"--list'[Go processes, and what works for them]' \
	"$target"--check'[what is missing on this host, if anything]' \
	"$other"--symbolize'[functions and lines there, of -p PID or -e PATH]::address: ' \
	"$target"--resolve'[what mapgc finds in an executable]:executable:_files' \
	'(-o --output)'{-o,--output}'[--resolve\: keep it there]:manifest:_files' \
	"$target"--calibrate'[what a probe hit costs on this host]' \
	"$command"{-h,--help}'[all options]' \
	"$command"{-V,--version}'[version of this program]' \
	'(-i --interval)'{-i,--interval}'[between snapshots]:seconds: ' \
	'(-n --count)'{-n,--count}'[end after so many snapshots or events]:number: ' \
	'(--budget)'--exact'[count every map operation, whatever it costs]' \
	'(--exact)'--budget'[of its CPU time, at most, for map operations]:percent: ' \
	'(--no-gc)'--no-maps'[without map depth]' \
	'(--no-maps)'--no-gc'[without pauses]'
