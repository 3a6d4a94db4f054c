/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions to probe, laid out as Go lays out its own: functions with a stack
 * check or with calls of the runtime's clock, and calls of them from many places.
 * Arguments as in Go's register ABI: type in RAX, value in RBX, goroutine in R14.
 */
	.text

	.macro stack_check name
	.balign 16
	.globl specimen_code_\name, specimen_site_\name
	.type specimen_code_\name, @function
specimen_code_\name:
	cmp 0x10(%r14), %rsp
specimen_site_\name:
	jbe 1f
	ret
1:	ret
	.size specimen_code_\name, . - specimen_code_\name
	.endm

	.macro record_call name
	.balign 16
	.globl specimen_code_\name, specimen_site_\name
	.type specimen_code_\name, @function
specimen_code_\name:
specimen_site_\name:
	call nothing
	ret
	.size specimen_code_\name, . - specimen_code_\name
	.endm

nothing:
	ret

	stack_check read
	stack_check write
	stack_check delete
	stack_check iterate
	stack_check clear
	stack_check make
	stack_check stop
	stack_check start
	stack_check cycle
	record_call start_now
	record_call stopping_gc
	record_call stopping_other
	record_call total_gc
	record_call total_other

/* A stack check whose branch is the long form. */
	.balign 16
	.globl specimen_code_read_far, specimen_site_read_far
	.type specimen_code_read_far, @function
specimen_code_read_far:
	cmp 0x10(%r14), %rsp
specimen_site_read_far:
	.byte 0x0f, 0x86
	.long 1
	ret
	ret

/* The loop over processors of stopTheWorldWithSema, passed once. */
	.balign 16
	.globl specimen_code_stopped, specimen_site_stopped
	.type specimen_code_stopped, @function
specimen_code_stopped:
	test %rsp, %rsp
specimen_site_stopped:
	jne 1f
	nop
1:	ret

/*
 * specimen_stubs: SPECIMEN_STUBS calls, each an own place for the kernel to tell
 * apart: void stub(type, value, function, goroutine).
 */
	.globl specimen_stubs
	.type specimen_stubs, @function
	.balign 32
specimen_stubs:
	.rept 48
	.balign 32
	push %rbx
	push %r14
	mov %rdi, %rax
	mov %rsi, %rbx
	mov %rcx, %r14
	call *%rdx
	pop %r14
	pop %rbx
	ret
	.endr

/* A read by way of a function that has a frame pointer and no site. */
	.balign 16
	.globl specimen_code_wrapper, specimen_wrapper_return
	.type specimen_code_wrapper, @function
specimen_code_wrapper:
	push %rbp
	mov %rsp, %rbp
	call specimen_code_read
specimen_wrapper_return:
	pop %rbp
	ret
	.size specimen_code_wrapper, . - specimen_code_wrapper

/* Instructions that must never carry a probe, or not one of every role. */
	.macro unfit name, insn:vararg
	.globl specimen_site_unfit_\name
specimen_site_unfit_\name:
	\insn
	.endm

	unfit push, push %rbp
	unfit nop, nop
	unfit ret, ret
	unfit cmp, cmp 0x10(%r14), %rsp
	unfit call_register, call *%rax
	unfit jump, .byte 0xeb, 0
	unfit jb, .byte 0x72, 0
	unfit prefixed, .byte 0x66, 0x76, 0
	unfit trap, int3
	unfit ud2, ud2
	unfit syscall, syscall

	.section .note.GNU-stack, "", @progbits
