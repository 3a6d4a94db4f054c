# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# The files that static checks look at: what is committed or about to be.

# sources PATTERN…: paths from the root of the repository, one a line.
# shellcheck disable=SC2120 # all files where there is no pattern
sources() {
	git -c safe.directory='*' ls-files -co --exclude-standard -- "$@" |
		sort -u | while IFS= read -r file; do
		if [ -f "$file" ]; then
			printf '%s\n' "$file"
		fi
	done
}

# scripts INTERPRETER: those whose first line names it.
scripts() {
	# shellcheck disable=SC2119
	sources | tr '\n' '\0' | xargs -0 grep -zlE "^#!.*\b$1\b" -- | sort -u |
		while IFS= read -r file; do
			if head -n 1 "$file" | grep -qaE "^#!.*\b$1\b"; then
				printf '%s\n' "$file"
			fi
		done
}
