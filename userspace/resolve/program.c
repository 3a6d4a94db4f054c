// SPDX-License-Identifier: GPL-2.0
#include "resolve/program.h"

#include <errno.h>
#include <stdlib.h>

#define DECODE_MAX	(1024 * 1024)

int program_init(struct program *program, int fd, const char *name, struct error *err)
{
	int rc;

	*program = (struct program){ 0 };
	rc = elf_image_init(&program->image, fd, name, err);
	if (rc)
		return rc;
	rc = buildinfo_read(&program->image, &program->build, err);
	if (rc)
		program_deinit(program);
	return rc;
}

void program_deinit(struct program *program)
{
	listing_close_decoder(&program->capstone);
	pclntab_deinit(&program->pclntab);
	elf_image_deinit(&program->image);
}

int program_load_functions(struct program *program, const struct golayout *layout,
			   struct error *err)
{
	int rc;

	rc = listing_open_decoder(program->image.arch, &program->capstone);
	if (rc)
		return error_set(err, rc, "%s: no decoder for %s code", program->image.name,
				 program->image.arch->name);
	rc = pclntab_init(&program->pclntab, &program->image, layout, err);
	if (rc)
		listing_close_decoder(&program->capstone);
	return rc;
}

int program_decode(const struct program *program, size_t index, struct listing *ret,
		   struct error *err)
{
	const struct pclntab *tab = &program->pclntab;
	uint64_t va = tab->functions[index].va;
	uint64_t len = pclntab_bytes(tab, index);
	uint8_t *bytes;
	int rc;

	if (!len || len > DECODE_MAX)
		return error_set(err, -EINVAL, "%s: a function of %llu bytes",
				 pclntab_name(tab, index), (unsigned long long)len);
	bytes = malloc(len);
	if (!bytes)
		return error_set(err, -ENOMEM, "%s: no memory", pclntab_name(tab, index));
	rc = elf_image_read_va(&program->image, va, bytes, len);
	if (rc) {
		free(bytes);
		return error_set(err, rc, "%s: cannot read its code", pclntab_name(tab, index));
	}
	rc = listing_init(ret, program->image.arch, program->capstone, va, bytes, len);
	if (rc == -EILSEQ)
		return error_set(err, rc, "%s: code that cannot be decoded",
				 pclntab_name(tab, index));
	return rc ? error_set(err, rc, "%s: no memory", pclntab_name(tab, index)) : 0;
}
