# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034 # _init_completion sets them
# Completion for bash: the options are those that --help lists.

_mapgc_read() {
	local cur prev words cword split
	_init_completion -s || return

	case $prev in
	-p | --pid)
		_pids
		return
		;;
	-c | --comm)
		_pnames
		return
		;;
	-e | --exe | --resolve | -o | --output)
		_filedir
		return
		;;
	--cgroup)
		_filedir -d
		return
		;;
	-i | --interval | -n | --count | --budget)
		return
		;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_parse_help "$1")" -- "$cur")
	fi
} && complete -F _mapgc_read mapgc-read
