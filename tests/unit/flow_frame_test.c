// SPDX-License-Identifier: GPL-2.0
/* What callees and stores can do to the words of the stack frame. */
#include "flow_run.h"

#define PROLOGUE	"48 83 ec 78"		/* sub $0x78,%rsp */
#define RDX_ELEM	"48 8b 10"		/* mov (%rax),%rdx */
#define RBX_RDX		"48 89 d3"		/* mov %rdx,%rbx */
#define SPILL_RDX	"48 89 54 24 30"	/* mov %rdx,0x30(%rsp) */
#define RELOAD_RBX	"48 8b 5c 24 30"	/* mov 0x30(%rsp),%rbx */
#define RAX_SLOT	"48 8d 44 24 30"	/* lea 0x30(%rsp),%rax */
#define RAX_BELOW	"48 8d 44 24 20"	/* lea 0x20(%rsp),%rax */

static void find_and_spill(void)
{
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
}

static void use(void)
{
	op(RELOAD_RBX);
	map_write();
}

/* f(&x) may change x. */
static void test_address_as_argument(void **state)
{
	(void)state;
	find_and_spill();
	op(RAX_SLOT);
	call_plain();
	use();
	expect("1R ?");
}

/* convT(T, &x) reads x, and nothing in a register is left. */
static void test_address_to_be_read(void **state)
{
	(void)state;
	find_and_spill();
	op(RAX_SLOT);
	call(READS_VA);
	use();
	op(RBX_RDX);
	map_write();
	expect("1 2 1");
}

/* A register that holds an address no more is no argument. */
static void test_address_forgotten(void **state)
{
	(void)state;
	find_and_spill();
	op(RAX_SLOT);
	op("31 c0");			/* xor %eax,%eax */
	call_plain();
	use();
	expect("1 2");
}

/* Keys and iterators are passed to map functions by address, and no map is changed. */
static void test_address_for_a_map_function(void **state)
{
	(void)state;
	find_and_spill();
	op("48 8d 4c 24 30");		/* lea 0x30(%rsp),%rcx */
	op("48 89 fb");			/* mov %rdi,%rbx */
	map_read();
	use();
	expect("1 1 2");
}

/* t := m[a], a struct; t.init(); t.maps[b] */
static void test_address_of_the_struct_around(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op("0f 10 00");			/* movups (%rax),%xmm0 */
	op("0f 11 44 24 20");		/* movups %xmm0,0x20(%rsp) */
	op("48 8b 50 10");		/* mov 0x10(%rax),%rdx */
	op(SPILL_RDX);
	op(RAX_BELOW);
	call_plain();
	use();
	expect("1R ?");
}

/* An object that the function does not fill itself is a buffer, and ends before what it fills. */
static void test_address_of_a_buffer(void **state)
{
	(void)state;
	find_and_spill();
	op(RAX_BELOW);
	call_plain();
	use();
	expect("1 2");
}

/* The arguments were filled by the caller. */
static void test_address_of_an_argument(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op("48 89 94 24 98 00 00 00");	/* mov %rdx,0x98(%rsp): the fourth word */
	op("48 8d 84 24 80 00 00 00");	/* lea 0x80(%rsp),%rax: the first */
	call_plain();
	op("48 8b 9c 24 98 00 00 00");	/* mov 0x98(%rsp),%rbx */
	map_write();
	expect("1R ?");
}

/* An address that was stored is known to whoever can read it. */
static void test_address_stored(void **state)
{
	(void)state;
	find_and_spill();
	op(RAX_SLOT);
	op("48 89 01");			/* mov %rax,(%rcx) */
	op("31 c0");			/* xor %eax,%eax */
	call_plain();
	use();
	expect("1R ?");
}

/* So is one that only one path holds on to. */
static void test_address_lost_where_paths_meet(void **state)
{
	size_t skip;

	(void)state;
	find_and_spill();
	op("84 c9");			/* test %cl,%cl */
	skip = jump("0f 84");		/* je */
	op(RAX_SLOT);
	land(skip);
	call_plain();
	use();
	expect("1R ?");
}

/* One that an address was kept in a slot is followed there. */
static void test_address_in_a_slot(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(RAX_SLOT);
	op("48 89 44 24 40");		/* mov %rax,0x40(%rsp) */
	op("48 8b 4c 24 40");		/* mov 0x40(%rsp),%rcx */
	op("48 89 11");			/* mov %rdx,(%rcx) */
	use();
	expect("1 2");
}

/* The large frame's stack check makes an address that is none. */
static void test_stack_check_of_a_large_frame(void **state)
{
	(void)state;
	op("4c 8d 64 24 b8");		/* lea -0x48(%rsp),%r12: 0x30(%rsp) from here on */
	op(PROLOGUE);
	op("4c 89 21");			/* mov %r12,(%rcx) */
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	call_plain();
	use();
	expect("1 2");
}

/* What is at the stack pointer belongs to callees: arguments, results and all next to them. */
static void test_outgoing_arguments(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op("48 89 14 24");		/* mov %rdx,(%rsp) */
	op("48 89 54 24 08");		/* mov %rdx,8(%rsp) */
	op(SPILL_RDX);
	call_plain();
	op("48 8b 5c 24 08");		/* mov 8(%rsp),%rbx: perhaps a result */
	map_write();
	use();
	expect("1R ? 2");
}

/* That an address is known shows only behind the call, in the next turn of a loop. */
static void test_address_stored_later(void **state)
{
	size_t top;

	(void)state;
	find_and_spill();
	top = run.len;
	call_plain();
	use();
	op(RAX_SLOT);
	op("48 89 01");			/* mov %rax,(%rcx) */
	op("84 c9");			/* test %cl,%cl */
	jump_to("0f 85", top);
	expect("1R ?");
}

/* RDX carries a closure, which a function called by its name does not have. */
static void test_address_left_in_rdx(void **state)
{
	(void)state;
	find_and_spill();
	op("48 8d 54 24 30");		/* lea 0x30(%rsp),%rdx */
	call_plain();
	use();
	expect("1 2");
}

static void test_indirect_call(void **state)
{
	(void)state;
	find_and_spill();
	op("48 8d 54 24 30");		/* lea 0x30(%rsp),%rdx: a closure */
	op("ff 12");			/* call *(%rdx) */
	use();
	expect("1R ?");
}

/* vars[i] = …: any of them. */
static void test_store_with_index(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op("0f 10 00");			/* movups (%rax),%xmm0 */
	op("0f 11 44 24 20");		/* movups %xmm0,0x20(%rsp) */
	op(RAX_BELOW);
	op("48 89 34 c8");		/* mov %rsi,(%rax,%rcx,8) */
	op("48 8b 5c 24 28");		/* mov 0x28(%rsp),%rbx */
	map_write();
	expect("1R ?");
}

static void test_load_with_index(void **state)
{
	(void)state;
	find_and_spill();
	op(RAX_BELOW);
	op("48 8b 1c c8");		/* mov (%rax,%rcx,8),%rbx */
	map_write();
	op("48 8d 44 24 38");		/* lea 0x38(%rsp),%rax: behind it */
	op("48 8b 1c c8");
	map_write();
	expect("1R ? 1");
}

/* Where a found map goes to a place that is not known, all is lost. */
static void test_store_of_a_map_with_index(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(RAX_BELOW);
	op("48 89 14 c8");		/* mov %rdx,(%rax,%rcx,8) */
	op(RELOAD_RBX);
	map_write();
	expect("?R ?");
}

static void test_copy_of_unknown_length(void **state)
{
	(void)state;
	op(PROLOGUE);
	map_read();
	op("48 89 c6");			/* mov %rax,%rsi */
	op("48 8d 7c 24 20");		/* lea 0x20(%rsp),%rdi */
	op("f3 48 a5");			/* rep movsq */
	op(RELOAD_RBX);
	map_write();
	expect("?R ?");
}

static void test_fill_of_unknown_length(void **state)
{
	(void)state;
	find_and_spill();
	op("48 8d 7c 24 20");		/* lea 0x20(%rsp),%rdi */
	op("31 c0");			/* xor %eax,%eax */
	op("f3 48 ab");			/* rep stosq */
	use();
	expect("1R ?");
}

/* Beyond the part of the stack that is followed. */
static void test_far_store(void **state)
{
	(void)state;
	op("48 81 ec 00 00 10 00");	/* sub $0x100000,%rsp */
	map_read();
	op("48 8b 18");			/* mov (%rax),%rbx */
	map_write();
	expect("?R ?");
}

static void test_stack_pointer_computed(void **state)
{
	(void)state;
	map_read();
	op("48 8b 18");
	op("48 83 e4 f0");		/* and $-0x10,%rsp */
	map_write();
	expect("?R ?");
}

static void test_stack_pointer_restored(void **state)
{
	(void)state;
	op("55");			/* push %rbp */
	op("48 89 e5");			/* mov %rsp,%rbp */
	map_read();
	op(RDX_ELEM);
	op("52");			/* push %rdx */
	op("48 8b 5d f8");		/* mov -8(%rbp),%rbx */
	op("48 89 ec");			/* mov %rbp,%rsp */
	op("5d");			/* pop %rbp */
	map_write();
	expect("1 2");
}

/* Two paths with different frames. */
static void test_unequal_frames_meet(void **state)
{
	size_t skip;

	(void)state;
	map_read();
	op("48 8b 18");
	op("84 c9");			/* test %cl,%cl */
	skip = jump("0f 84");		/* je */
	op("50");			/* push %rax */
	land(skip);
	map_write();
	expect("?R ?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_address_as_argument, run_setup),
		cmocka_unit_test_setup(test_address_to_be_read, run_setup),
		cmocka_unit_test_setup(test_address_forgotten, run_setup),
		cmocka_unit_test_setup(test_address_for_a_map_function, run_setup),
		cmocka_unit_test_setup(test_address_of_the_struct_around, run_setup),
		cmocka_unit_test_setup(test_address_of_a_buffer, run_setup),
		cmocka_unit_test_setup(test_address_of_an_argument, run_setup),
		cmocka_unit_test_setup(test_address_stored, run_setup),
		cmocka_unit_test_setup(test_address_lost_where_paths_meet, run_setup),
		cmocka_unit_test_setup(test_address_in_a_slot, run_setup),
		cmocka_unit_test_setup(test_stack_check_of_a_large_frame, run_setup),
		cmocka_unit_test_setup(test_outgoing_arguments, run_setup),
		cmocka_unit_test_setup(test_address_stored_later, run_setup),
		cmocka_unit_test_setup(test_address_left_in_rdx, run_setup),
		cmocka_unit_test_setup(test_indirect_call, run_setup),
		cmocka_unit_test_setup(test_store_with_index, run_setup),
		cmocka_unit_test_setup(test_load_with_index, run_setup),
		cmocka_unit_test_setup(test_store_of_a_map_with_index, run_setup),
		cmocka_unit_test_setup(test_copy_of_unknown_length, run_setup),
		cmocka_unit_test_setup(test_fill_of_unknown_length, run_setup),
		cmocka_unit_test_setup(test_far_store, run_setup),
		cmocka_unit_test_setup(test_stack_pointer_computed, run_setup),
		cmocka_unit_test_setup(test_stack_pointer_restored, run_setup),
		cmocka_unit_test_setup(test_unequal_frames_meet, run_setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("flow_frame", tests, NULL, run_teardown);
}
