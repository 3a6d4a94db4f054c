// SPDX-License-Identifier: GPL-2.0
/* Maps that come on several paths: branches, loops, jump tables. */
#include "flow_run.h"

#define PROLOGUE	"48 83 ec 78"		/* sub $0x78,%rsp */
#define RBX_ELEM	"48 8b 18"		/* mov (%rax),%rbx */
#define RDX_ELEM	"48 8b 10"		/* mov (%rax),%rdx */
#define RBX_RDX		"48 89 d3"		/* mov %rdx,%rbx */
#define RDX_RAX		"48 89 c2"		/* mov %rax,%rdx */
#define TEST_RDX	"48 85 d2"		/* test %rdx,%rdx */
#define TEST_CL		"84 c9"			/* test %cl,%cl */
#define SPILL_RDX	"48 89 54 24 20"	/* mov %rdx,0x20(%rsp) */
#define RELOAD_RBX	"48 8b 5c 24 20"	/* mov 0x20(%rsp),%rbx */
#define JMP		"e9"
#define JE		"0f 84"
#define JNE		"0f 85"
#define JL		"0f 8c"
#define RET		"c3"

/* if x, ok := m[a]; ok { x[b] } else { other[b] } */
static void test_arms(void **state)
{
	size_t no;

	(void)state;
	map_read();
	op(RDX_ELEM);
	op("84 db");			/* test %bl,%bl */
	no = jump(JE);
	op(RBX_RDX);
	map_read();
	op(RET);
	land(no);
	op("48 89 cb");			/* mov %rcx,%rbx */
	map_read();
	expect("1 2 1");
}

/* The same variable on both paths. */
static void test_paths_meet(void **state)
{
	size_t skip;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	op(TEST_CL);
	skip = jump(JE);
	call_plain();
	land(skip);
	op(RELOAD_RBX);
	map_read();
	expect("1 2");
}

/* x := m[a] or m[b]: either read has depth 1. */
static void test_either_of_two_reads(void **state)
{
	size_t no, done;

	(void)state;
	op(TEST_CL);
	no = jump(JE);
	map_read();
	op(RDX_ELEM);
	done = jump(JMP);
	land(no);
	map_read();
	op(RDX_ELEM);
	land(done);
	op(RBX_RDX);
	map_read();
	op(RBX_ELEM);
	map_write();
	expect("1 1 2 3");
}

/* The elements that two reads returned meet before the map is loaded. */
static void test_either_of_two_elements(void **state)
{
	size_t no, done;

	(void)state;
	op(TEST_CL);
	no = jump(JE);
	map_read();
	done = jump(JMP);
	land(no);
	map_read();
	land(done);
	op("48 8b 50 08");		/* mov 8(%rax),%rdx */
	op("48 8b 5a 10");		/* mov 0x10(%rdx),%rbx */
	map_write();
	expect("1 1 2");
}

/* An element or what was loaded from one: not equally far behind a read. */
static void test_elements_and_words(void **state)
{
	size_t no, done;

	(void)state;
	op(TEST_CL);
	no = jump(JE);
	map_read();
	op(RDX_ELEM);
	done = jump(JMP);
	land(no);
	map_read();
	op(RDX_RAX);
	land(done);
	op("48 8b 1a");			/* mov (%rdx),%rbx */
	map_write();
	op(RBX_RDX);
	map_write();
	expect("1R 1R AR 1R");
	expect_transitions("3<2:2");
}

/* A pointer that either of two reads found, and a pointer to a field behind it. */
static void test_pointer_into_the_middle(void **state)
{
	size_t no, done;

	(void)state;
	op(TEST_CL);
	no = jump(JE);
	map_read();
	op(RDX_ELEM);
	done = jump(JMP);
	land(no);
	map_read();
	op(RDX_ELEM);
	land(done);
	op("48 83 c2 08");		/* add $8,%rdx */
	op(TEST_CL);
	no = jump(JE);
	op("48 8b 1a");			/* mov (%rdx),%rbx: a field */
	map_write();
	op(RET);
	land(no);
	op(RBX_RDX);			/* no pointer to a map */
	map_write();
	expect("1R 1R 2 ?");
}

/* x := m[a] or m[b][c]: depth 2 or 3. */
static void test_reads_of_different_depth(void **state)
{
	size_t no, done;

	(void)state;
	op(TEST_CL);
	no = jump(JE);
	map_read();
	op(RDX_ELEM);
	done = jump(JMP);
	land(no);
	map_read();
	op(RBX_ELEM);
	map_read();
	op(RDX_ELEM);
	land(done);
	op(RBX_RDX);
	map_read();
	expect("1R 1R 2R AR");
	expect_transitions("4<1:2 4<3:3");
}

/* x := m[a]; if x == nil { x = make(); m[a] = x }; x[b]++ */
static void test_made_where_missing(void **state)
{
	size_t there;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(TEST_RDX);
	there = jump(JNE);
	map_make();
	op(RDX_RAX);
	op(SPILL_RDX);
	op("48 89 f3");			/* mov %rsi,%rbx */
	map_write();
	op("48 8b 54 24 20");		/* mov 0x20(%rsp),%rdx */
	land(there);
	op(RBX_RDX);
	map_write();
	expect("1R 1R 1R AR");
	expect_transitions("4<1:2 4<3:1");
}

/* The same, and then x[b]++; x[c][d] = 1; x[e] = make(); with x in its stack word. */
static void test_found_or_made_used_again(void **state)
{
	size_t there;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	op(TEST_RDX);
	there = jump(JNE);
	map_make();
	op(RDX_RAX);
	op(SPILL_RDX);
	op("48 89 f3");			/* mov %rsi,%rbx */
	map_write();
	land(there);
	op("48 8b 5c 24 20");		/* mov 0x20(%rsp),%rbx */
	map_write();
	op("48 8b 5c 24 20");
	map_read();
	op(RBX_ELEM);
	map_write();
	op("48 8b 5c 24 20");
	map_write();
	map_make();
	op("48 8b 5c 24 20");
	map_write();
	expect("1R 1R 1R AR AR AR ?R 1R AR");
	expect_transitions("4<1:2 4<3:1 5<4:= 6<5:+ 9<8:=");
}

/* After another map was worked on, or the word was written, it is not the same any more. */
static void test_used_again_but_changed(void **state)
{
	size_t there;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	op(TEST_RDX);
	there = jump(JNE);
	map_make();
	op(RDX_RAX);
	op(SPILL_RDX);
	land(there);
	op("48 8b 5c 24 20");
	map_write();
	op("48 89 74 24 20");		/* mov %rsi,0x20(%rsp) */
	op("48 8b 5c 24 20");
	map_write();
	expect("1R 1R AR 1R");
	expect_transitions("3<1:2 3<2:1");
}

/* What hangs on a depth that is not known is not known either. */
static void test_behind_an_unknown_depth(void **state)
{
	size_t there;

	(void)state;
	map_read();
	op(RDX_ELEM);
	op(TEST_RDX);
	there = jump(JNE);
	map_make();
	op(RDX_RAX);
	land(there);
	op(RBX_RDX);
	map_read();
	op(RBX_ELEM);
	map_write();
	expect("1R 1R AR AR");
	expect_transitions("3<1:2 3<2:1 4<3:+");
}

/* for { cur = cur[k] } */
static void test_walk(void **state)
{
	size_t top;

	(void)state;
	op("48 89 c3");			/* mov %rax,%rbx */
	top = run.len;
	map_read();
	op(RBX_ELEM);
	op("48 85 db");			/* test %rbx,%rbx */
	jump_to(JNE, top);
	expect("?R");
}

/* x := m[a]; for { x = x[k] }: each turn is one deeper. */
static void test_walk_from_a_found_map(void **state)
{
	size_t top;

	(void)state;
	map_read();
	op(RBX_ELEM);
	top = run.len;
	map_read();
	op(RBX_ELEM);
	op("48 85 db");
	jump_to(JNE, top);
	expect("1R AR");
	expect_transitions("2<1:2 2<2:+");
}

/* for { x := m[a]; x[b] }: what is left of the last turn is dead. */
static void test_loop_around(void **state)
{
	size_t top;

	(void)state;
	op(PROLOGUE);
	op("48 89 44 24 30");		/* mov %rax,0x30(%rsp) */
	top = run.len;
	op("48 8b 5c 24 30");		/* mov 0x30(%rsp),%rbx */
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	call_plain();
	op(RELOAD_RBX);
	map_read();
	op("84 00");			/* test %al,(%rax) */
	jump_to(JNE, top);
	expect("1 2");
}

/* x := m[a]; for { x[k] } */
static void test_loop_behind(void **state)
{
	size_t top;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	top = run.len;
	op(RELOAD_RBX);
	map_read();
	op("84 00");
	jump_to(JNE, top);
	expect("1 2");
}

/* Maps of a slice that is in the map, by a pointer that moves on. */
static void test_moving_pointer(void **state)
{
	size_t top;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	top = run.len;
	op(SPILL_RDX);
	op("48 8b 1a");			/* mov (%rdx),%rbx */
	map_read();
	op("48 8b 54 24 20");		/* mov 0x20(%rsp),%rdx */
	op("48 83 c2 18");		/* add $0x18,%rdx */
	op("48 39 ca");			/* cmp %rcx,%rdx */
	jump_to(JL, top);
	expect("1R ?");
}

/*
 * x, _ := m[a].(map[string]T); x[b], as Go 1.19 has it: the data word is
 * loaded before the check, and made nil where that fails.
 */
static void test_failed_assertion(void **state)
{
	size_t right;

	(void)state;
	map_read();
	op(RDX_ELEM);
	op("48 8b 70 08");		/* mov 8(%rax),%rsi */
	lea("48 8d 05", DATA_VA);	/* lea type(%rip),%rax */
	op("48 39 c2");			/* cmp %rax,%rdx */
	right = jump(JE);
	op("31 f6");			/* xor %esi,%esi */
	land(right);
	op("48 89 f3");			/* mov %rsi,%rbx */
	map_read();
	expect("1 2");
}

/* The same as Go 1.24 has it: the data word is loaded behind the check. */
static void test_failed_assertion_without_load(void **state)
{
	size_t wrong, done;

	(void)state;
	map_read();
	op(RDX_ELEM);
	lea("48 8d 35", DATA_VA);	/* lea type(%rip),%rsi */
	op("48 39 f2");			/* cmp %rsi,%rdx */
	wrong = jump(JNE);
	op("48 8b 50 08");		/* mov 8(%rax),%rdx */
	done = jump(JMP);
	land(wrong);
	op("31 d2");			/* xor %edx,%edx */
	land(done);
	op(RBX_RDX);
	map_read();
	expect("1 2");
}

/* The other way round: the path on which it failed comes first. */
static void test_failed_assertion_first(void **state)
{
	size_t right, done;

	(void)state;
	map_read();
	op(RDX_ELEM);
	lea("48 8d 35", DATA_VA);	/* lea type(%rip),%rsi */
	op("48 39 d6");			/* cmp %rdx,%rsi */
	right = jump(JE);
	op("31 d2");			/* xor %edx,%edx */
	done = jump(JMP);
	land(right);
	op("48 8b 50 08");		/* mov 8(%rax),%rdx */
	land(done);
	op(RBX_RDX);
	map_read();
	expect("1 2");
}

/* Nil on the path where the assertion held is the program's own. */
static void test_nil_after_an_assertion(void **state)
{
	size_t right, done;

	(void)state;
	map_read();
	op(RDX_ELEM);
	lea("48 8d 35", DATA_VA);	/* lea type(%rip),%rsi */
	op("48 39 d6");			/* cmp %rdx,%rsi */
	right = jump(JE);
	op("48 8b 50 08");		/* mov 8(%rax),%rdx */
	done = jump(JMP);
	land(right);
	op("31 d2");			/* xor %edx,%edx */
	land(done);
	op(RBX_RDX);
	map_read();
	expect("1R ?");
}

static void test_failed_assertion_by_select(void **state)
{
	(void)state;
	map_read();
	op("48 8b 58 08");		/* mov 8(%rax),%rbx */
	lea("48 8d 35", DATA_VA);
	op("b9 00 00 00 00");		/* mov $0,%ecx */
	op("48 39 30");			/* cmp %rsi,(%rax) */
	op("48 0f 45 d9");		/* cmovne %rcx,%rbx */
	map_read();
	expect("1 2");
}

/* x := m[a].maps; if m[a].id != id { x = nil }: the program's own nil. */
static void test_nil_of_the_program(void **state)
{
	size_t same;

	(void)state;
	map_read();
	op(RDX_ELEM);
	op("48 8b 58 08");		/* mov 8(%rax),%rbx */
	op("48 39 ca");			/* cmp %rcx,%rdx */
	same = jump(JE);
	op("31 db");			/* xor %ebx,%ebx */
	land(same);
	map_read();
	expect("1R ?");
}

/* A nil map that is made where an assertion failed was not found by anybody. */
static void test_nil_map_alone(void **state)
{
	size_t right;

	(void)state;
	map_read();
	op(RDX_ELEM);
	lea("48 8d 35", DATA_VA);
	op("48 39 f2");			/* cmp %rsi,%rdx */
	right = jump(JE);
	op("31 db");			/* xor %ebx,%ebx */
	map_read();
	op(RET);
	land(right);
	op("48 8b 58 08");		/* mov 8(%rax),%rbx */
	map_read();
	expect("1R ? 2");
}

static void test_select(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	op("48 0f 44 d9");		/* cmove %rcx,%rbx */
	map_write();
	expect("1R ?");
}

/* A switch by jump table; @bound is what the index is compared with. */
static void write_switch(const char *compare, size_t *table_jump)
{
	size_t otherwise;

	op(PROLOGUE);
	map_read();
	op(RDX_ELEM);
	op(SPILL_RDX);
	op(compare);
	otherwise = jump("0f 87");	/* ja */
	lea("48 8d 35", DATA_VA);	/* lea table(%rip),%rsi */
	op("ff 24 ce");			/* jmp *(%rsi,%rcx,8) */
	*table_jump = run.len;
	land(otherwise);
	op(RET);
}

static void test_jump_table(void **state)
{
	size_t behind;

	(void)state;
	write_switch("48 83 f9 01", &behind);	/* cmp $1,%rcx */
	data(CODE_VA + run.len);
	op(RELOAD_RBX);
	map_read();
	op(RET);
	data(CODE_VA + run.len);
	op("48 89 fb");			/* mov %rdi,%rbx */
	map_read();
	op(RET);
	expect("1 2 1");
}

/* What follows the table is another one's. */
static void test_jump_table_has_an_end(void **state)
{
	size_t behind;

	(void)state;
	write_switch("48 83 f9 00", &behind);	/* cmp $0,%rcx */
	data(CODE_VA + run.len);
	op(RELOAD_RBX);
	data(CODE_VA + run.len);
	map_read();
	expect("1 2");
}

/* Arms that no table leads to are not understood. */
static void test_unreached_code(void **state)
{
	size_t behind;

	(void)state;
	write_switch("48 83 f9 00", &behind);
	data(CODE_VA + run.len);
	op(RELOAD_RBX);
	map_read();
	op(RET);
	op("48 89 fb");
	map_read();
	expect("1R 2R ?R");
}

static void test_short_jump_table(void **state)
{
	size_t behind;

	(void)state;
	write_switch("48 83 f9 05", &behind);	/* cmp $5,%rcx */
	data(CODE_VA + run.len);
	data(0);
	op(RELOAD_RBX);
	map_read();
	expect("?R ?R");
}

static void test_jump_table_between_instructions(void **state)
{
	size_t behind;

	(void)state;
	write_switch("48 83 f9 00", &behind);
	data(CODE_VA + run.len + 1);
	op(RELOAD_RBX);
	map_read();
	expect("?R ?R");
}

/* Another path comes in behind the table's address, with another one. */
static void test_jump_table_from_two_paths(void **state)
{
	size_t other, entry;

	(void)state;
	map_read();
	op("48 8b 18");
	op(TEST_CL);
	other = jump(JE);
	lea("48 8d 35", DATA_VA);	/* lea table(%rip),%rsi */
	entry = run.len;
	op("0f 1f 00");			/* nop */
	op("ff 24 ce");			/* jmp *(%rsi,%rcx,8) */
	land(other);
	lea("48 8d 35", DATA_VA + 64);
	jump_to(JMP, entry);
	data(CODE_VA + run.len);
	map_write();
	expect("?R ?");
}

static void test_unknown_jump(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	map_make();
	map_write();
	op("ff e1");			/* jmp *%rcx */
	map_read();
	expect("?R 1 ? ?R");
}

static void test_calls_that_do_not_return(void **state)
{
	size_t fine;

	(void)state;
	op(PROLOGUE);
	map_read();
	op(RBX_ELEM);
	op(TEST_CL);
	fine = jump(JE);
	op("48 89 fb");			/* mov %rdi,%rbx */
	call(PANIC_VA);
	land(fine);
	map_write();
	expect("1 2");
}

/* morestack returns to the entry, with another frame. */
static void test_stack_growth(void **state)
{
	size_t more;

	(void)state;
	op("49 3b 66 10");		/* cmp 0x10(%r14),%rsp */
	more = jump("0f 86");		/* jbe */
	op(PROLOGUE);
	map_read();
	op(RBX_ELEM);
	map_write();
	op("48 83 c4 78");		/* add $0x78,%rsp */
	op(RET);
	land(more);
	op("48 89 44 24 08");		/* mov %rax,8(%rsp) */
	call(PANIC_VA);
	op("48 8b 44 24 08");		/* mov 8(%rsp),%rax */
	jump_to(JMP, 0);
	expect("1 2");
}

static void test_jump_out_of_the_function(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	op(TEST_CL);
	op(JE);
	relative(PLAIN_VA);
	map_write();
	op(JMP);
	relative(PLAIN_VA);
	expect("1 2");
}

static void test_jump_between_instructions(void **state)
{
	(void)state;
	map_read();
	op(RBX_ELEM);
	map_write();
	jump_to(JE, 1);
	expect("?R ?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_arms, run_setup),
		cmocka_unit_test_setup(test_paths_meet, run_setup),
		cmocka_unit_test_setup(test_either_of_two_reads, run_setup),
		cmocka_unit_test_setup(test_either_of_two_elements, run_setup),
		cmocka_unit_test_setup(test_elements_and_words, run_setup),
		cmocka_unit_test_setup(test_pointer_into_the_middle, run_setup),
		cmocka_unit_test_setup(test_reads_of_different_depth, run_setup),
		cmocka_unit_test_setup(test_made_where_missing, run_setup),
		cmocka_unit_test_setup(test_found_or_made_used_again, run_setup),
		cmocka_unit_test_setup(test_used_again_but_changed, run_setup),
		cmocka_unit_test_setup(test_behind_an_unknown_depth, run_setup),
		cmocka_unit_test_setup(test_walk, run_setup),
		cmocka_unit_test_setup(test_walk_from_a_found_map, run_setup),
		cmocka_unit_test_setup(test_loop_around, run_setup),
		cmocka_unit_test_setup(test_loop_behind, run_setup),
		cmocka_unit_test_setup(test_moving_pointer, run_setup),
		cmocka_unit_test_setup(test_failed_assertion, run_setup),
		cmocka_unit_test_setup(test_failed_assertion_without_load, run_setup),
		cmocka_unit_test_setup(test_failed_assertion_first, run_setup),
		cmocka_unit_test_setup(test_nil_after_an_assertion, run_setup),
		cmocka_unit_test_setup(test_failed_assertion_by_select, run_setup),
		cmocka_unit_test_setup(test_nil_of_the_program, run_setup),
		cmocka_unit_test_setup(test_nil_map_alone, run_setup),
		cmocka_unit_test_setup(test_select, run_setup),
		cmocka_unit_test_setup(test_jump_table, run_setup),
		cmocka_unit_test_setup(test_jump_table_has_an_end, run_setup),
		cmocka_unit_test_setup(test_unreached_code, run_setup),
		cmocka_unit_test_setup(test_short_jump_table, run_setup),
		cmocka_unit_test_setup(test_jump_table_between_instructions, run_setup),
		cmocka_unit_test_setup(test_jump_table_from_two_paths, run_setup),
		cmocka_unit_test_setup(test_unknown_jump, run_setup),
		cmocka_unit_test_setup(test_calls_that_do_not_return, run_setup),
		cmocka_unit_test_setup(test_stack_growth, run_setup),
		cmocka_unit_test_setup(test_jump_out_of_the_function, run_setup),
		cmocka_unit_test_setup(test_jump_between_instructions, run_setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("flow_path", tests, NULL, run_teardown);
}
