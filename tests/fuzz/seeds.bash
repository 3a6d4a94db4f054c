# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# usage: bash seeds.bash
#
# Makes what fuzzing starts from in build/tests/fuzz: seeds/KIND, an input a file;
# bases/small and bases/real, executables to edit. Of programs that a compiler made:
# the workloads that are built, and Debian's services where they are in the cache.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$root/build/tests/fuzz
# shellcheck source=tests/deps/cache.bash
. "$here/../deps/cache.bash"

# In a place of its own, so that two runs do not meet in it.
work=$(mktemp -d "$out/seeds.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/seeds/code" "$work/bases/small" "$work/bases/real"
"$out/corpus" "$work/seeds"

# cut EXECUTABLE NAME
cut() {
	if [ -x "$1" ]; then
		"$out/cut" "$1" "$2" "$work/bases/small" "$work/seeds/code"
	fi
}

for version in 1.19 1.24; do
	for program in first mixed chains.pie random.1 chains.arm64; do
		cut "$root/build/workloads/$version/$program" "$program-$version"
	done
	for program in first chains.pie chains.stripped chains.arm64; do
		if [ -x "$root/build/workloads/$version/$program" ]; then
			cp "$root/build/workloads/$version/$program" "$work/bases/real/$program-$version"
		fi
	done
done
cut "$cache_dir/services/prometheus/usr/bin/prometheus" prometheus
cut "$cache_dir/services/etcd-server/usr/bin/etcd" etcd
if [ -z "$(ls -A "$work/bases/real")" ]; then
	echo 'seeds: no workload is built (make workloads)' >&2
	exit 1
fi
# Of few map operations, so that what is changed is often not the table of them.
mkdir -p "$work/seeds/stored"
for version in 1.19 1.24; do
	first=$root/build/workloads/$version/first
	if [ -x "$first" ] && [ -x "$root/build/userspace/mapgc-read" ]; then
		"$root/build/userspace/mapgc-read" --resolve "$first" -o "$work/manifest" >/dev/null
		jq -c '.callsites |= .[:20] | .sites |= .[:8]' "$work/manifest" |
			head -n 1 >"$work/seeds/stored/$version"
		rm "$work/manifest"
	fi
done
cp "$work"/seeds/elf/* "$work/bases/small"
cp "$work"/bases/small/*-1.*.0 "$work/seeds/elf"

rm -rf "$out/seeds" "$out/bases"
mv "$work/seeds" "$work/bases" "$out"
