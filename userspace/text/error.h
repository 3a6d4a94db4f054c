/* SPDX-License-Identifier: GPL-2.0 */
/* An error as a value: libraries fill it, a command prints it once. */
#ifndef MAPGC_TEXT_ERROR_H
#define MAPGC_TEXT_ERROR_H

/**
 * struct error - why something failed
 * @text: one line without newline, "WHAT: WHY", with what to do where that is known
 */
struct error {
	char text[512];
};

/**
 * error_set() - fill an error and return its code
 * @err: where to; may be NULL
 * @code: negative errno
 * @fmt: printf format of the line
 *
 * Return: @code, so that "return error_set(err, -EINVAL, ...)" reads well.
 */
int error_set(struct error *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif /* MAPGC_TEXT_ERROR_H */
