# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Results of a test, as TAP. Its function explain prints what is known of one that failed.

tap_count=0
tap_failures=0

# expect NAME CONDITION…: one result.
expect() {
	tap_count=$((tap_count + 1))
	if "${@:2}"; then
		echo "ok $tap_count - $1"
	else
		tap_failures=$((tap_failures + 1))
		echo "not ok $tap_count - $1"
		explain "${@:2}" | sed 's/^/# /'
	fi
}

# end_results: the plan. Fails if one has.
end_results() {
	echo "1..$tap_count"
	[ "$tap_failures" = 0 ]
}
