// SPDX-License-Identifier: GPL-2.0
#include "cmd/calibrate.h"

#include <inttypes.h>
#include <stdio.h>

#include "calibrate/calibrate.h"
#include "client/client.h"
#include "cmd/host_json.h"
#include "text/json_writer.h"

static void print_table(const struct calibration *calibration)
{
	printf("%-9s %9s\n", "CPUs", "hit cost");
	printf("%-9d %6" PRIu32 " ns\n", 1, calibration->hit_cost_ns);
	if (calibration->busy_cpus > 1)
		printf("%-9" PRIu32 " %6" PRIu32 " ns\n", calibration->busy_cpus,
		       calibration->busy_hit_cost_ns);
}

static void write_json(const struct calibration *calibration)
{
	struct json_writer jw = { .out = stdout };

	host_json_begin(&jw);
	jw_begin_object(&jw, "calibration");
	jw_seconds(&jw, "hit_cost_seconds", calibration->hit_cost_ns);
	jw_seconds(&jw, "busy_hit_cost_seconds", calibration->busy_hit_cost_ns);
	jw_u64(&jw, "busy_cpus", calibration->busy_cpus);
	jw_end_object(&jw);
	host_json_end(&jw);
}

int calibrate_main(const struct options *options, struct error *err)
{
	struct calibration calibration;
	struct client *client;
	int code = client_open(&client, err);

	if (code)
		return code;
	code = calibrate(client, &calibration, err);
	client_close(client);
	if (code)
		return code;
	if (options->view == VIEW_JSON)
		write_json(&calibration);
	else
		print_table(&calibration);
	return 0;
}
