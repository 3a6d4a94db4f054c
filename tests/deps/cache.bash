# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The cache of everything downloaded: where it is, and how an entry appears in
# it – whole or not at all, even when several fetch at once.

cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/mapgc
mkdir -p "$cache_dir/lock"

# cache_entry NAME COMMAND…: make sure that the entry NAME exists. COMMAND is run
# with an empty directory as its last argument and fills it; the directory then
# becomes the entry. One progress line on standard error.
cache_entry() {
	local name=$1 entry=$cache_dir/$1 work lock status
	shift
	if [ -e "$entry" ]; then
		return
	fi
	mkdir -p "$(dirname "$entry")"
	exec {lock}>"$cache_dir/lock/${name//\//-}"
	flock "$lock"
	if [ ! -e "$entry" ]; then
		printf 'cache: making %s\n' "$name" >&2
		work=$(mktemp -d "$entry.XXXXXX")
		# In a shell of its own, and not as a condition, for set -e to hold.
		set +e
		(
			trap 'rm -rf "$work"' EXIT
			set -e
			"$@" "$work"
			chmod 755 "$work"
			mv -T "$work" "$entry"
		)
		status=$?
		set -e
		if [ "$status" != 0 ]; then
			printf 'cache: %s: failed\n' "$name" >&2
			exit 1
		fi
	fi
	exec {lock}>&-
}

# cache_forget DIR DAYS [CONDITION…]: removes entries of DIR that are DAYS older than today, so
# that nobody still uses them; of these, those for which find's CONDITIONs hold.
cache_forget() {
	find "$cache_dir/$1" -mindepth 1 -maxdepth 1 -mtime +"$2" "${@:3}" \
		-exec rm -r {} + 2>/dev/null || true
}
