// SPDX-License-Identifier: GPL-2.0
/* Any bytes as the machine code of a runtime function in which pauses are looked for. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/code.h"
#include "fuzz/harness.h"
#include "resolve/pause_points.h"
#include "resolve/prologue.h"
#include "resolve/record_place.h"
#include "resolve/record_reasons.h"

#define RECORD_VA	(CODE_CALLEES_VA + 16 * CALLEE_PLAIN)
#define THROW_VA	(CODE_CALLEES_VA + 16 * CALLEE_NO_RETURN)

static struct callee_range throw_range = {
	.va = THROW_VA, .end_va = THROW_VA + 16, .kind = CALLEE_NO_RETURN,
};

static const struct callees callees = { .ranges = &throw_range, .nr_ranges = 1 };

/* Without gaps, and of these bytes. */
static void check_listing(const struct listing *listing)
{
	uint64_t va = CODE_VA;
	size_t i;

	for (i = 0; i < listing->nr_insns; i++) {
		const struct insn *insn = &listing->insns[i];

		if (insn->va != va || !insn->len || listing_find(listing, va) != i ||
		    insn->bytes != listing->bytes + (va - CODE_VA))
			abort();
		va += insn->len;
	}
	if (va != CODE_VA + listing->len)
		abort();
}

static void expect(bool is_right)
{
	if (!is_right)
		abort();
}

static void check_place(const struct record_place *place)
{
	if (insn_is_call(place->insn))
		expect(insn_target(place->insn) == RECORD_VA && place->value_reg == 3);
	else
		expect(insn_is_jcc(place->insn) && place->value_reg < 16 && place->value_reg != 4);
}

static void check_records(const struct listing *listing)
{
	struct record_place gc, other, only;
	struct error err = { "" };

	if (!record_reasons_find(listing, RECORD_VA, &gc, &other, &err)) {
		check_place(&gc);
		check_place(&other);
		expect(gc.insn != other.insn);
	} else {
		expect(err.text[0]);
	}
	if (record_place_find_only(listing, RECORD_VA, &only))
		check_place(&only);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static csh capstone;
	struct listing listing;
	const struct insn *insn;
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy || (!capstone && listing_open_decoder(&arch_amd64, &capstone)))
		abort();
	memcpy(copy, data, len);
	if (listing_init(&listing, &arch_amd64, capstone, CODE_VA, copy, len))
		return 0;
	check_listing(&listing);
	insn = prologue_find_check(&listing);
	expect(!insn || insn_is_jbe(insn));
	insn = pause_points_stopped(&listing, &callees);
	expect(!insn || insn_is_jcc(insn));
	insn = pause_points_now(&listing, &callees, RECORD_VA);
	expect(!insn || (insn_is_call(insn) && insn_target(insn) == RECORD_VA));
	check_records(&listing);
	listing_deinit(&listing);
	return 0;
}
