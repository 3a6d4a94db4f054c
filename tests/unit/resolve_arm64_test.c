// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <unistd.h>

#include "listing.h"
#include "resolve/manifest.h"
#include "resolve/prologue.h"
#include "resolve/record_place.h"
#include "synth/go_program.h"

#define LDR		0xf9400b90	/* ldr x16, [x28, #16] */
#define CMP		0xeb3063ff	/* cmp sp, x16 */
#define SUB		0xd10103f1	/* sub x17, sp, #64 */
#define CMP_X17		0xeb10023f	/* cmp x17, x16 */
#define B_LS(words_)	(0x54000009 | ((words_) & 0x7ffff) << 5)
#define RET		0xd65f03c0
#define BL		0x94000000
#define B_BACK		0x17fffffb

#define WORDS		100000
#define RECORD_VA	(LISTING_VA + 0x1000)

static struct listing listing;

static void decode(const uint32_t *code, size_t nr)
{
	assert_int_equal(listing_of_arch(&listing, &arch_arm64, code, 4 * nr), 0);
}

#define DECODE(...) decode((const uint32_t[]){ __VA_ARGS__ }, \
			   sizeof((const uint32_t[]){ __VA_ARGS__ }) / 4)

/* These are followed by what a function ends with: ret; bl morestack; b its start. */
#define EXPECT(at, ...) do {								\
	const struct insn *check;							\
											\
	DECODE(__VA_ARGS__, RET, BL, B_BACK);						\
	check = prologue_find_check(&listing);						\
	assert_non_null(check);								\
	assert_int_equal(check->va - LISTING_VA, at);					\
	assert_int_equal(check->len, 4);						\
	listing_deinit(&listing);							\
} while (0)

#define REFUSE(...) do {								\
	DECODE(__VA_ARGS__, RET, BL, B_BACK);						\
	assert_null(prologue_find_check(&listing));					\
	listing_deinit(&listing);							\
} while (0)

static void test_stack_checks(void **state)
{
	(void)state;
	EXPECT(8, LDR, CMP, B_LS(2));
	EXPECT(12, LDR, SUB, CMP_X17, B_LS(2));
	EXPECT(12, LDR, 0xd14007f1, CMP_X17, B_LS(2));	/* sub x17, sp, #1, lsl #12 */
	EXPECT(8, 0xf9400f90, CMP, B_LS(2));		/* on the system stack */
}

static void test_other_entries_are_refused(void **state)
{
	(void)state;
	REFUSE(RET);
	REFUSE(0xf9401390, CMP, B_LS(2));			/* other word of g */
	REFUSE(0xf9400b70, CMP, B_LS(2));			/* other register than g */
	REFUSE(0xb9400b90, CMP, B_LS(2));			/* half of the word */
	REFUSE(LDR, CMP_X17, B_LS(2));			/* without sub */
	REFUSE(LDR, SUB, CMP, B_LS(2));			/* sub for nothing */
	REFUSE(LDR, 0xd10103f0, CMP_X17, B_LS(2));	/* sub x16 */
	REFUSE(LDR, 0xd1010211, CMP_X17, B_LS(2));	/* sub x17, x16 */
	REFUSE(LDR, 0xeb1063ff, B_LS(2));		/* cmp xzr, x16, lsl #24 */
	REFUSE(LDR, CMP, 0xd503201f, B_LS(2));		/* not at once */
	REFUSE(LDR, CMP, B_LS(2) | 0x10);			/* bc.ls */
	for (uint32_t condition = 0; condition < 16; condition++)
		if (condition != 9)
			REFUSE(LDR, CMP, (B_LS(2) & ~0xfU) | condition);
}

static void test_branch_elsewhere_is_refused(void **state)
{
	(void)state;
	REFUSE(LDR, CMP, B_LS(100));
	REFUSE(LDR, CMP, B_LS(0));
	REFUSE(LDR, CMP, B_LS(-2));
	REFUSE(LDR, CMP, B_LS(0x40000));			/* the farthest back */
}

static void test_odd_lengths(void **state)
{
	const uint8_t code[7] = { 0 };

	(void)state;
	for (size_t len = 1; len < sizeof(code); len++) {
		int rc = listing_of_arch(&listing, &arch_arm64, code, len);

		assert_int_equal(rc, len == 4 ? 0 : -EILSEQ);
		if (!rc)
			listing_deinit(&listing);
	}
}

/* What capstone says of a word, in our terms. */
static struct insn by_capstone(csh capstone, uint32_t word)
{
	struct insn ret = { .kind = INSN_KIND_OTHER };
	cs_insn *cs;

	if (!cs_disasm(capstone, (const uint8_t *)&word, 4, LISTING_VA, 1, &cs))
		return ret;
	switch (cs->id) {
	case ARM64_INS_B:
		ret.kind = cs->detail->arm64.cc == ARM64_CC_INVALID ? INSN_KIND_JUMP :
								      INSN_KIND_BRANCH;
		if (cs->detail->arm64.cc == ARM64_CC_EQ)
			ret.condition = INSN_IF_EQUAL;
		if (cs->detail->arm64.cc == ARM64_CC_NE)
			ret.condition = INSN_IF_UNEQUAL;
		if (cs->detail->arm64.cc == ARM64_CC_LS)
			ret.condition = INSN_IF_BELOW_OR_EQUAL;
		break;
	case ARM64_INS_BL:
		ret.kind = INSN_KIND_CALL;
		break;
	case ARM64_INS_CBZ:
	case ARM64_INS_CBNZ:
	case ARM64_INS_TBZ:
	case ARM64_INS_TBNZ:
		ret.kind = INSN_KIND_BRANCH;
		break;
	}
	if (ret.kind != INSN_KIND_OTHER)
		ret.target = cs->detail->arm64.operands[cs->detail->arm64.op_count - 1].imm;
	cs_free(cs, 1);
	return ret;
}

/* Words of every first byte. */
static void test_as_capstone_has_it(void **state)
{
	uint64_t random = 1;
	csh capstone;

	(void)state;
	assert_int_equal(cs_open(CS_ARCH_ARM64, CS_MODE_ARM, &capstone), 0);
	cs_option(capstone, CS_OPT_DETAIL, CS_OPT_ON);
	for (uint32_t i = 0; i < WORDS; i++) {
		uint32_t word;
		struct insn ours, theirs;

		random = random * 6364136223846793005 + 1442695040888963407;
		word = i << 24 | (random >> 40);
		theirs = by_capstone(capstone, word);
		DECODE(word);
		ours = listing.insns[0];
		listing_deinit(&listing);
		if (ours.kind == INSN_KIND_NOP || ours.kind == INSN_KIND_RETURN ||
		    ours.kind == INSN_KIND_INDIRECT_JUMP)
			ours.kind = INSN_KIND_OTHER;
		if (ours.kind != theirs.kind || ours.condition != theirs.condition ||
		    ours.target != theirs.target)
			fail_msg("%08x: kind %u, condition %u, target %lx; theirs %u, %u, %lx",
				 word, ours.kind, ours.condition, (long)ours.target, theirs.kind,
				 theirs.condition, (long)theirs.target);
	}
	cs_close(&capstone);
}

/* tbz x2, #63; has the CPU ldaddal?; x2 = 1, x3 = histogram */
static const uint32_t inlined[] = {
	0xb6f80262, 0xf0000bfb, 0x911b0b7b, 0x39400362, 0x360000e2, 0xb24003e2, 0x90000c23,
	0x911f8063,
};

/* With one instruction behind it. */
static void decode_inlined(uint32_t next)
{
	uint32_t code[sizeof(inlined) / sizeof(inlined[0]) + 1];

	memcpy(code, inlined, sizeof(inlined));
	code[sizeof(inlined) / sizeof(inlined[0])] = next;
	decode(code, sizeof(code) / sizeof(code[0]));
}

static void expect_record(int at, unsigned int value_reg, uint64_t histogram_va)
{
	struct record_place place;
	bool is_found = record_place_find_only(&listing, RECORD_VA, &place);

	assert_int_equal(is_found, at >= 0);
	if (is_found) {
		assert_int_equal(place.insn->va - LISTING_VA, at);
		assert_int_equal(place.value_reg, value_reg);
		assert_int_equal(place.histogram_va, histogram_va);
	}
	listing_deinit(&listing);
}

/* As Go 1.19 has it, and with CPUs that are known to have the instruction. */
static void test_inlined_records(void **state)
{
	(void)state;
	decode_inlined(0xf8e20064);
	expect_record(0, 2, LISTING_VA / 4096 * 4096 + 0x184000 + 0x2e0);
	DECODE(RET, 0xb6f80042, 0xb24003e2, 0x90000c23, 0x911f8063, 0xf8e20064);
	expect_record(4, 2, LISTING_VA / 4096 * 4096 + 0x184000 + 0x2e0);
}

static void test_what_is_no_inlined_record(void **state)
{
	(void)state;
	decode_inlined(RET);
	expect_record(-1, 0, 0);
	decode_inlined(0xb8e20064);			/* addition of 4 bytes */
	expect_record(-1, 0, 0);
	DECODE(0xb7f80262, 0xf8e20064);			/* tbnz */
	expect_record(-1, 0, 0);
	DECODE(0xb6f0ffe2, 0xf8e20064);			/* other bit */
	expect_record(-1, 0, 0);
	DECODE(0xb6f8007f, 0xf8e20064);			/* of no register */
	expect_record(-1, 0, 0);
	DECODE(0xb6f80262, 0x14000001, 0xf8e20064);	/* not at once */
	expect_record(-1, 0, 0);
	DECODE(0xb6f80262, 0x360000e2, 0xf8e20064);	/* of a bit that nobody loaded */
	expect_record(-1, 0, 0);
	DECODE(0xb6f80262);
	expect_record(-1, 0, 0);
}

/* adrp x0; add x0; mov x1, x2; nop; bl, at 0x401000 */
static void test_record_calls(void **state)
{
	(void)state;
	DECODE(0xb0000b00, 0x91068000, 0xaa0203e1, 0xd503201f, BL | (0x1000 - 16) / 4);
	expect_record(16, 1, 0x562000 + 0x1a0);
	DECODE(0x900000e0, 0x91068000, BL | (0x1000 - 8) / 4);
	expect_record(8, 1, 0x41d000 + 0x1a0);
	DECODE(0x91068000, BL | (0x1000 - 4) / 4);	/* add to what nobody knows */
	expect_record(4, 1, 0);
	DECODE(0xb0000b01, 0x91068000, BL | (0x1000 - 8) / 4);	/* adrp x1 */
	expect_record(8, 1, 0);
	DECODE(0xb0000b00, 0x91068000, 0xaa0203e3, BL | (0x1000 - 12) / 4);	/* mov x3 */
	expect_record(12, 1, 0);
	DECODE(BL | (0x1000 + 4) / 4, BL);
	expect_record(-1, 0, 0);
}

static struct go_binary binary;
static struct manifest manifest;
static struct error err;

static int resolve_file(void)
{
	int fd = go_binary_fd(binary.file.data, binary.file.len);
	int rc = manifest_resolve(fd, "prog", &manifest, &err);

	close(fd);
	return rc;
}

static int teardown(void **state)
{
	(void)state;
	go_binary_deinit(&binary);
	manifest_deinit(&manifest);
	return 0;
}

static void expect_site(unsigned int role, const char *function, size_t at, unsigned int reg)
{
	uint64_t va = go_binary_va(&binary, function) + at;

	for (size_t i = 0; i < manifest.nr_sites; i++) {
		const struct mapgc_site *site = &manifest.sites[i];

		if (site->role != role || site->va != va)
			continue;
		assert_int_equal(site->value_reg, reg);
		assert_int_equal(site->insn_len, 4);
		assert_memory_equal(site->insn, binary.file.data + site->offset, 4);
		return;
	}
	fail_msg("%s+%zu: no such site", function, at);
}

static void expect_callsite(const char *function, size_t return_at, unsigned int verdict,
			    unsigned int depth, unsigned int flags)
{
	uint64_t off = go_binary_va(&binary, function) + return_at - manifest.text_va;

	for (size_t i = 0; i < manifest.nr_callsites; i++) {
		if (manifest.callsites[i].return_off != off)
			continue;
		assert_int_equal(manifest.callsites[i].verdict, verdict);
		assert_int_equal(manifest.callsites[i].depth, depth);
		assert_int_equal(manifest.callsites[i].flags, flags);
		return;
	}
	fail_msg("%s+%zu: no such call site", function, return_at);
}

static void expect_program(void)
{
	assert_int_equal(resolve_file(), 0);
	assert_ptr_equal(manifest.arch, &arch_arm64);
	assert_true(manifest.maps.is_on && manifest.gc.is_on);
	assert_string_equal(manifest.maps.reason, "depths are inferred from types on arm64");
	assert_string_equal(manifest.gc.reason, "");
	assert_int_equal(manifest.nr_sites, 10);
	expect_site(MAPGC_ROLE_MAP_OP, "runtime.mapassign_faststr", 8, 0);
	expect_site(MAPGC_ROLE_STOP, "runtime.stopTheWorldWithSema", 8, 0);
	expect_site(MAPGC_ROLE_START, "runtime.startTheWorldWithSema", 8, 0);
	expect_site(MAPGC_ROLE_STOPPING_GC, "runtime.stopTheWorldWithSema", 36, 1);
	expect_site(MAPGC_ROLE_STOPPING_OTHER, "runtime.stopTheWorldWithSema", 52, 1);
	expect_site(MAPGC_ROLE_TOTAL_GC, "runtime.startTheWorldWithSema", 44, 1);
	expect_site(MAPGC_ROLE_TOTAL_OTHER, "runtime.startTheWorldWithSema", 64, 1);
	expect_site(MAPGC_ROLE_CYCLE, "runtime.gcBgMarkStartWorkers", 8, 0);
	assert_int_equal(manifest.nr_callsites, 4);
	expect_callsite("runtime.typesEqual", 16, MAPGC_VERDICT_IGNORE, 0, 0);
	expect_callsite("main.chain", 40, MAPGC_VERDICT_INFER, 0, MAPGC_CALLSITE_REMEMBER);
	expect_callsite("main.chain", 60, MAPGC_VERDICT_INFER, 0, 0);
	expect_callsite("main.store", 16, MAPGC_VERDICT_DEPTH, 1, 0);
}

static void test_program(void **state)
{
	(void)state;
	go_program_init_arm64(&binary);
	go_binary_write(&binary);
	expect_program();
}

static void test_relocated_program(void **state)
{
	(void)state;
	go_program_init_arm64(&binary);
	binary.is_pie = true;
	binary.is_relocated = true;
	binary.is_text_in_moduledata = true;
	binary.c_bytes = 100;
	go_binary_write(&binary);
	expect_program();
}

/* Arguments were on the stack then. */
static void test_oldest_go(void **state)
{
	(void)state;
	go_program_init_arm64(&binary);
	binary.version = "go1.17.13";
	go_binary_write(&binary);
	assert_int_equal(resolve_file(), 0);
	assert_false(manifest.maps.is_on || manifest.gc.is_on);
	assert_string_equal(manifest.gc.reason,
			    "Go 1.17 is older than mapgc supports (Go 1.18)");
}

/* An amd64 function table in an arm64 file, and a function between two instructions. */
static void test_damaged_programs(void **state)
{
	(void)state;
	go_program_init_arm64(&binary);
	go_binary_write(&binary);
	binary.file.data[binary.table_offset + 6] = 1;
	assert_int_equal(resolve_file(), -EINVAL);
	assert_non_null(strstr(err.text, "unknown format"));
	binary.file.data[binary.table_offset + 6] = 4;
	binary.file.data[binary.functab_offset + 8] += 2;
	assert_int_equal(resolve_file(), -EINVAL);
	assert_non_null(strstr(err.text, "a function starts between two instructions"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stack_checks),
		cmocka_unit_test(test_other_entries_are_refused),
		cmocka_unit_test(test_branch_elsewhere_is_refused),
		cmocka_unit_test(test_odd_lengths),
		cmocka_unit_test(test_as_capstone_has_it),
		cmocka_unit_test(test_inlined_records),
		cmocka_unit_test(test_what_is_no_inlined_record),
		cmocka_unit_test(test_record_calls),
		cmocka_unit_test_teardown(test_program, teardown),
		cmocka_unit_test_teardown(test_relocated_program, teardown),
		cmocka_unit_test_teardown(test_oldest_go, teardown),
		cmocka_unit_test_teardown(test_damaged_programs, teardown),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_arm64", tests, NULL, NULL);
}
