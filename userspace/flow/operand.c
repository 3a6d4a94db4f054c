// SPDX-License-Identifier: GPL-2.0
#include "flow/operand.h"

#include "flow/state.h"

/* One more than the place of a general register, by the name of any part of it. */
static const uint8_t general_places[X86_REG_ENDING] = {
	[X86_REG_RAX] = PLACE_RAX + 1, [X86_REG_EAX] = PLACE_RAX + 1,
	[X86_REG_AX] = PLACE_RAX + 1, [X86_REG_AL] = PLACE_RAX + 1,
	[X86_REG_AH] = PLACE_RAX + 1,
	[X86_REG_RCX] = PLACE_RCX + 1, [X86_REG_ECX] = PLACE_RCX + 1,
	[X86_REG_CX] = PLACE_RCX + 1, [X86_REG_CL] = PLACE_RCX + 1,
	[X86_REG_CH] = PLACE_RCX + 1,
	[X86_REG_RDX] = PLACE_RDX + 1, [X86_REG_EDX] = PLACE_RDX + 1,
	[X86_REG_DX] = PLACE_RDX + 1, [X86_REG_DL] = PLACE_RDX + 1,
	[X86_REG_DH] = PLACE_RDX + 1,
	[X86_REG_RBX] = PLACE_RBX + 1, [X86_REG_EBX] = PLACE_RBX + 1,
	[X86_REG_BX] = PLACE_RBX + 1, [X86_REG_BL] = PLACE_RBX + 1,
	[X86_REG_BH] = PLACE_RBX + 1,
	[X86_REG_RSP] = PLACE_RSP + 1, [X86_REG_ESP] = PLACE_RSP + 1,
	[X86_REG_SP] = PLACE_RSP + 1, [X86_REG_SPL] = PLACE_RSP + 1,
	[X86_REG_RBP] = PLACE_RBP + 1, [X86_REG_EBP] = PLACE_RBP + 1,
	[X86_REG_BP] = PLACE_RBP + 1, [X86_REG_BPL] = PLACE_RBP + 1,
	[X86_REG_RSI] = PLACE_RSI + 1, [X86_REG_ESI] = PLACE_RSI + 1,
	[X86_REG_SI] = PLACE_RSI + 1, [X86_REG_SIL] = PLACE_RSI + 1,
	[X86_REG_RDI] = PLACE_RDI + 1, [X86_REG_EDI] = PLACE_RDI + 1,
	[X86_REG_DI] = PLACE_RDI + 1, [X86_REG_DIL] = PLACE_RDI + 1,
	[X86_REG_R8] = PLACE_R8 + 1, [X86_REG_R8D] = PLACE_R8 + 1,
	[X86_REG_R8W] = PLACE_R8 + 1, [X86_REG_R8B] = PLACE_R8 + 1,
	[X86_REG_R9] = PLACE_R9 + 1, [X86_REG_R9D] = PLACE_R9 + 1,
	[X86_REG_R9W] = PLACE_R9 + 1, [X86_REG_R9B] = PLACE_R9 + 1,
	[X86_REG_R10] = PLACE_R10 + 1, [X86_REG_R10D] = PLACE_R10 + 1,
	[X86_REG_R10W] = PLACE_R10 + 1, [X86_REG_R10B] = PLACE_R10 + 1,
	[X86_REG_R11] = PLACE_R11 + 1, [X86_REG_R11D] = PLACE_R11 + 1,
	[X86_REG_R11W] = PLACE_R11 + 1, [X86_REG_R11B] = PLACE_R11 + 1,
	[X86_REG_R12] = PLACE_R12 + 1, [X86_REG_R12D] = PLACE_R12 + 1,
	[X86_REG_R12W] = PLACE_R12 + 1, [X86_REG_R12B] = PLACE_R12 + 1,
	[X86_REG_R13] = PLACE_R13 + 1, [X86_REG_R13D] = PLACE_R13 + 1,
	[X86_REG_R13W] = PLACE_R13 + 1, [X86_REG_R13B] = PLACE_R13 + 1,
	[X86_REG_R14] = PLACE_R14 + 1, [X86_REG_R14D] = PLACE_R14 + 1,
	[X86_REG_R14W] = PLACE_R14 + 1, [X86_REG_R14B] = PLACE_R14 + 1,
	[X86_REG_R15] = PLACE_R15 + 1, [X86_REG_R15D] = PLACE_R15 + 1,
	[X86_REG_R15W] = PLACE_R15 + 1, [X86_REG_R15B] = PLACE_R15 + 1,
};

static bool is_in(x86_reg reg, x86_reg first, int nr)
{
	return reg >= first && (int)reg < (int)first + nr;
}

uint8_t operand_place(x86_reg reg)
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
	uint8_t place = operand_place(reg);

	return place == PLACE_NONE ? 0 : 1U << place;
}

void operand_set_memory(struct insn *ret, const cs_insn *cs, const cs_x86_op *op)
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
	ret->base = operand_place(mem->base);
	ret->index = operand_place(mem->index);
}

bool operand_is_gpr64(const cs_x86_op *op)
{
	return op->type == X86_OP_REG && op->size == 8 && operand_place(op->reg) < PLACE_XMM_LOW;
}

bool operand_is_xmm(const cs_x86_op *op)
{
	return op->type == X86_OP_REG && is_in(op->reg, X86_REG_XMM0, 16);
}

void operand_set_effects(struct insn *ret, const cs_insn *cs, enum insn_op how)
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
			operand_set_memory(ret, cs, op);
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
