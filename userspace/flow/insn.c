// SPDX-License-Identifier: GPL-2.0
#include "flow/insn.h"

#include <string.h>

#include "flow/state.h"

/* One more than the place of a general register, by capstone's name for any part of it. */
#define GENERAL(place, r64, r32, r16, r8) \
	[X86_REG_##r64] = (place) + 1, [X86_REG_##r32] = (place) + 1, \
	[X86_REG_##r16] = (place) + 1, [X86_REG_##r8] = (place) + 1

static const uint8_t general_places[X86_REG_ENDING] = {
	GENERAL(PLACE_RAX, RAX, EAX, AX, AL), [X86_REG_AH] = PLACE_RAX + 1,
	GENERAL(PLACE_RCX, RCX, ECX, CX, CL), [X86_REG_CH] = PLACE_RCX + 1,
	GENERAL(PLACE_RDX, RDX, EDX, DX, DL), [X86_REG_DH] = PLACE_RDX + 1,
	GENERAL(PLACE_RBX, RBX, EBX, BX, BL), [X86_REG_BH] = PLACE_RBX + 1,
	GENERAL(PLACE_RSP, RSP, ESP, SP, SPL),
	GENERAL(PLACE_RBP, RBP, EBP, BP, BPL),
	GENERAL(PLACE_RSI, RSI, ESI, SI, SIL),
	GENERAL(PLACE_RDI, RDI, EDI, DI, DIL),
	GENERAL(PLACE_R8, R8, R8D, R8W, R8B),
	GENERAL(PLACE_R9, R9, R9D, R9W, R9B),
	GENERAL(PLACE_R10, R10, R10D, R10W, R10B),
	GENERAL(PLACE_R11, R11, R11D, R11W, R11B),
	GENERAL(PLACE_R12, R12, R12D, R12W, R12B),
	GENERAL(PLACE_R13, R13, R13D, R13W, R13B),
	GENERAL(PLACE_R14, R14, R14D, R14W, R14B),
	GENERAL(PLACE_R15, R15, R15D, R15W, R15B),
};

static bool is_in(x86_reg reg, x86_reg first, int nr)
{
	return reg >= first && (int)reg < (int)first + nr;
}

/* The place of a register or of its lowest part. */
static uint8_t place_of(x86_reg reg)
{
	if (is_in(reg, X86_REG_XMM0, 16))
		return PLACE_XMM_LOW + (reg - X86_REG_XMM0);
	if (is_in(reg, X86_REG_YMM0, 16))
		return PLACE_XMM_LOW + (reg - X86_REG_YMM0);
	if (is_in(reg, X86_REG_ZMM0, 16))
		return PLACE_XMM_LOW + (reg - X86_REG_ZMM0);
	if ((unsigned int)reg < X86_REG_ENDING && general_places[reg])
		return general_places[reg] - 1;
	return PLACE_NONE;
}

/* Bit of a register in reads and writes; general registers and XMM lie next to each other. */
static uint32_t bit_of(x86_reg reg)
{
	uint8_t place = place_of(reg);

	return place == PLACE_NONE ? 0 : 1U << place;
}

static void set_memory(struct insn *ret, const cs_insn *cs, const cs_x86_op *op)
{
	const x86_op_mem *mem = &op->mem;

	ret->flags |= INSN_MEM;
	ret->width = op->size;
	ret->disp = mem->disp;
	ret->scale = mem->scale;
	if (mem->segment == X86_REG_FS || mem->segment == X86_REG_GS)
		ret->flags |= INSN_MEM_FOREIGN;
	if (mem->base == X86_REG_RIP) {
		ret->flags |= INSN_MEM_FIXED;
		if (ret->op == INSN_LEA)
			ret->imm = cs->address + cs->size + mem->disp;
		return;
	}
	if (cs->detail->x86.addr_size != 8)
		ret->flags |= INSN_MEM_FOREIGN;
	ret->base = place_of(mem->base);
	ret->index = place_of(mem->index);
}

static bool is_gpr64(const cs_x86_op *op)
{
	return op->type == X86_OP_REG && op->size == 8 && place_of(op->reg) < PLACE_XMM_LOW;
}

static bool is_xmm(const cs_x86_op *op)
{
	return op->type == X86_OP_REG && is_in(op->reg, X86_REG_XMM0, 16);
}

/* The operands as sets of registers, for instructions that need no closer look. */
static void set_effects(struct insn *ret, const cs_insn *cs, enum insn_op how)
{
	const cs_detail *detail = cs->detail;

	ret->op = how;
	ret->reads = 0;
	ret->writes = 0;
	for (int i = 0; i < detail->x86.op_count; i++) {
		const cs_x86_op *op = detail->x86.operands + i;
		/* Where capstone does not know, the first operand may be written. */
		uint8_t access = op->access ? op->access :
				 i ? CS_AC_READ : CS_AC_READ | CS_AC_WRITE;

		if (op->type == X86_OP_MEM) {
			set_memory(ret, cs, op);
			ret->flags |= access & CS_AC_READ ? INSN_MEM_READ : 0;
			ret->flags |= access & CS_AC_WRITE ? INSN_MEM_WRITE : 0;
		} else if (op->type == X86_OP_REG) {
			ret->reads |= access & CS_AC_READ ? bit_of(op->reg) : 0;
			ret->writes |= access & CS_AC_WRITE ? bit_of(op->reg) : 0;
			if (access & CS_AC_WRITE && !bit_of(op->reg))
				ret->flags |= INSN_ELSEWHERE;
		}
	}
	for (int i = 0; i < detail->regs_read_count; i++)
		ret->reads |= bit_of(detail->regs_read[i]);
	for (int i = 0; i < detail->regs_write_count; i++)
		ret->writes |= bit_of(detail->regs_write[i]);
}

/* A copy of @width bytes between registers and memory. */
static void set_copy(struct insn *ret, const cs_insn *cs, uint8_t width)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (to->type == X86_OP_MEM) {
		ret->op = INSN_STORE;
		ret->src = place_of(from->reg);
		set_memory(ret, cs, to);
	} else if (from->type == X86_OP_MEM) {
		ret->op = INSN_LOAD;
		ret->dst = place_of(to->reg);
		set_memory(ret, cs, from);
	} else {
		ret->op = INSN_MOVE;
		ret->dst = place_of(to->reg);
		ret->src = place_of(from->reg);
	}
	ret->width = width;
}

static void translate_mov(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (from->type == X86_OP_IMM && to->type == X86_OP_REG && to->size >= 4) {
		ret->op = INSN_CONST;
		ret->dst = place_of(to->reg);
		ret->imm = to->size == 4 ? (uint32_t)from->imm : (uint64_t)from->imm;
	} else if ((is_gpr64(to) && (is_gpr64(from) || from->type == X86_OP_MEM)) ||
		   (to->type == X86_OP_MEM && is_gpr64(from))) {
		set_copy(ret, cs, 8);
	} else {
		set_effects(ret, cs, INSN_NUMBER);
	}
}

static void translate_vector_mov(struct insn *ret, const cs_insn *cs, uint8_t width)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (cs->detail->x86.op_count != 2 || (!is_xmm(to) && !is_xmm(from)) ||
	    (to->type != X86_OP_MEM && !is_xmm(to) && !is_gpr64(to)) ||
	    (from->type != X86_OP_MEM && !is_xmm(from) && !is_gpr64(from)))
		set_effects(ret, cs, INSN_UNKNOWN);
	else
		set_copy(ret, cs, width);
}

static void translate_lea(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands;

	if (!is_gpr64(to)) {
		set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->op = INSN_LEA;
	ret->dst = place_of(to->reg);
	set_memory(ret, cs, to + 1);
}

static void translate_add(struct insn *ret, const cs_insn *cs, int sign)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (!is_gpr64(to)) {
		set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->dst = place_of(to->reg);
	ret->src = PLACE_NONE;
	if (from->type == X86_OP_IMM) {
		ret->op = INSN_ADD;
		ret->imm = (uint64_t)sign * (uint64_t)from->imm;
	} else if (from->type == X86_OP_MEM) {
		ret->op = INSN_ADD_MEM;
		set_memory(ret, cs, from);
	} else {
		ret->op = INSN_ADD_REG;
		ret->src = place_of(from->reg);
	}
}

static void translate_step(struct insn *ret, const cs_insn *cs, int sign)
{
	const cs_x86_op *to = cs->detail->x86.operands;

	if (!is_gpr64(to)) {
		set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->op = INSN_ADD;
	ret->dst = place_of(to->reg);
	ret->imm = (uint64_t)sign;
}

/* xor and the like: zero where both operands are one register. */
static void translate_xor(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (to->type != X86_OP_REG || from->type != X86_OP_REG || to->reg != from->reg ||
	    to->size < 4 || place_of(to->reg) == PLACE_NONE) {
		set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->op = INSN_CONST;
	ret->dst = place_of(to->reg);
	ret->imm = 0;
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
		set_memory(ret, cs, a);
	else
		ret->dst = place_of(a->reg);
	if (b->type == X86_OP_MEM)
		set_memory(ret, cs, b);
	else if (b->type == X86_OP_REG)
		ret->src = place_of(b->reg);
}

static void translate_xchg(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *a = cs->detail->x86.operands, *b = a + 1;

	if (!is_gpr64(a) || !is_gpr64(b)) {
		/* Padding: xchg %ax,%ax. */
		if (a->type == X86_OP_REG && b->type == X86_OP_REG && a->reg == b->reg)
			ret->op = INSN_NOTHING;
		else
			set_effects(ret, cs, INSN_UNKNOWN);
		return;
	}
	ret->op = INSN_SWAP;
	ret->dst = place_of(a->reg);
	ret->src = place_of(b->reg);
}

static void translate_cmov(struct insn *ret, const cs_insn *cs)
{
	const cs_x86_op *to = cs->detail->x86.operands, *from = to + 1;

	if (!is_gpr64(to)) {
		set_effects(ret, cs, INSN_NUMBER);
		return;
	}
	ret->dst = place_of(to->reg);
	if (from->type == X86_OP_MEM) {
		ret->op = INSN_SELECT_MEM;
		set_memory(ret, cs, from);
	} else {
		ret->op = INSN_SELECT;
		ret->src = place_of(from->reg);
	}
}

/* push and pop; what is no 64-bit general register is a number. */
static void translate_stack(struct insn *ret, const cs_insn *cs, enum insn_op how)
{
	const cs_x86_op *op = cs->detail->x86.operands;
	uint8_t place = cs->detail->x86.op_count && is_gpr64(op) ? place_of(op->reg) : PLACE_NONE;

	if (cs->detail->x86.op_count && op->type == X86_OP_MEM) {
		set_effects(ret, cs, INSN_UNKNOWN);
		ret->writes |= 1U << PLACE_RSP;
		return;
	}
	ret->op = how;
	if (how == INSN_PUSH)
		ret->src = place;
	else
		ret->dst = place;
}

static void translate_string(struct insn *ret, const cs_insn *cs, enum insn_op how, uint8_t width)
{
	ret->op = how;
	ret->width = width;
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
		set_memory(ret, cs, op);
	else if (op->type == X86_OP_REG)
		ret->dst = place_of(op->reg);
}

static bool is_group(const cs_insn *cs, uint8_t group)
{
	for (int i = 0; i < cs->detail->groups_count; i++)
		if (cs->detail->groups[i] == group)
			return true;
	return false;
}

/* Instructions that move data or control. Return: false if it is another one. */
static bool translate_transfer(struct insn *ret, const cs_insn *cs)
{
	switch (cs->id) {
	case X86_INS_MOV: case X86_INS_MOVABS:
		translate_mov(ret, cs);
		return true;
	case X86_INS_MOVUPS: case X86_INS_MOVAPS: case X86_INS_MOVUPD: case X86_INS_MOVAPD:
	case X86_INS_MOVDQU: case X86_INS_MOVDQA:
		translate_vector_mov(ret, cs, 16);
		return true;
	case X86_INS_MOVQ:
		translate_vector_mov(ret, cs, 8);
		return true;
	case X86_INS_MOVSD:
		if (is_xmm(cs->detail->x86.operands) || is_xmm(cs->detail->x86.operands + 1))
			set_effects(ret, cs, INSN_NUMBER);
		else
			translate_string(ret, cs, INSN_COPY, 4);
		return true;
	case X86_INS_MOVSB: translate_string(ret, cs, INSN_COPY, 1); return true;
	case X86_INS_MOVSW: translate_string(ret, cs, INSN_COPY, 2); return true;
	case X86_INS_MOVSQ: translate_string(ret, cs, INSN_COPY, 8); return true;
	case X86_INS_STOSB: translate_string(ret, cs, INSN_FILL, 1); return true;
	case X86_INS_STOSW: translate_string(ret, cs, INSN_FILL, 2); return true;
	case X86_INS_STOSD: translate_string(ret, cs, INSN_FILL, 4); return true;
	case X86_INS_STOSQ: translate_string(ret, cs, INSN_FILL, 8); return true;
	case X86_INS_LEA: translate_lea(ret, cs); return true;
	case X86_INS_XCHG: translate_xchg(ret, cs); return true;
	case X86_INS_PUSH: case X86_INS_PUSHFQ:
		translate_stack(ret, cs, INSN_PUSH);
		return true;
	case X86_INS_POP: case X86_INS_POPFQ:
		translate_stack(ret, cs, INSN_POP);
		return true;
	case X86_INS_CALL:
		translate_jump(ret, cs, INSN_CALL, INSN_CALL_INDIRECT);
		return true;
	case X86_INS_JMP:
		translate_jump(ret, cs, INSN_JUMP, INSN_JUMP_INDIRECT);
		return true;
	case X86_INS_LJMP: case X86_INS_LCALL:
		ret->op = INSN_JUMP_INDIRECT;
		return true;
	case X86_INS_CMOVA: case X86_INS_CMOVAE: case X86_INS_CMOVB: case X86_INS_CMOVBE:
	case X86_INS_CMOVE: case X86_INS_CMOVG: case X86_INS_CMOVGE: case X86_INS_CMOVL:
	case X86_INS_CMOVLE: case X86_INS_CMOVNE: case X86_INS_CMOVNO: case X86_INS_CMOVNP:
	case X86_INS_CMOVNS: case X86_INS_CMOVO: case X86_INS_CMOVP: case X86_INS_CMOVS:
		translate_cmov(ret, cs);
		return true;
	default:
		return false;
	}
}

/* Arithmetic with a meaning of its own. Return: false if it is another one. */
static bool translate_arithmetic(struct insn *ret, const cs_insn *cs)
{
	switch (cs->id) {
	case X86_INS_ADD: translate_add(ret, cs, 1); return true;
	case X86_INS_SUB: translate_add(ret, cs, -1); return true;
	case X86_INS_INC: translate_step(ret, cs, 1); return true;
	case X86_INS_DEC: translate_step(ret, cs, -1); return true;
	case X86_INS_CMP: case X86_INS_TEST:
		translate_compare(ret, cs);
		return true;
	case X86_INS_XOR: case X86_INS_XORPS: case X86_INS_XORPD: case X86_INS_PXOR:
		translate_xor(ret, cs);
		return true;
	case X86_INS_NOP: case X86_INS_PAUSE: case X86_INS_LFENCE: case X86_INS_MFENCE:
	case X86_INS_SFENCE: case X86_INS_PREFETCHNTA: case X86_INS_PREFETCHT0:
	case X86_INS_PREFETCHT1: case X86_INS_PREFETCHT2: case X86_INS_UCOMISD:
	case X86_INS_UCOMISS: case X86_INS_BT:
		ret->op = INSN_NOTHING;
		return true;
	case X86_INS_INT3: case X86_INS_UD2: case X86_INS_HLT:
		ret->op = INSN_END;
		return true;
	default:
		return false;
	}
}

/* Instructions whose results are numbers, never a copy of a pointer. */
static bool is_number(unsigned int id)
{
	switch (id) {
	case X86_INS_AND: case X86_INS_OR: case X86_INS_NOT: case X86_INS_NEG:
	case X86_INS_SHL: case X86_INS_SHR: case X86_INS_SAR: case X86_INS_SAL:
	case X86_INS_ROL: case X86_INS_ROR: case X86_INS_SHLD: case X86_INS_SHRD:
	case X86_INS_SHLX: case X86_INS_SHRX: case X86_INS_SARX: case X86_INS_RORX:
	case X86_INS_IMUL: case X86_INS_MUL: case X86_INS_MULX: case X86_INS_DIV:
	case X86_INS_IDIV: case X86_INS_ADC: case X86_INS_SBB: case X86_INS_CDQ:
	case X86_INS_CQO: case X86_INS_CWD: case X86_INS_CDQE: case X86_INS_CWDE:
	case X86_INS_CBW: case X86_INS_MOVZX: case X86_INS_MOVSX: case X86_INS_MOVSXD:
	case X86_INS_BSF: case X86_INS_BSR: case X86_INS_BSWAP: case X86_INS_TZCNT:
	case X86_INS_LZCNT: case X86_INS_POPCNT: case X86_INS_ANDN: case X86_INS_BLSR:
	case X86_INS_BTS: case X86_INS_BTR: case X86_INS_BTC: case X86_INS_MOVBE:
	case X86_INS_SETA: case X86_INS_SETAE: case X86_INS_SETB: case X86_INS_SETBE:
	case X86_INS_SETE: case X86_INS_SETG: case X86_INS_SETGE: case X86_INS_SETL:
	case X86_INS_SETLE: case X86_INS_SETNE: case X86_INS_SETNO: case X86_INS_SETNP:
	case X86_INS_SETNS: case X86_INS_SETO: case X86_INS_SETP: case X86_INS_SETS:
	case X86_INS_ADDSD: case X86_INS_ADDSS: case X86_INS_SUBSD: case X86_INS_SUBSS:
	case X86_INS_MULSD: case X86_INS_MULSS: case X86_INS_DIVSD: case X86_INS_DIVSS:
	case X86_INS_SQRTSD: case X86_INS_SQRTSS: case X86_INS_MOVSS: case X86_INS_MOVD:
	case X86_INS_CVTSI2SD: case X86_INS_CVTSI2SS: case X86_INS_CVTTSD2SI:
	case X86_INS_CVTTSS2SI: case X86_INS_CVTSD2SS: case X86_INS_CVTSS2SD:
	case X86_INS_CVTSD2SI: case X86_INS_ROUNDSD: case X86_INS_ANDPS: case X86_INS_ORPS:
	case X86_INS_ANDPD: case X86_INS_ORPD: case X86_INS_RDTSC: case X86_INS_CPUID:
		return true;
	default:
		return false;
	}
}

static void translate_control(struct insn *ret, const cs_insn *cs)
{
	if (is_group(cs, X86_GRP_RET) || is_group(cs, X86_GRP_IRET))
		ret->op = INSN_END;
	else if (is_group(cs, X86_GRP_JUMP) || is_group(cs, X86_GRP_BRANCH_RELATIVE))
		translate_jump(ret, cs, INSN_BRANCH, INSN_JUMP_INDIRECT);
	else
		set_effects(ret, cs, is_number(cs->id) ? INSN_NUMBER : INSN_UNKNOWN);
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
	if (!translate_transfer(ret, cs) && !translate_arithmetic(ret, cs))
		translate_control(ret, cs);
}
