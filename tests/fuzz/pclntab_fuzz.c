// SPDX-License-Identifier: GPL-2.0
/* Function tables of every Go version, whatever version the file claims to be of. */
#include <stdlib.h>
#include <string.h>

#include "fuzz/harness.h"
#include "fuzz/input_file.h"
#include "resolve/pclntab.h"

static void check_function(const struct pclntab *tab, const struct elf_image *image, size_t i)
{
	const struct pclntab_function *function = &tab->functions[i];
	uint64_t bytes = pclntab_bytes(tab, i);
	uint8_t byte;

	if (i && function->va < function[-1].va)
		abort();
	if (function->va + bytes > tab->end_va || strlen(pclntab_name(tab, i)) > 1 << 20)
		abort();
	if (!bytes)
		return;
	if (elf_image_read_va(image, function->va, &byte, 1) ||
	    elf_image_read_va(image, function->va + bytes - 1, &byte, 1))
		abort();
	if (pclntab_find_va(tab, function->va + bytes - 1) == PCLNTAB_NONE)
		abort();
}

static void check(const struct pclntab *tab, const struct elf_image *image)
{
	size_t i;

	for (i = 0; i < tab->nr_functions; i++)
		check_function(tab, image, i);
	if (pclntab_find_va(tab, tab->end_va) != PCLNTAB_NONE)
		abort();
	if (tab->nr_functions && pclntab_find_name(tab, pclntab_name(tab, 0)) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const unsigned int minors[] = { 17, 19, 22, 24, 26, 27 };
	struct elf_image image;
	struct pclntab tab;
	struct error err = { "" };
	size_t i;

	if (elf_image_init(&image, input_file(data, len), "fuzz", NULL))
		return 0;
	for (i = 0; i < sizeof(minors) / sizeof(minors[0]); i++) {
		const struct golayout *layout = golayout_find(minors[i]);

		if (!layout)
			abort();
		if (pclntab_init(&tab, &image, layout, &err)) {
			if (!err.text[0] || strchr(err.text, '\n'))
				abort();
			continue;
		}
		check(&tab, &image);
		pclntab_deinit(&tab);
	}
	elf_image_deinit(&image);
	return 0;
}
