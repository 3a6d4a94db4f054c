// SPDX-License-Identifier: GPL-2.0
/* How a found map comes to the call that works on it, without branches. */
#include "flow_run.h"

#define PROLOGUE	"48 83 ec 78"		/* sub $0x78,%rsp */
#define RBX_ELEM	"48 8b 18"		/* mov (%rax),%rbx */
#define RBX_ELEM_8	"48 8b 58 08"		/* mov 8(%rax),%rbx */
#define RDX_ELEM	"48 8b 10"		/* mov (%rax),%rdx */
#define RBX_RDX		"48 89 d3"		/* mov %rdx,%rbx */
#define SPILL_RDX	"48 89 54 24 20"	/* mov %rdx,0x20(%rsp) */
#define RELOAD_RBX	"48 8b 5c 24 20"	/* mov 0x20(%rsp),%rbx */

static void test_one_expression(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	map_read();
	op(RBX_ELEM);
	map_write();
	expect("1 2 3");
}

static void test_maps_of_the_caller(void **state)
{
	(void)state;
	map_read();
	op("48 89 cb");			/* mov %rcx,%rbx */
	map_write();
	op("48 8b 5c 24 08");		/* mov 8(%rsp),%rbx */
	map_read();
	expect("1 1 1");
}

static void test_no_reads(void **state)
{
	(void)state;
	map_make();
	op("48 89 c3");			/* mov %rax,%rbx */
	map_write();
	map_write();
	expect("1 1 1");
}

static void test_made_map(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	map_make();
	op("48 89 c3");
	map_write();
	expect("1 1 1");
}

/* m[a][n[b]]: the number that a read found is the key, not the map. */
static void test_key_from_a_map(void **state)
{
	(void)state;
	map_read();
	op("48 8b 08");			/* mov (%rax),%rcx */
	op("48 89 f3");			/* mov %rsi,%rbx */
	map_read();
	op(RBX_ELEM);
	map_read();
	expect("1 1 2");
}

static void test_field_of_the_value(void **state)
{
	(void)state;
	map_read();
	op("48 8b 58 18");		/* mov 0x18(%rax),%rbx */
	map_read();
	op("48 83 c0 10");		/* add $0x10,%rax */
	op("48 8b 18");			/* mov (%rax),%rbx */
	map_write();
	expect("1 2 3");
}

static void test_field_behind_a_pointer(void **state)
{
	(void)state;
	map_read();
	op(RDX_ELEM);
	op("48 8b 5a 30");		/* mov 0x30(%rdx),%rbx */
	map_write();
	expect("1 2");
}

static void test_behind_two_pointers(void **state)
{
	(void)state;
	map_read();
	op(RDX_ELEM);
	op("48 8b 52 08");		/* mov 8(%rdx),%rdx */
	op("48 8b 1a");			/* mov (%rdx),%rbx */
	map_write();
	expect("1 1");
}

/* The data word of an interface, when its type word is the right one. */
static void test_type_assertion(void **state)
{
	size_t wrong;

	(void)state;
	map_read();
	op(RDX_ELEM);
	lea("48 8d 35", DATA_VA);	/* lea type(%rip),%rsi */
	op("48 39 f2");			/* cmp %rsi,%rdx */
	wrong = jump("0f 85");		/* jne */
	op(RBX_ELEM_8);
	map_read();
	op("c3");
	land(wrong);
	call(PANIC_VA);
	expect("1 2");
}

/* A slice in the value: a map in it is no field of the value. */
static void test_slice_with_constant_index(void **state)
{
	size_t out;

	(void)state;
	map_read();
	op("48 8b 48 08");		/* mov 8(%rax),%rcx */
	op(RDX_ELEM);
	op("48 85 c9");			/* test %rcx,%rcx */
	out = jump("0f 86");		/* jbe */
	op("48 8b 1a");			/* mov (%rdx),%rbx */
	map_read();
	op("c3");
	land(out);
	call(PANIC_VA);
	expect("1R ?");
}

/* The length is looked at behind the load, for another word of the slice. */
static void test_slice_is_known_later(void **state)
{
	size_t out;

	(void)state;
	map_read();
	op("48 8b 48 08");		/* mov 8(%rax),%rcx */
	op(RDX_ELEM);
	op("48 8b 1a");			/* mov (%rdx),%rbx */
	op("48 83 f9 07");		/* cmp $7,%rcx */
	out = jump("0f 86");		/* jbe */
	map_read();
	op("c3");
	land(out);
	call(PANIC_VA);
	expect("1R ?");
}

static void test_slice_with_variable_index(void **state)
{
	(void)state;
	map_read();
	op(RDX_ELEM);
	op("48 8b 1c ca");		/* mov (%rdx,%rcx,8),%rbx */
	map_read();
	expect("1R ?");
}

/* Numbers that a read found may index anything. */
static void test_index_from_a_map(void **state)
{
	(void)state;
	map_read();
	op("48 8b 08");			/* mov (%rax),%rcx */
	op("48 8b 1c ce");		/* mov (%rsi,%rcx,8),%rbx */
	map_write();
	expect("1 1");
}

static void test_spill_over_calls(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	call_plain();
	map_read();
	op(RELOAD_RBX);
	map_read();
	op("48 89 c3");			/* mov %rax,%rbx: an element, no map */
	op(RELOAD_RBX);
	map_write();
	expect("1 1 2 2");
}

static void test_element_spilled(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op("48 89 44 24 28");		/* mov %rax,0x28(%rsp) */
	call_plain();
	op("48 8b 44 24 28");		/* mov 0x28(%rsp),%rax */
	op(RBX_ELEM);
	map_write();
	expect("1 2");
}

static void test_no_register_survives_a_call(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	call_plain();
	map_write();
	map_read();
	op(RBX_ELEM);
	op("ff d1");			/* call *%rcx */
	map_write();
	expect("1 1 1 1");
}

static void test_write_barrier_keeps_registers(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	op("49 89 db");			/* mov %rbx,%r11 */
	call(BARRIER_VA);
	map_write();
	map_read();
	op("4c 8b 18");			/* mov (%rax),%r11 */
	call(BARRIER_VA);
	op("4c 89 db");			/* mov %r11,%rbx: the buffer's address */
	map_write();
	expect("1 2 1 1");
}

static void test_partial_writes(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	op("89 db");			/* mov %ebx,%ebx */
	map_write();
	map_read();
	op(RBX_ELEM);
	op("b3 01");			/* mov $1,%bl */
	map_write();
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	op("89 4c 24 24");		/* mov %ecx,0x24(%rsp) */
	op(RELOAD_RBX);
	map_write();
	op("48 89 4c 24 28");		/* mov %rcx,0x28(%rsp) */
	map_read();
	op(RDX_ELEM);
	op("48 89 54 24 2b");		/* mov %rdx,0x2b(%rsp) */
	op("48 8b 5c 24 28");		/* mov 0x28(%rsp),%rbx */
	map_write();
	expect("1 1 1 1 1 1 1 1");
}

static void test_push_and_pop(void **state)
{
	(void)state;
	map_read();
	op(RDX_ELEM);
	op("52");			/* push %rdx */
	op("51");			/* push %rcx */
	op("59");			/* pop %rcx */
	op("5b");			/* pop %rbx */
	map_write();
	expect("1 2");
}

static void test_frame_pointer(void **state)
{
	(void)state;
	op("55");			/* push %rbp */
	op("48 89 e5");			/* mov %rsp,%rbp */
	op("48 83 c4 80");		/* add $-0x80,%rsp */
	map_read();
	op(RDX_ELEM);
	op("48 89 55 f0");		/* mov %rdx,-0x10(%rbp) */
	call_plain();
	op("48 8b 5c 24 70");		/* mov 0x70(%rsp),%rbx: the same word */
	map_write();
	expect("1 2");
}

static void test_exchange(void **state)
{
	(void)state;
	map_read();
	op(RDX_ELEM);
	op("48 89 cb");			/* mov %rcx,%rbx */
	op("48 87 d3");			/* xchg %rdx,%rbx */
	map_write();
	expect("1 2");
}

/* A struct value, copied by 16 bytes to a local variable and on to another. */
static void test_vector_copies(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op("0f 10 00");			/* movups (%rax),%xmm0 */
	op("0f 11 44 24 20");		/* movups %xmm0,0x20(%rsp) */
	op("0f 10 40 08");		/* movups 8(%rax),%xmm0 */
	op("0f 11 44 24 28");		/* movups %xmm0,0x28(%rsp) */
	op("0f 10 4c 24 20");		/* movups 0x20(%rsp),%xmm1 */
	op("0f 11 4c 24 40");		/* movups %xmm1,0x40(%rsp) */
	op("48 8b 5c 24 30");		/* mov 0x30(%rsp),%rbx */
	map_read();
	op("48 8b 5c 24 48");		/* mov 0x48(%rsp),%rbx */
	map_read();
	op("44 0f 11 7c 24 40");	/* movups %xmm15,0x40(%rsp): zero */
	op("48 8b 5c 24 48");
	map_read();
	expect("1 2 2 1");
}

static void test_duff_copy(void **state)
{
	(void)state;
	op("48 81 ec 00 02 00 00");	/* sub $0x200,%rsp */
	map_read();
	op("48 89 c6");			/* mov %rax,%rsi */
	op("48 8d bc 24 80 00 00 00");	/* lea 0x80(%rsp),%rdi */
	call(COPY_VA + 14 * 60);	/* 64 bytes */
	op("48 8b 9c 24 b8 00 00 00");	/* mov 0xb8(%rsp),%rbx: the last word */
	map_read();
	op("48 8b 9c 24 c0 00 00 00");	/* mov 0xc0(%rsp),%rbx: behind it */
	map_read();
	expect("1 2 1");
}

/* Entered behind its first store, the device begins to fill behind RDI. */
static void test_duff_zero(void **state)
{
	(void)state;
	op("48 81 ec 00 02 00 00");	/* sub $0x200,%rsp */
	map_read();
	op(RDX_ELEM);
	op("48 89 94 24 80 00 00 00");	/* mov %rdx,0x80(%rsp) */
	op("48 89 94 24 88 00 00 00");	/* mov %rdx,0x88(%rsp) */
	op("48 8d 7c 24 78");		/* lea 0x78(%rsp),%rdi */
	call(ZERO_VA + 15 * 23 + 4);	/* 48 bytes, from 0x10(%rdi) */
	op("48 8b 9c 24 80 00 00 00");	/* mov 0x80(%rsp),%rbx: not reached */
	map_read();
	op("48 8b 9c 24 88 00 00 00");	/* mov 0x88(%rsp),%rbx: zeroed */
	map_read();
	expect("1 2 1");
}

/* Filling leaves all registers alone but the one that it advances. */
static void test_duff_zero_keeps_registers(void **state)
{
	(void)state;
	op("48 81 ec 00 02 00 00");	/* sub $0x200,%rsp */
	map_read();
	op("48 8b 30");			/* mov (%rax),%rsi */
	op("48 8d 7c 24 78");		/* lea 0x78(%rsp),%rdi */
	call(ZERO_VA);
	op("48 89 f3");			/* mov %rsi,%rbx */
	map_read();
	expect("1 2");
}

static void test_string_instructions(void **state)
{
	(void)state;
	op("48 81 ec 00 02 00 00");	/* sub $0x200,%rsp */
	map_read();
	op("48 89 c6");			/* mov %rax,%rsi */
	op("48 8d 7c 24 20");		/* lea 0x20(%rsp),%rdi */
	op("b9 10 00 00 00");		/* mov $0x10,%ecx */
	op("f3 48 a5");			/* rep movsq */
	op("48 8b 9c 24 98 00 00 00");	/* mov 0x98(%rsp),%rbx: the last word */
	map_read();
	op("48 8b 9c 24 a0 00 00 00");	/* mov 0xa0(%rsp),%rbx: behind it */
	map_read();
	op("48 8d 7c 24 20");		/* lea 0x20(%rsp),%rdi */
	op("b9 0f 00 00 00");		/* mov $0xf,%ecx */
	op("31 c0");			/* xor %eax,%eax */
	op("f3 48 ab");			/* rep stosq */
	op("48 8b 9c 24 90 00 00 00");	/* mov 0x90(%rsp),%rbx: zeroed */
	map_read();
	op("48 8b 9c 24 98 00 00 00");	/* mov 0x98(%rsp),%rbx: not reached */
	map_read();
	expect("1 2 1 1 2");
}

/* A large value, copied as from Go 1.26 on: 32 bytes a turn, and the rest. */
static void write_copy_loop(const char *count)
{
	size_t top;

	op("48 81 ec 00 02 00 00");	/* sub $0x200,%rsp */
	map_read();
	op("48 8d 54 24 40");		/* lea 0x40(%rsp),%rdx */
	op(count);
	top = run.len;
	op("0f 10 00");			/* movups (%rax),%xmm0 */
	op("0f 11 02");			/* movups %xmm0,(%rdx) */
	op("0f 10 40 10");		/* movups 0x10(%rax),%xmm0 */
	op("0f 11 42 10");		/* movups %xmm0,0x10(%rdx) */
	op("48 83 c0 20");		/* add $0x20,%rax */
	op("48 83 c2 20");		/* add $0x20,%rdx */
	op("ff ce");			/* dec %esi */
	jump_to("0f 85", top);		/* jne */
	op("48 8b 08");			/* mov (%rax),%rcx */
	op("48 89 0a");			/* mov %rcx,(%rdx) */
	op("48 8b 9c 24 98 00 00 00");	/* mov 0x98(%rsp),%rbx: of the last turn */
	map_read();
	op("48 8b 9c 24 a0 00 00 00");	/* mov 0xa0(%rsp),%rbx: the rest */
	map_read();
	op("48 8b 9c 24 a8 00 00 00");	/* mov 0xa8(%rsp),%rbx: behind it */
	map_read();
}

static void test_copy_loop(void **state)
{
	(void)state;
	write_copy_loop("be 03 00 00 00");	/* mov $3,%esi */
	expect("1 2 2 1");
}

static void test_copy_loop_without_end(void **state)
{
	(void)state;
	write_copy_loop("89 ce");		/* mov %ecx,%esi */
	expect("?R ?R ?R ?R");
}

/* An instruction that nobody taught the analysis may have copied the map. */
static void test_unknown_instruction(void **state)
{
	(void)state;
	map_read();
	op("66 0f 6f 00");		/* movdqa (%rax),%xmm0 */
	op("66 0f 70 c8 4e");		/* pshufd $0x4e,%xmm0,%xmm1 */
	op("66 48 0f 7e cb");		/* movq %xmm1,%rbx */
	map_write();
	op("66 0f 70 d2 4e");		/* pshufd $0x4e,%xmm2,%xmm2 */
	op("66 48 0f 7e d3");		/* movq %xmm2,%rbx */
	map_write();
	expect("1R ? 1");
}

static void test_arithmetic_makes_numbers(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	op("48 c1 e3 03");		/* shl $3,%rbx */
	map_write();
	expect("1 1");
}

/* Depths have an end, chains do not. */
static void test_depth_is_capped(void **state)
{
	char text[512] = "1";

	(void)state;
	map_read();
	for (int depth = 2; depth <= 100; depth++) {
		op(RBX_ELEM);
		map_read();
		sprintf(text + strlen(text), " %d", depth < MAPGC_DEPTHS ? depth : MAPGC_DEPTHS);
	}
	expect(text);
}

static void test_nothing_to_say(void **state)
{
	(void)state;
	call_plain();
	expect("");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_one_expression, run_setup),
		cmocka_unit_test_setup(test_maps_of_the_caller, run_setup),
		cmocka_unit_test_setup(test_no_reads, run_setup),
		cmocka_unit_test_setup(test_made_map, run_setup),
		cmocka_unit_test_setup(test_key_from_a_map, run_setup),
		cmocka_unit_test_setup(test_field_of_the_value, run_setup),
		cmocka_unit_test_setup(test_field_behind_a_pointer, run_setup),
		cmocka_unit_test_setup(test_behind_two_pointers, run_setup),
		cmocka_unit_test_setup(test_type_assertion, run_setup),
		cmocka_unit_test_setup(test_slice_with_constant_index, run_setup),
		cmocka_unit_test_setup(test_slice_is_known_later, run_setup),
		cmocka_unit_test_setup(test_slice_with_variable_index, run_setup),
		cmocka_unit_test_setup(test_index_from_a_map, run_setup),
		cmocka_unit_test_setup(test_spill_over_calls, run_setup),
		cmocka_unit_test_setup(test_element_spilled, run_setup),
		cmocka_unit_test_setup(test_no_register_survives_a_call, run_setup),
		cmocka_unit_test_setup(test_write_barrier_keeps_registers, run_setup),
		cmocka_unit_test_setup(test_partial_writes, run_setup),
		cmocka_unit_test_setup(test_push_and_pop, run_setup),
		cmocka_unit_test_setup(test_frame_pointer, run_setup),
		cmocka_unit_test_setup(test_exchange, run_setup),
		cmocka_unit_test_setup(test_vector_copies, run_setup),
		cmocka_unit_test_setup(test_duff_copy, run_setup),
		cmocka_unit_test_setup(test_duff_zero, run_setup),
		cmocka_unit_test_setup(test_duff_zero_keeps_registers, run_setup),
		cmocka_unit_test_setup(test_string_instructions, run_setup),
		cmocka_unit_test_setup(test_copy_loop, run_setup),
		cmocka_unit_test_setup(test_copy_loop_without_end, run_setup),
		cmocka_unit_test_setup(test_unknown_instruction, run_setup),
		cmocka_unit_test_setup(test_arithmetic_makes_numbers, run_setup),
		cmocka_unit_test_setup(test_depth_is_capped, run_setup),
		cmocka_unit_test_setup(test_nothing_to_say, run_setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("flow_chain", tests, NULL, run_teardown);
}
