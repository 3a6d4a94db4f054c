# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# File systems made of Debian packages, none of them installed or configured.

# What make needs to build a module, besides headers and a compiler.
build_tools=(bash binutils coreutils dash diffutils findutils grep make mawk perl python3 sed
	util-linux)

# unpack_root SUITE DIR PACKAGE…: the packages, and all that they depend on.
unpack_root() {
	local suite=$1 dir=$2 package name
	shift 2
	mkdir -p "$dir"/usr/{bin,sbin,lib,lib64} "$dir/debs"
	for name in bin sbin lib lib64; do
		ln -s "usr/$name" "$dir/$name"
	done
	"$(dirname "${BASH_SOURCE[0]}")/archive" --closure "$suite" "$@" "$dir/debs"
	for package in "$dir"/debs/*.deb; do
		dpkg-deb --fsys-tarfile "$package" | tar -x -C "$dir" --keep-directory-symlink
	done
	rm -rf "$dir/debs" "$dir"/usr/share/{doc,man,locale,info}
}

# unpack_build_root SUITE DIR PACKAGE…: with these, modules can be built.
unpack_build_root() {
	local suite=$1 dir=$2
	shift 2
	unpack_root "$suite" "$dir" "$@" "${build_tools[@]}"
	mkdir -p "$dir"/{dev,proc,tmp}
	# What maintainer scripts would have done.
	ln -sf mawk "$dir/usr/bin/awk"
	ln -sf dash "$dir/usr/bin/sh"
}
