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

static void check_place(const struct arch *arch, const struct record_place *place)
{
	if (insn_is_call(place->insn))
		expect(insn_target(place->insn) == RECORD_VA &&
		       place->value_reg == arch->argument_regs[1]);
	else
		expect(insn_is_jcc(place->insn) && place->value_reg < 31);
}

/* What is found of the code itself, or of a function that it could be a copy of. */
static void check_copy(const struct listing *listing, const struct record_reasons *known)
{
	struct record_reasons copy;

	if (record_reasons_in_copy(listing, RECORD_VA, known, &copy))
		return;
	expect(copy.gc.insn || copy.other.insn);
	expect(copy.gc.insn != copy.other.insn);
	if (copy.gc.insn) {
		check_place(listing->arch, &copy.gc);
		expect(copy.gc.histogram_va == known->gc.histogram_va);
	}
	if (copy.other.insn) {
		check_place(listing->arch, &copy.other);
		expect(copy.other.histogram_va == known->other.histogram_va);
	}
}

static void check_records(const struct listing *listing)
{
	struct record_reasons found;
	struct record_place only;
	struct error err = { "" };

	if (!record_reasons_find(listing, RECORD_VA, &found, &err)) {
		check_place(listing->arch, &found.gc);
		check_place(listing->arch, &found.other);
		expect(found.gc.insn != found.other.insn);
		check_copy(listing, &found);
	} else {
		expect(err.text[0]);
	}
	if (record_place_find_only(listing, RECORD_VA, &only)) {
		check_place(listing->arch, &only);
		found.gc.histogram_va = only.histogram_va;
		found.other.histogram_va = only.histogram_va + RECORD_HISTOGRAM_BYTES;
		check_copy(listing, &found);
	}
}

/* Of every instruction, wherever it stands. */
static void check_constants(const struct listing *listing)
{
	const struct arch *arch = listing->arch;
	uint64_t va;
	size_t i;

	for (i = 0; i < listing->nr_insns; i++) {
		arch->constant(listing, i, &va);
		arch->word_load(listing, i);
		expect(arch->copied_to(&listing->insns[i]) < 31);
		expect(arch->compared(&listing->insns[i], 1) < 31);
	}
}

static void check_code(const struct arch *arch, csh capstone, const uint8_t *data, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);
	struct listing listing;
	const struct insn *insn;

	expect(copy);
	memcpy(copy, data, len);
	if (listing_init(&listing, arch, capstone, CODE_VA, copy, len))
		return;
	check_listing(&listing);
	insn = prologue_find_check(&listing);
	expect(!insn || insn_is_jbe(insn));
	insn = pause_points_stopped(&listing, &callees);
	expect(!insn || insn_is_jcc(insn));
	insn = pause_points_now(&listing, &callees, RECORD_VA);
	expect(!insn || (insn_is_call(insn) && insn_target(insn) == RECORD_VA));
	check_records(&listing);
	check_constants(&listing);
	listing_deinit(&listing);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static csh capstone;

	if (!capstone && listing_open_decoder(&arch_amd64, &capstone))
		abort();
	check_code(&arch_amd64, capstone, data, len);
	check_code(&arch_arm64, 0, data, len & ~(size_t)3);
	return 0;
}
