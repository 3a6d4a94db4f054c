// SPDX-License-Identifier: GPL-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "listing.h"
#include "resolve/wrapper.h"

#define ENTRY	"\x49\x3b\x66\x10\x76\x1f"		/* cmp 0x10(%r14),%rsp ; jbe */
#define FRAME	"\x55\x48\x89\xe5\x48\x83\xec\x18"	/* push %rbp ; mov ; sub $0x18,%rsp */
#define STORE	"\x48\x89\x4c\x24\x38"			/* mov %rcx,0x38(%rsp) */
#define CALL	"\xe8\0\0\0\0"
#define LEAVE	"\x48\x83\xc4\x18\x5d\xc3"		/* add $0x18,%rsp ; pop %rbp ; ret */

/* Behind the code, at 37: call morestack ; jmp to the entry. */
static bool is_clear(const char *code, size_t len, size_t call_at)
{
	static const char stub[] = "\xe8\0\0\0\0\xeb";
	uint8_t bytes[64];
	struct listing listing;
	bool ret;

	assert_true(len <= 37);
	memcpy(bytes, code, len);
	memset(bytes + len, 0x90, 37 - len);
	memcpy(bytes + 37, stub, 6);
	bytes[43] = (uint8_t)-44;
	assert_int_equal(listing_of(&listing, bytes, 44), 0);
	ret = wrapper_is_clear(&listing, LISTING_VA + call_at);
	listing_deinit(&listing);
	return ret;
}

#define CLEAR(code, at)		assert_true(is_clear(code, sizeof(code) - 1, at))
#define UNCLEAR(code, at)	assert_false(is_clear(code, sizeof(code) - 1, at))

static void test_wrappers_of_go(void **state)
{
	(void)state;
	CLEAR(ENTRY FRAME CALL LEAVE, 14);
	CLEAR(ENTRY FRAME STORE CALL LEAVE, 19);
	CLEAR(ENTRY FRAME "\x48\x89\x94\x24\x80\0\0\0" CALL LEAVE, 22);	/* far */
	CLEAR(ENTRY FRAME "\x4c\x89\x44\x24\x38" CALL LEAVE, 19);	/* of %r8 */
	CLEAR(ENTRY FRAME "\x66\x90" CALL LEAVE, 16);
	CLEAR(ENTRY FRAME CALL "\x74\x04\x48\x89\xc8\x90" LEAVE, 14);	/* a jump on */
}

static void test_caller_not_in_the_frame(void **state)
{
	(void)state;
	UNCLEAR(ENTRY "\x48\x83\xec\x18" CALL LEAVE, 10);		/* Go before 1.21 */
	UNCLEAR(ENTRY "\x55\x48\x83\xec\x18" CALL LEAVE, 11);		/* only pushed */
	UNCLEAR(ENTRY "\x48\x89\xe5\x55" CALL LEAVE, 10);		/* set, then pushed */
	UNCLEAR(ENTRY FRAME "\x48\x8d\x6c\x24\x10" CALL LEAVE, 19);		/* lea to %rbp */
	UNCLEAR("\x55\x48\x89\xe5" CALL LEAVE, 4);		/* no stack check */
}

static void test_other_arguments(void **state)
{
	(void)state;
	UNCLEAR(ENTRY FRAME "\x48\x89\xd8" CALL LEAVE, 17);		/* mov %rbx,%rax */
	UNCLEAR(ENTRY FRAME "\x48\x8b\x4c\x24\x38" CALL LEAVE, 19);	/* a load */
	UNCLEAR(ENTRY FRAME "\x48\x89\x48\x08" CALL LEAVE, 18);		/* not to its frame */
	UNCLEAR(ENTRY FRAME CALL CALL LEAVE, 19);			/* of another call */
}

static void test_not_once(void **state)
{
	(void)state;
	UNCLEAR(ENTRY FRAME CALL "\xeb\xf9" LEAVE, 14);			/* again and again */
	UNCLEAR(ENTRY FRAME CALL "\x74\xf1" LEAVE, 14);			/* before the frame */
	UNCLEAR(ENTRY FRAME CALL "\xff\xe0" LEAVE, 14);			/* jmp *%rax */
	UNCLEAR(ENTRY FRAME "\x74\x05" CALL LEAVE, 16);			/* or not at all */
}

static void test_no_call_there(void **state)
{
	(void)state;
	UNCLEAR(ENTRY FRAME "\x90\x90\x90\x90\x90" LEAVE, 14);
	UNCLEAR(ENTRY FRAME CALL LEAVE, 15);
	UNCLEAR(ENTRY FRAME CALL LEAVE, 0x1000);
	UNCLEAR(ENTRY FRAME CALL LEAVE, -16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrappers_of_go),
		cmocka_unit_test(test_caller_not_in_the_frame),
		cmocka_unit_test(test_other_arguments),
		cmocka_unit_test(test_not_once),
		cmocka_unit_test(test_no_call_there),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("resolve_wrapper", tests, NULL, NULL);
}
