// SPDX-License-Identifier: GPL-2.0
#include "flow/code.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "flow/array.h"
#include "flow/jumptable.h"

int code_init(struct code *code, const struct flow_env *env)
{
	memset(code, 0, sizeof(*code));
	code->env = env;
	if (cs_open(CS_ARCH_X86, CS_MODE_64, &code->capstone))
		return -ENOMEM;
	if (cs_option(code->capstone, CS_OPT_DETAIL, CS_OPT_ON))
		goto fail;
	code->scratch = cs_malloc(code->capstone);
	if (!code->scratch)
		goto fail;
	return 0;
fail:
	cs_close(&code->capstone);
	return -ENOMEM;
}

void code_deinit(struct code *code)
{
	cs_free(code->scratch, 1);
	cs_close(&code->capstone);
	free(code->insns);
	free(code->leaders);
	free(code->blocks);
	free(code->table);
	free(code->sites);
}

bool code_find(const struct code *code, uint64_t va, uint32_t *ret)
{
	size_t low = 0, high = code->nr_insns;
	uint64_t off = va - code->fn->va;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (code->insns[mid].off < off)
			low = mid + 1;
		else
			high = mid;
	}
	*ret = low;
	return low < code->nr_insns && code->insns[low].off == off;
}

static int add_site(struct code *code, struct insn *call)
{
	struct site *site;

	if (array_reserve(&code->sites, &code->sites_room, code->nr_sites + 1,
			  sizeof(*code->sites)))
		return -ENOMEM;
	call->site = code->nr_sites;
	site = code->sites + code->nr_sites++;
	site->insn = call - code->insns;
	site->callee = call->callee;
	site->read = 0;
	if (call->callee == CALLEE_MAP_READ)
		site->read = code->nr_reads++;
	return 0;
}

static int add_insn(struct code *code, uint32_t off)
{
	struct insn *insn;

	if (array_reserve(&code->insns, &code->insns_room, code->nr_insns + 1,
			  sizeof(*code->insns)))
		return -ENOMEM;
	insn = code->insns + code->nr_insns++;
	insn_translate(code->scratch, insn);
	insn->off = off;
	if (insn->op != INSN_CALL)
		return 0;
	insn->callee = code->env->classify(code->env->ctx, insn->imm);
	return code_is_map_function(insn->callee) ? add_site(code, insn) : 0;
}

/* Decode all bytes; is_understood tells whether that went well up to the end. */
static int decode(struct code *code)
{
	const uint8_t *bytes = code->fn->code;
	size_t left = code->fn->len;
	uint64_t va = code->fn->va;

	while (left) {
		uint32_t off = code->fn->len - left;

		if (!cs_disasm_iter(code->capstone, &bytes, &left, &va, code->scratch))
			return 0;
		if (code->nr_insns == CODE_INSNS_MAX)
			return 0;
		if (add_insn(code, off))
			return -ENOMEM;
	}
	code->is_understood = true;
	return 0;
}

static bool is_inside(const struct code *code, uint64_t va)
{
	return va - code->fn->va < code->fn->len;
}

/* A jump that leaves the function ends it; one between instructions is not understood. */
static bool mark_target(struct code *code, const struct insn *jump)
{
	uint32_t index;

	if (!is_inside(code, jump->imm))
		return true;
	if (!code_find(code, jump->imm, &index))
		return false;
	code->leaders[index] |= LEADER_TARGET;
	return true;
}

static bool insn_ends_block(const struct insn *insn)
{
	return insn_is_end(insn) || insn->op == INSN_BRANCH ||
	       (insn->op == INSN_CALL && insn->callee == CALLEE_NO_RETURN);
}

static bool mark_direct(struct code *code)
{
	code->leaders[0] = LEADER_TARGET;
	for (size_t i = 0; i < code->nr_insns; i++) {
		const struct insn *insn = code->insns + i;

		if (insn_ends_block(insn))
			code->leaders[i + 1] |= LEADER_BEHIND;
		if ((insn->op == INSN_BRANCH || insn->op == INSN_JUMP) &&
		    !mark_target(code, insn))
			return false;
	}
	return true;
}

/* Find the targets of one jump through a table, as instruction indexes. */
static int add_table(struct code *code, uint32_t jump)
{
	uint32_t first = code->nr_table, index;
	struct jump_table table;
	uint64_t target;

	code->is_understood = jump_table_find(code, jump, &table);
	while (code->is_understood && jump_table_next(code, &table, &target)) {
		if (code->nr_table == CODE_TABLE_MAX || !code_find(code, target, &index)) {
			code->is_understood = false;
			return 0;
		}
		if (array_reserve(&code->table, &code->table_room, code->nr_table + 1,
				  sizeof(*code->table)))
			return -ENOMEM;
		code->table[code->nr_table++] = index;
	}
	code->insns[jump].site = first;
	code->insns[jump].imm = code->nr_table - first;
	/* With jae instead of ja the bound is one too many. */
	if (code->nr_table == first || (table.is_bounded && table.left > 1))
		code->is_understood = false;
	return 0;
}

static int mark_tables(struct code *code)
{
	for (size_t i = 0; i < code->nr_insns && code->is_understood; i++)
		if (code->insns[i].op == INSN_JUMP_INDIRECT && add_table(code, i))
			return -ENOMEM;
	for (size_t i = 0; i < code->nr_table; i++)
		code->leaders[code->table[i]] |= LEADER_TARGET;
	return 0;
}

static uint32_t block_at(const struct code *code, uint32_t insn)
{
	size_t low = 0, high = code->nr_blocks;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (code->blocks[mid].first < insn)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int split(struct code *code)
{
	for (size_t i = 0; i < code->nr_insns; i++) {
		if (code->leaders[i]) {
			if (array_reserve(&code->blocks, &code->blocks_room, code->nr_blocks + 1,
					  sizeof(*code->blocks)))
				return -ENOMEM;
			code->blocks[code->nr_blocks++] = (struct block){
				.first = i, .next = BLOCK_NONE, .target = BLOCK_NONE,
			};
		}
		code->blocks[code->nr_blocks - 1].end = i + 1;
	}
	return 0;
}

static void link_block(struct code *code, uint32_t index)
{
	struct block *block = code->blocks + index;
	uint32_t last = block->end - 1, target;
	const struct insn *insn = code->insns + last;
	bool is_call_to_nowhere = insn->op == INSN_CALL && insn->callee == CALLEE_NO_RETURN;

	if (!insn_is_end(insn) && !is_call_to_nowhere && block->end < code->nr_insns)
		block->next = index + 1;
	if ((insn->op == INSN_BRANCH || insn->op == INSN_JUMP) &&
	    is_inside(code, insn->imm) && code_find(code, insn->imm, &target))
		block->target = block_at(code, target);
	if (insn->op == INSN_JUMP_INDIRECT) {
		block->table = insn->site;
		block->nr_table = insn->imm;
	}
}

static int form_blocks(struct code *code)
{
	int err;

	if (array_reserve(&code->leaders, &code->leaders_room, code->nr_insns + 1,
			  sizeof(*code->leaders)))
		return -ENOMEM;
	memset(code->leaders, 0, code->nr_insns + 1);
	if (!mark_direct(code)) {
		code->is_understood = false;
		return 0;
	}
	err = mark_tables(code);
	if (err || !code->is_understood)
		return err;
	err = split(code);
	if (err)
		return err;
	for (size_t i = 0; i < code->nr_blocks; i++)
		link_block(code, i);
	for (size_t i = 0; i < code->nr_table; i++)
		code->table[i] = block_at(code, code->table[i]);
	return 0;
}

int code_load(struct code *code, const struct flow_function *fn)
{
	int err;

	code->fn = fn;
	code->nr_insns = 0;
	code->nr_blocks = 0;
	code->nr_table = 0;
	code->nr_sites = 0;
	code->nr_reads = 0;
	code->is_understood = false;
	if (!fn->len || fn->len > CODE_BYTES_MAX)
		return 0;
	err = decode(code);
	if (err || !code->is_understood)
		return err;
	return form_blocks(code);
}
