// SPDX-License-Identifier: GPL-2.0
#include "flow/insn.h"

#include <string.h>

#include "flow/operand.h"
#include "flow/state.h"

/* A copy of @width bytes between registers and memory. */
static void set_copy(struct insn *ret, const cs_insn *cs, uint8_t width)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (to->type == X86_OP_MEM) {
		ret->op = INSN_STORE;
		ret->src = operand_place(from->reg);
		operand_set_memory(ret, cs, to);
	} else if (from->type == X86_OP_MEM) {
		ret->op = INSN_LOAD;
		ret->dst = operand_place(to->reg);
		operand_set_memory(ret, cs, from);
	} else {
		ret->op = INSN_MOVE;
		ret->dst = operand_place(to->reg);
		ret->src = operand_place(from->reg);
	}
	ret->width = width;
}

static void translate_mov(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (from->type == X86_OP_IMM && to->type == X86_OP_REG && to->size >= 4) {
		ret->op = INSN_CONST;
		ret->dst = operand_place(to->reg);
		ret->imm = to->size == 4 ? (uint32_t)from->imm : (uint64_t)from->imm;
	} else if ((operand_is_gpr64(to) && (operand_is_gpr64(from) || from->type == X86_OP_MEM)) ||
		   (to->type == X86_OP_MEM && operand_is_gpr64(from))) {
		set_copy(ret, cs, 8);
	} else if (to->type == X86_OP_MEM && to->size == 8 && from->type == X86_OP_IMM) {
		ret->op = INSN_STORE_CONST;
		operand_set_memory(ret, cs, to);
		ret->imm = (uint64_t)from->imm;
	} else {
		operand_set_effects(ret, cs, INSN_NUMBER);
	}
}

static void translate_vector_mov(struct insn *ret, const cs_insn *cs, uint8_t width)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (cs->detail->x86.op_count != 2 || (!operand_is_xmm(to) && !operand_is_xmm(from)) ||
	    (to->type != X86_OP_MEM && !operand_is_xmm(to) && !operand_is_gpr64(to)) ||
	    (from->type != X86_OP_MEM && !operand_is_xmm(from) && !operand_is_gpr64(from)))
		operand_set_effects(ret, cs, INSN_UNKNOWN);
	else
		set_copy(ret, cs, width);
}

static void translate_lea(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands;

	if (!operand_is_gpr64(to)) {
		operand_set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->op = INSN_LEA;
	ret->dst = operand_place(to->reg);
	operand_set_memory(ret, cs, to + 1);
}

/* dst += imm. */
static void set_add(struct insn *ret, const cs_x86_op *to, uint64_t imm)
{
	ret->op = INSN_ADD;
	ret->dst = operand_place(to->reg);
	ret->width = to->size;
	ret->imm = imm;
}

static bool is_counter(const cs_x86_op *op)
{
	return op->type == X86_OP_REG && op->size == 4 && operand_place(op->reg) != PLACE_NONE;
}

static void translate_sum(struct insn *ret, const cs_insn *cs, int sign)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (from->type == X86_OP_IMM && (operand_is_gpr64(to) || is_counter(to))) {
		set_add(ret, to, (uint64_t)sign * (uint64_t)from->imm);
	} else if (!operand_is_gpr64(to)) {
		operand_set_effects(ret, cs, INSN_NUMBER);
	} else {
		ret->op = INSN_ADD_VALUE;
		ret->dst = operand_place(to->reg);
		if (from->type == X86_OP_MEM)
			operand_set_memory(ret, cs, from);
		else
			ret->src = operand_place(from->reg);
	}
}

static void translate_step(struct insn *ret, const cs_insn *cs, int sign)
{
	const cs_x86_op *to = cs->detail->x86.operands;

	if (operand_is_gpr64(to) || is_counter(to))
		set_add(ret, to, (uint64_t)sign);
	else
		operand_set_effects(ret, cs, INSN_NUMBER);
}

/* xor and the like: zero where both operands are one register. */
static void translate_xor(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (to->type != X86_OP_REG || from->type != X86_OP_REG || to->reg != from->reg ||
	    to->size < 4 || operand_place(to->reg) == PLACE_NONE) {
		operand_set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->op = INSN_ZERO;
	ret->dst = operand_place(to->reg);
}

static void translate_compare(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *a = cs->detail->x86.operands, *b = a + 1;

	ret->op = b->type == X86_OP_IMM ? INSN_COMPARE_CONST : INSN_COMPARE;
	if (a->size != 8) {
		ret->op = INSN_COMPARE_CONST;
		return;
	}
	if (b->type == X86_OP_IMM)
		ret->imm = b->imm;
	if (a->type == X86_OP_MEM)
		operand_set_memory(ret, cs, a);
	else
		ret->dst = operand_place(a->reg);
	if (b->type == X86_OP_MEM)
		operand_set_memory(ret, cs, b);
	else if (b->type == X86_OP_REG)
		ret->src = operand_place(b->reg);
}

static void translate_xchg(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *a = cs->detail->x86.operands, *b = a + 1;

	if (!operand_is_gpr64(a) || !operand_is_gpr64(b)) {
		/* Padding: xchg %ax,%ax. */
		if (a->type == X86_OP_REG && b->type == X86_OP_REG && a->reg == b->reg)
			ret->op = INSN_NOTHING;
		else
			operand_set_effects(ret, cs, INSN_UNKNOWN);
		return;
	}
	ret->op = INSN_SWAP;
	ret->dst = operand_place(a->reg);
	ret->src = operand_place(b->reg);
}

static void translate_cmov(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (!operand_is_gpr64(to)) {
		operand_set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->dst = operand_place(to->reg);
	ret->op = INSN_SELECT;
	if (from->type == X86_OP_MEM)
		operand_set_memory(ret, cs, from);
	else
		ret->src = operand_place(from->reg);
}

/* push and pop; what is no 64-bit general register is a number. */
static void translate_stack(struct insn *ret, const cs_insn *cs, enum insn_op how)
{
	const cs_x86_op *op = cs->detail->x86.operands;
	bool has_operand = cs->detail->x86.op_count;
	uint8_t place = PLACE_NONE;

	if (has_operand && op->type == X86_OP_MEM) {
		operand_set_effects(ret, cs, INSN_UNKNOWN);
		ret->writes |= 1U << PLACE_RSP;
		return;
	}
	if (has_operand && operand_is_gpr64(op))
		place = operand_place(op->reg);
	ret->op = how;
	if (how == INSN_PUSH)
		ret->src = place;
	else
		ret->dst = place;
}

static void translate_string(struct insn *ret, const cs_insn *cs, enum insn_op how)
{
	ret->op = how;
	ret->width = cs->detail->x86.operands[0].size;
	if (cs->detail->x86.prefix[0] == X86_PREFIX_REP ||
	    cs->detail->x86.prefix[0] == X86_PREFIX_REPNE)
		ret->flags |= INSN_REPEATED;
}

static void translate_jump(struct insn *ret, const cs_insn *cs, enum insn_op direct,
			   enum insn_op indirect)
{
	const cs_x86_op *op = cs->detail->x86.operands;

	if (cs->detail->x86.op_count == 1 && op->type == X86_OP_IMM) {
		ret->op = direct;
		ret->imm = op->imm;
		return;
	}
	ret->op = indirect;
	if (op->type == X86_OP_MEM)
		operand_set_memory(ret, cs, op);
	else if (op->type == X86_OP_REG)
		ret->dst = operand_place(op->reg);
}

static bool is_group(const cs_insn *cs, uint8_t group)
{
	for (int i = 0; i < cs->detail->groups_count; i++)
		if (cs->detail->groups[i] == group)
			return true;
	return false;
}

static void translate_add(struct insn *ret, const cs_insn *cs)
{
	translate_sum(ret, cs, 1);
}

static void translate_sub(struct insn *ret, const cs_insn *cs)
{
	translate_sum(ret, cs, -1);
}

static void translate_inc(struct insn *ret, const cs_insn *cs)
{
	translate_step(ret, cs, 1);
}

static void translate_dec(struct insn *ret, const cs_insn *cs)
{
	translate_step(ret, cs, -1);
}

static void translate_movups(struct insn *ret, const cs_insn *cs)
{
	translate_vector_mov(ret, cs, 16);
}

static void translate_movq(struct insn *ret, const cs_insn *cs)
{
	translate_vector_mov(ret, cs, 8);
}

static void translate_movs(struct insn *ret, const cs_insn *cs)
{
	translate_string(ret, cs, INSN_COPY);
}

/* The name of a string instruction and of one that moves a float. */
static void translate_movsd(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (operand_is_xmm(to) || operand_is_xmm(from))
		operand_set_effects(ret, cs, INSN_NUMBER);
	else
		translate_string(ret, cs, INSN_COPY);
}

static void translate_stos(struct insn *ret, const cs_insn *cs)
{
	translate_string(ret, cs, INSN_FILL);
}

static void translate_push(struct insn *ret, const cs_insn *cs)
{
	translate_stack(ret, cs, INSN_PUSH);
}

static void translate_pop(struct insn *ret, const cs_insn *cs)
{
	translate_stack(ret, cs, INSN_POP);
}

static void translate_call(struct insn *ret, const cs_insn *cs)
{
	translate_jump(ret, cs, INSN_CALL, INSN_CALL_INDIRECT);
}

static void translate_jmp(struct insn *ret, const cs_insn *cs)
{
	translate_jump(ret, cs, INSN_JUMP, INSN_JUMP_INDIRECT);
}

static void translate_far(struct insn *ret, const cs_insn *cs)
{
	(void)cs;
	ret->op = INSN_JUMP_INDIRECT;
}

static void translate_nothing(struct insn *ret, const cs_insn *cs)
{
	(void)cs;
	ret->op = INSN_NOTHING;
}

static void translate_end(struct insn *ret, const cs_insn *cs)
{
	(void)cs;
	ret->op = INSN_END;
}

/* Its result is a number, never a copy of a pointer. */
static void translate_number(struct insn *ret, const cs_insn *cs)
{
	operand_set_effects(ret, cs, INSN_NUMBER);
}

typedef void (*translator)(struct insn *ret, const cs_insn *cs);

static const translator translators[X86_INS_ENDING] = {
	[X86_INS_MOV] = translate_mov,
	[X86_INS_MOVABS] = translate_mov,
	[X86_INS_MOVUPS] = translate_movups,
	[X86_INS_MOVAPS] = translate_movups,
	[X86_INS_MOVUPD] = translate_movups,
	[X86_INS_MOVAPD] = translate_movups,
	[X86_INS_MOVDQU] = translate_movups,
	[X86_INS_MOVDQA] = translate_movups,
	[X86_INS_MOVQ] = translate_movq,
	[X86_INS_MOVSD] = translate_movsd,
	[X86_INS_MOVSB] = translate_movs,
	[X86_INS_MOVSW] = translate_movs,
	[X86_INS_MOVSQ] = translate_movs,
	[X86_INS_STOSB] = translate_stos,
	[X86_INS_STOSW] = translate_stos,
	[X86_INS_STOSD] = translate_stos,
	[X86_INS_STOSQ] = translate_stos,
	[X86_INS_LEA] = translate_lea,
	[X86_INS_XCHG] = translate_xchg,
	[X86_INS_PUSH] = translate_push,
	[X86_INS_PUSHFQ] = translate_push,
	[X86_INS_POP] = translate_pop,
	[X86_INS_POPFQ] = translate_pop,
	[X86_INS_CALL] = translate_call,
	[X86_INS_JMP] = translate_jmp,
	[X86_INS_LJMP] = translate_far,
	[X86_INS_LCALL] = translate_far,
	[X86_INS_CMOVA] = translate_cmov,
	[X86_INS_CMOVAE] = translate_cmov,
	[X86_INS_CMOVB] = translate_cmov,
	[X86_INS_CMOVBE] = translate_cmov,
	[X86_INS_CMOVE] = translate_cmov,
	[X86_INS_CMOVG] = translate_cmov,
	[X86_INS_CMOVGE] = translate_cmov,
	[X86_INS_CMOVL] = translate_cmov,
	[X86_INS_CMOVLE] = translate_cmov,
	[X86_INS_CMOVNE] = translate_cmov,
	[X86_INS_CMOVNO] = translate_cmov,
	[X86_INS_CMOVNP] = translate_cmov,
	[X86_INS_CMOVNS] = translate_cmov,
	[X86_INS_CMOVO] = translate_cmov,
	[X86_INS_CMOVP] = translate_cmov,
	[X86_INS_CMOVS] = translate_cmov,
	[X86_INS_ADD] = translate_add,
	[X86_INS_SUB] = translate_sub,
	[X86_INS_INC] = translate_inc,
	[X86_INS_DEC] = translate_dec,
	[X86_INS_CMP] = translate_compare,
	[X86_INS_TEST] = translate_compare,
	[X86_INS_XOR] = translate_xor,
	[X86_INS_XORPS] = translate_xor,
	[X86_INS_XORPD] = translate_xor,
	[X86_INS_PXOR] = translate_xor,
	[X86_INS_NOP] = translate_nothing,
	[X86_INS_PAUSE] = translate_nothing,
	[X86_INS_LFENCE] = translate_nothing,
	[X86_INS_MFENCE] = translate_nothing,
	[X86_INS_SFENCE] = translate_nothing,
	[X86_INS_PREFETCHNTA] = translate_nothing,
	[X86_INS_PREFETCHT0] = translate_nothing,
	[X86_INS_PREFETCHT1] = translate_nothing,
	[X86_INS_PREFETCHT2] = translate_nothing,
	[X86_INS_UCOMISD] = translate_nothing,
	[X86_INS_UCOMISS] = translate_nothing,
	[X86_INS_BT] = translate_nothing,
	[X86_INS_INT3] = translate_end,
	[X86_INS_UD2] = translate_end,
	[X86_INS_HLT] = translate_end,
	[X86_INS_AND] = translate_number,
	[X86_INS_OR] = translate_number,
	[X86_INS_NOT] = translate_number,
	[X86_INS_NEG] = translate_number,
	[X86_INS_SHL] = translate_number,
	[X86_INS_SHR] = translate_number,
	[X86_INS_SAR] = translate_number,
	[X86_INS_SAL] = translate_number,
	[X86_INS_ROL] = translate_number,
	[X86_INS_ROR] = translate_number,
	[X86_INS_SHLD] = translate_number,
	[X86_INS_SHRD] = translate_number,
	[X86_INS_SHLX] = translate_number,
	[X86_INS_SHRX] = translate_number,
	[X86_INS_SARX] = translate_number,
	[X86_INS_RORX] = translate_number,
	[X86_INS_IMUL] = translate_number,
	[X86_INS_MUL] = translate_number,
	[X86_INS_MULX] = translate_number,
	[X86_INS_DIV] = translate_number,
	[X86_INS_IDIV] = translate_number,
	[X86_INS_ADC] = translate_number,
	[X86_INS_SBB] = translate_number,
	[X86_INS_CDQ] = translate_number,
	[X86_INS_CQO] = translate_number,
	[X86_INS_CWD] = translate_number,
	[X86_INS_CDQE] = translate_number,
	[X86_INS_CWDE] = translate_number,
	[X86_INS_CBW] = translate_number,
	[X86_INS_MOVZX] = translate_number,
	[X86_INS_MOVSX] = translate_number,
	[X86_INS_MOVSXD] = translate_number,
	[X86_INS_BSF] = translate_number,
	[X86_INS_BSR] = translate_number,
	[X86_INS_BSWAP] = translate_number,
	[X86_INS_TZCNT] = translate_number,
	[X86_INS_LZCNT] = translate_number,
	[X86_INS_POPCNT] = translate_number,
	[X86_INS_ANDN] = translate_number,
	[X86_INS_BLSR] = translate_number,
	[X86_INS_BTS] = translate_number,
	[X86_INS_BTR] = translate_number,
	[X86_INS_BTC] = translate_number,
	[X86_INS_MOVBE] = translate_number,
	[X86_INS_SETA] = translate_number,
	[X86_INS_SETAE] = translate_number,
	[X86_INS_SETB] = translate_number,
	[X86_INS_SETBE] = translate_number,
	[X86_INS_SETE] = translate_number,
	[X86_INS_SETG] = translate_number,
	[X86_INS_SETGE] = translate_number,
	[X86_INS_SETL] = translate_number,
	[X86_INS_SETLE] = translate_number,
	[X86_INS_SETNE] = translate_number,
	[X86_INS_SETNO] = translate_number,
	[X86_INS_SETNP] = translate_number,
	[X86_INS_SETNS] = translate_number,
	[X86_INS_SETO] = translate_number,
	[X86_INS_SETP] = translate_number,
	[X86_INS_SETS] = translate_number,
	[X86_INS_ADDSD] = translate_number,
	[X86_INS_ADDSS] = translate_number,
	[X86_INS_SUBSD] = translate_number,
	[X86_INS_SUBSS] = translate_number,
	[X86_INS_MULSD] = translate_number,
	[X86_INS_MULSS] = translate_number,
	[X86_INS_DIVSD] = translate_number,
	[X86_INS_DIVSS] = translate_number,
	[X86_INS_SQRTSD] = translate_number,
	[X86_INS_SQRTSS] = translate_number,
	[X86_INS_MOVSS] = translate_number,
	[X86_INS_MOVD] = translate_number,
	[X86_INS_CVTSI2SD] = translate_number,
	[X86_INS_CVTSI2SS] = translate_number,
	[X86_INS_CVTTSD2SI] = translate_number,
	[X86_INS_CVTTSS2SI] = translate_number,
	[X86_INS_CVTSD2SS] = translate_number,
	[X86_INS_CVTSS2SD] = translate_number,
	[X86_INS_CVTSD2SI] = translate_number,
	[X86_INS_ROUNDSD] = translate_number,
	[X86_INS_ANDPS] = translate_number,
	[X86_INS_ORPS] = translate_number,
	[X86_INS_ANDPD] = translate_number,
	[X86_INS_ORPD] = translate_number,
	[X86_INS_RDTSC] = translate_number,
	[X86_INS_CPUID] = translate_number,
};

/* What is not listed: by the group of the instruction. */
static void translate_control(struct insn *ret, const cs_insn *cs)
{
	if (is_group(cs, X86_GRP_RET) || is_group(cs, X86_GRP_IRET))
		ret->op = INSN_END;
	else if (is_group(cs, X86_GRP_JUMP) || is_group(cs, X86_GRP_BRANCH_RELATIVE))
		translate_jump(ret, cs, INSN_BRANCH, INSN_JUMP_INDIRECT);
	else
		operand_set_effects(ret, cs, INSN_UNKNOWN);
}

static uint8_t condition_of(unsigned int id)
{
	switch (id) {
	case X86_INS_JE: case X86_INS_CMOVE:
		return CONDITION_EQUAL;
	case X86_INS_JNE: case X86_INS_CMOVNE:
		return CONDITION_UNEQUAL;
	case X86_INS_JA: case X86_INS_JAE: case X86_INS_JB: case X86_INS_JBE:
		return CONDITION_UNSIGNED;
	default:
		return CONDITION_ANY;
	}
}

void insn_translate(const cs_insn *cs, struct insn *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->dst = PLACE_NONE;
	ret->src = PLACE_NONE;
	ret->base = PLACE_NONE;
	ret->index = PLACE_NONE;
	ret->len = cs->size;
	ret->condition = condition_of(cs->id);
	if (cs->id < X86_INS_ENDING && translators[cs->id])
		translators[cs->id](ret, cs);
	else
		translate_control(ret, cs);
}
