// SPDX-License-Identifier: GPL-2.0
#include "resolve/inlining.h"

#include <errno.h>
#include <string.h>

#include "resolve/function_data.h"

static bool is_searched(const char *name)
{
	return !strncmp(name, "runtime.", strlen("runtime.")) || strstr(name, "TheWorld");
}

static void note(const char *function, size_t into, struct inlining *wanted, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++) {
		if (strcmp(function, wanted[i].name))
			continue;
		if (wanted[i].nr_copies < INLINING_MAX)
			wanted[i].into[wanted[i].nr_copies] = into;
		wanted[i].nr_copies++;
	}
}

static int search(const struct function_data *data, size_t index, struct inlining *wanted,
		  size_t nr)
{
	struct function_record record;
	uint32_t nr_inlined = 0, i;
	int rc = function_data_read(data, index, &record);

	if (!rc)
		rc = function_data_nr_inlined(data, &record, &nr_inlined);
	for (i = 0; !rc && i < nr_inlined; i++) {
		struct inlined inlined;

		rc = function_data_inlined(data, &record, i, &inlined);
		if (!rc)
			note(inlined.function, index, wanted, nr);
	}
	return rc;
}

int inlining_find(const struct program *program, const struct golayout *layout,
		  struct inlining *wanted, size_t nr, struct error *err)
{
	const struct pclntab *tab = &program->pclntab;
	struct function_data data;
	size_t i;
	int rc;

	for (i = 0; i < nr; i++)
		wanted[i].nr_copies = 0;
	rc = function_data_init(&data, program, layout, err);
	for (i = 0; !rc && i < tab->nr_functions; i++) {
		if (!is_searched(pclntab_name(tab, i)))
			continue;
		rc = search(&data, i, wanted, nr);
		if (rc)
			error_set(err, rc, "%s: its inline tree is damaged",
				  pclntab_name(tab, i));
	}
	return rc;
}

int inlining_refuse(const struct program *program, const struct inlining *inlining, size_t i,
		    struct error *err)
{
	return error_set(err, -EINVAL, "%s: inlined into %.160s (-pgo)", inlining->name,
			 pclntab_name(&program->pclntab, inlining->into[i]));
}
