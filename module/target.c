// SPDX-License-Identifier: GPL-2.0
#include "target.h"

#include <linux/file.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/slab.h>
#include <linux/ktime.h>

#include "request.h"

/* @lock protects the registry; nothing of ours nests in it. */
static struct {
	struct mutex lock;
	struct list_head targets;	/* ascending by id */
	u32 nr;
	u32 last_id;
	u32 generation;
} registry = {
	.lock = __MUTEX_INITIALIZER(registry.lock),
	.targets = LIST_HEAD_INIT(registry.targets),
};

/* Both are read without the lock. */
static void change_nr(int by)
{
	lockdep_assert_held(&registry.lock);
	WRITE_ONCE(registry.nr, registry.nr + by);
	WRITE_ONCE(registry.generation, registry.generation + 1);
}

static int create_callsites(struct mapgc_target *target, const struct mapgc_request *request)
{
	struct mapgc_callsites *table = &target->callsites;
	size_t bytes;

	table->order = mapgc_callsites_order(request->args.nr_callsites);
	bytes = sizeof(*table->entries) << table->order;
	table->entries = kvmalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!table->entries)
		return -ENOMEM;
	mapgc_callsites_fill(table, request->callsites, request->args.nr_callsites);
	target->memory_bytes += bytes;
	return 0;
}

static int create_transitions(struct mapgc_target *target, const struct mapgc_request *request)
{
	u32 nr = request->args.nr_transitions;
	size_t bytes = nr * sizeof(*request->transitions);

	if (!nr)
		return 0;
	target->transitions.entries = kvmalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!target->transitions.entries)
		return -ENOMEM;
	memcpy(target->transitions.entries, request->transitions, bytes);
	target->transitions.nr = nr;
	target->memory_bytes += bytes;
	return 0;
}

static int create_chains(struct mapgc_target *target)
{
	size_t i, bytes = sizeof(*target->chains) << MAPGC_CHAIN_ORDER;

	target->chains = kvzalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!target->chains)
		return -ENOMEM;
	for (i = 0; i < 1 << MAPGC_CHAIN_ORDER; i++)
		spin_lock_init(&target->chains[i].lock);
	target->memory_bytes += bytes;
	return 0;
}

static int create_figures(struct mapgc_target *target)
{
	size_t probe_hits_bytes = target->args.nr_sites * sizeof(u64);

	target->stats = mapgc_stats_create();
	if (!target->stats)
		return -ENOMEM;
	target->memory_bytes += mapgc_stats_bytes();
	target->probe_hits = __alloc_percpu(probe_hits_bytes, sizeof(u64));
	if (!target->probe_hits)
		return -ENOMEM;
	target->memory_bytes += probe_hits_bytes * num_possible_cpus();
	target->processes = kvzalloc(sizeof(*target->processes), GFP_KERNEL_ACCOUNT);
	if (!target->processes)
		return -ENOMEM;
	target->memory_bytes += sizeof(*target->processes);
	target->processes->stats = target->stats;
	target->processes->target_id = target->id;
	return 0;
}

static u32 next_id(void)
{
	u32 id;

	mutex_lock(&registry.lock);
	id = ++registry.last_id;
	mutex_unlock(&registry.lock);
	return id;
}

static void init(struct mapgc_target *target, const struct mapgc_request *request)
{
	kref_init(&target->refs);
	mutex_init(&target->arm_lock);
	mutex_init(&target->estimate_lock);
	INIT_LIST_HEAD(&target->in_registry);
	target->id = next_id();
	target->args = request->args;
	target->flags = request->args.hdr.flags;
	target->layout = request->args.layout;
	target->exe = get_file(request->exe);
	/* Mappings of a file on an overlay carry the inode below. */
	target->inode = d_real_inode(target->exe->f_path.dentry);
	target->mtime = request->mtime;
	target->size_bytes = request->size_bytes;
	target->attached_ns = ktime_get_ns();
}

struct mapgc_target *mapgc_target_create(const struct mapgc_request *request)
{
	struct mapgc_target *target;
	size_t bytes = struct_size(target, probes, request->args.nr_sites);
	int err;

	target = kvzalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!target)
		return ERR_PTR(-ENOMEM);
	target->memory_bytes = bytes;
	init(target, request);
	err = mapgc_window_init(&target->window, !(target->flags & MAPGC_ATTACH_EXACT));
	if (!err)
		err = mapgc_window_init(&target->steady, true);
	if (!err)
		err = create_callsites(target, request);
	if (!err)
		err = create_transitions(target, request);
	if (!err)
		err = create_chains(target);
	if (!err)
		err = create_figures(target);
	if (err) {
		mapgc_target_put(target);
		return ERR_PTR(err);
	}
	return target;
}

static void release(struct kref *refs)
{
	struct mapgc_target *target = container_of(refs, struct mapgc_target, refs);

	mapgc_window_deinit(&target->window);
	mapgc_window_deinit(&target->steady);
	kvfree(target->callsites.entries);
	kvfree(target->transitions.entries);
	kvfree(target->chains);
	kvfree(target->processes);
	mapgc_stats_destroy(target->stats);
	free_percpu(target->probe_hits);
	fput(target->exe);
	kvfree(target);
}

void mapgc_target_put(struct mapgc_target *target)
{
	kref_put(&target->refs, release);
}

int mapgc_target_publish(struct mapgc_target *target)
{
	struct mapgc_target *other;
	struct list_head *before = &registry.targets;
	int err = -ENOSPC;

	mutex_lock(&registry.lock);
	if (registry.nr < MAPGC_TARGETS_MAX) {
		list_for_each_entry_reverse(other, &registry.targets, in_registry) {
			if (other->id < target->id) {
				before = &other->in_registry;
				break;
			}
		}
		kref_get(&target->refs);
		list_add(&target->in_registry, before);
		change_nr(1);
		err = 0;
	}
	mutex_unlock(&registry.lock);
	return err;
}

bool mapgc_target_unpublish(struct mapgc_target *target)
{
	bool was_there;

	mutex_lock(&registry.lock);
	was_there = !list_empty(&target->in_registry);
	if (was_there) {
		list_del_init(&target->in_registry);
		change_nr(-1);
	}
	mutex_unlock(&registry.lock);
	if (was_there)
		mapgc_target_put(target);
	return was_there;
}

struct mapgc_target *mapgc_target_next(u32 after)
{
	struct mapgc_target *target, *found = NULL;

	mutex_lock(&registry.lock);
	list_for_each_entry(target, &registry.targets, in_registry) {
		if (target->id > after) {
			kref_get(&target->refs);
			found = target;
			break;
		}
	}
	mutex_unlock(&registry.lock);
	return found;
}

struct mapgc_target *mapgc_target_get(u32 id)
{
	struct mapgc_target *target = id ? mapgc_target_next(id - 1) : NULL;

	if (target && target->id != id) {
		mapgc_target_put(target);
		return NULL;
	}
	return target;
}

u32 mapgc_target_count(void)
{
	return READ_ONCE(registry.nr);
}

u32 mapgc_target_generation(void)
{
	return READ_ONCE(registry.generation);
}

void mapgc_target_describe(struct mapgc_target *target, struct mapgc_target_args *ret)
{
	const struct mapgc_attach_args *args = &target->args;

	ret->target_id = target->id;
	ret->attach_flags = target->flags;
	ret->nr_pids = READ_ONCE(target->processes->nr);
	ret->nr_sites = args->nr_sites;
	ret->nr_callsites = args->nr_callsites;
	ret->window_ms = args->window_ms;
	ret->period_ms = args->period_ms;
	ret->window_hits = args->window_hits;
	ret->memory_bytes = target->memory_bytes +
			    ret->nr_pids * sizeof(struct mapgc_process);
	ret->dev = new_encode_dev(file_inode(target->exe)->i_sb->s_dev);
	ret->ino = file_inode(target->exe)->i_ino;
	ret->go_minor = args->layout.go_minor;
	ret->budget_ppm = args->budget_ppm;
	ret->hit_cost_ns = args->hit_cost_ns;
	ret->busy_hit_cost_ns = args->busy_hit_cost_ns;
	ret->busy_cpus = args->busy_cpus;
	memcpy(ret->label, args->label, sizeof(ret->label));
	memcpy(ret->go_version, args->go_version, sizeof(ret->go_version));
}

static void snapshot_estimate(struct mapgc_target *target, struct mapgc_snapshot_args *ret)
{
	const struct mapgc_estimate *estimate = &target->estimate;
	int op, depth;

	mutex_lock(&target->estimate_lock);
	ret->cpu_ns = estimate->cpu_ns;
	ret->cpu_elapsed_ns = estimate->cpu_elapsed_ns;
	ret->sampled_ns = estimate->sampled_ns;
	ret->sampled_cpu_ns = estimate->sampled_cpu_ns;
	ret->scaled_hits = estimate->hits.ops;
	for (op = 0; op < MAPGC_OPS; op++) {
		ret->scaled_edges[op] = estimate->edges[op].ops;
		for (depth = 0; depth < MAPGC_DEPTHS; depth++) {
			ret->scaled_ops[op][depth] = estimate->ops[op][depth].ops +
						     estimate->steady_ops[op][depth].ops;
			ret->scaled_inferred[op][depth] = estimate->inferred[op][depth].ops;
		}
	}
	mutex_unlock(&target->estimate_lock);
}

void mapgc_target_snapshot(struct mapgc_target *target, struct mapgc_snapshot_args *ret)
{
	ret->target_id = target->id;
	mapgc_stats_sum(target->stats, ret);
	mapgc_window_clock(&target->window, &ret->armed_ns, &ret->windows);
	snapshot_estimate(target, ret);
	ret->steady_sites = READ_ONCE(target->quiet.nr);
	ret->time_ns = ktime_get_ns();
	ret->elapsed_ns = ret->time_ns - target->attached_ns;
	/* Written by the worker alone, who may hold the lock for a whole grace period. */
	ret->spent_ns = READ_ONCE(target->governor.spent_ns);
	ret->arming_ns = READ_ONCE(target->governor.arming_ns);
	ret->held_ns = mapgc_hold_sum_ns(&target->window.hold);
	ret->hold_limit_ns = READ_ONCE(target->period.hold_ns);
	ret->charged_hit_cost_ns = target->governor.budget_ppm ?
				   READ_ONCE(target->governor.charged_hit_cost_ns) : 0;
}
