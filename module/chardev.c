// SPDX-License-Identifier: GPL-2.0
#include "chardev.h"

#include <linux/capability.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "attach.h"
#include "fault.h"
#include "request.h"
#include "target.h"

/**
 * struct owned - a target that goes with its file
 * @id: the target's
 * @in_reader: node
 */
struct owned {
	u32 id;
	struct list_head in_reader;
};

/**
 * struct reader - an open file
 * @lock: protects @targets; taken before everything else of ours
 * @targets: attached through it, not persistent
 */
struct reader {
	struct mutex lock;
	struct list_head targets;
};

static int reader_open(struct inode *inode, struct file *file)
{
	struct reader *reader;

	if (!perfmon_capable())
		return -EPERM;
	reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	if (!reader)
		return -ENOMEM;
	mutex_init(&reader->lock);
	INIT_LIST_HEAD(&reader->targets);
	file->private_data = reader;
	return nonseekable_open(inode, file);
}

static void detach_id(u32 id)
{
	struct mapgc_target *target = mapgc_target_get(id);

	if (!target)
		return;
	mapgc_detach(target);
	mapgc_target_put(target);
}

static int reader_release(struct inode *inode, struct file *file)
{
	struct reader *reader = file->private_data;
	struct owned *owned, *next;

	list_for_each_entry_safe(owned, next, &reader->targets, in_reader) {
		detach_id(owned->id);
		kfree(owned);
	}
	kfree(reader);
	return 0;
}

static struct owned *find_owned(struct reader *reader, u32 id)
{
	struct owned *owned;

	lockdep_assert_held(&reader->lock);
	list_for_each_entry(owned, &reader->targets, in_reader)
		if (owned->id == id)
			return owned;
	return NULL;
}

/* From here on @id does not go with the file any more; the caller frees what is returned. */
static struct owned *disown(struct reader *reader, u32 id)
{
	struct owned *owned;

	mutex_lock(&reader->lock);
	owned = find_owned(reader, id);
	if (owned)
		list_del(&owned->in_reader);
	mutex_unlock(&reader->lock);
	return owned;
}

static struct mapgc_target *get_target(u32 id, struct mapgc_fault *fault)
{
	struct mapgc_target *target = mapgc_target_get(id);

	if (!target)
		mapgc_fault(fault, -ENOENT, "target_id: no target %u", id);
	return target;
}

/* Calls without flags; those without padding give 0. */
static int check_plain(const struct mapgc_hdr *hdr, u32 pad, struct mapgc_fault *fault)
{
	if (hdr->flags)
		return mapgc_fault(fault, -EINVAL, "hdr.flags: unknown flags 0x%x", hdr->flags);
	if (pad)
		return mapgc_fault(fault, -EINVAL, "pad: not 0");
	return 0;
}

static int do_info(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_info_args *args = argument;

	args->abi_version = MAPGC_ABI_VERSION;
	args->nr_targets = mapgc_target_count();
	memset(args->module_version, 0, sizeof(args->module_version));
	strscpy(args->module_version, THIS_MODULE->version, sizeof(args->module_version));
	return check_plain(&args->hdr, 0, fault);
}

static int attach(struct reader *reader, struct mapgc_request *request, struct owned *owned,
		  struct mapgc_fault *fault)
{
	int err;

	err = mapgc_request_read(request, fault);
	if (!err)
		err = mapgc_attach(request, fault, &owned->id);
	if (err)
		return err;
	if (request->args.hdr.flags & MAPGC_ATTACH_PERSISTENT)
		return 0;
	mutex_lock(&reader->lock);
	list_add(&owned->in_reader, &reader->targets);
	mutex_unlock(&reader->lock);
	return 0;
}

static int do_attach(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_attach_args *args = argument;
	struct mapgc_request *request = kzalloc(sizeof(*request), GFP_KERNEL);
	struct owned *owned = kzalloc(sizeof(*owned), GFP_KERNEL);
	int err = -ENOMEM;

	if (request && owned) {
		INIT_LIST_HEAD(&owned->in_reader);
		request->args = *args;
		err = attach(reader, request, owned, fault);
		args->target_id = owned->id;
		mapgc_request_release(request);
	}
	if (err || args->hdr.flags & MAPGC_ATTACH_PERSISTENT)
		kfree(owned);
	kfree(request);
	return err;
}

/* The caller never learns the id, so that only this can detach what is persistent. */
static void undo_attach(struct reader *reader, const void *argument)
{
	const struct mapgc_attach_args *args = argument;

	kfree(disown(reader, args->target_id));
	detach_id(args->target_id);
}

static int do_detach(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_detach_args *args = argument;
	struct mapgc_target *target;
	struct owned *owned;
	int err;

	err = check_plain(&args->hdr, args->pad, fault);
	if (err)
		return err;
	target = get_target(args->target_id, fault);
	if (!target)
		return -ENOENT;
	owned = disown(reader, args->target_id);
	if (owned || target->flags & MAPGC_ATTACH_PERSISTENT)
		err = mapgc_detach(target);
	else
		err = mapgc_fault(fault, -EBUSY, "target_id: %u belongs to another reader",
				  args->target_id);
	kfree(owned);
	mapgc_target_put(target);
	return err;
}

static int do_process_add(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_process_args *args = argument;
	struct mapgc_target *target;
	bool is_owned;
	int err;

	err = check_plain(&args->hdr, 0, fault);
	if (err)
		return err;
	target = get_target(args->target_id, fault);
	if (!target)
		return -ENOENT;
	mutex_lock(&reader->lock);
	is_owned = find_owned(reader, args->target_id);
	mutex_unlock(&reader->lock);
	if (is_owned || target->flags & MAPGC_ATTACH_PERSISTENT)
		err = mapgc_attach_process(target, args->pid, fault);
	else
		err = mapgc_fault(fault, -EBUSY, "target_id: %u belongs to another reader",
				  args->target_id);
	mapgc_target_put(target);
	return err;
}

static int do_list(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_list_args *args = argument;
	u32 __user *ids = u64_to_user_ptr(args->ids);
	u32 room = args->nr_ids;
	struct mapgc_target *target;
	u32 id = 0, nr = 0;
	int err;

	err = check_plain(&args->hdr, args->pad, fault);
	if (err)
		return err;
	while ((target = mapgc_target_next(id))) {
		id = target->id;
		mapgc_target_put(target);
		if (nr < room && put_user(id, ids + nr))
			return mapgc_fault(fault, -EFAULT, "ids: cannot be written");
		nr++;
	}
	args->nr_ids = nr;
	return 0;
}

static int copy_pids(struct mapgc_target *target, struct mapgc_target_args *args, u32 room,
		     struct mapgc_fault *fault)
{
	struct mapgc_pid __user *to = u64_to_user_ptr(args->pids);
	struct mapgc_pid *pids;
	int err = 0;

	pids = kvmalloc_array(MAPGC_PROCESSES_MAX, sizeof(*pids), GFP_KERNEL);
	if (!pids)
		return -ENOMEM;
	args->nr_pids = mapgc_process_list(target->processes, pids);
	if (copy_to_user(to, pids, min(room, args->nr_pids) * sizeof(*pids)))
		err = mapgc_fault(fault, -EFAULT, "pids: cannot be written");
	kvfree(pids);
	return err;
}

static int do_target(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_target_args *args = argument;
	u32 room = args->nr_pids;
	struct mapgc_target *target;
	int err;

	err = check_plain(&args->hdr, args->pad, fault);
	if (err)
		return err;
	target = get_target(args->target_id, fault);
	if (!target)
		return -ENOENT;
	mapgc_target_describe(target, args);
	err = copy_pids(target, args, room, fault);
	mapgc_target_put(target);
	return err;
}

static int do_snapshot(struct reader *reader, void *argument, struct mapgc_fault *fault)
{
	struct mapgc_snapshot_args *args = argument;
	struct mapgc_target *target;
	int err;

	err = check_plain(&args->hdr, args->pad, fault);
	if (err)
		return err;
	target = get_target(args->target_id, fault);
	if (!target)
		return -ENOENT;
	mapgc_target_snapshot(target, args);
	mapgc_target_put(target);
	return 0;
}

/**
 * struct command - one ioctl
 * @size: of its argument, all that this kernel knows
 * @run: gets the argument in kernel memory
 * @has_answer: what @run left there is copied out on success
 * @undo: called with the answer where that could not be copied out; may be NULL
 */
struct command {
	size_t size;
	int (*run)(struct reader *reader, void *argument, struct mapgc_fault *fault);
	bool has_answer;
	void (*undo)(struct reader *reader, const void *argument);
};

static const struct command commands[] = {
	[_IOC_NR(MAPGC_IOC_INFO)]	 = { sizeof(struct mapgc_info_args), do_info, true },
	[_IOC_NR(MAPGC_IOC_ATTACH)]	 = { sizeof(struct mapgc_attach_args), do_attach, true,
					     undo_attach },
	[_IOC_NR(MAPGC_IOC_DETACH)]	 = { sizeof(struct mapgc_detach_args), do_detach },
	[_IOC_NR(MAPGC_IOC_PROCESS_ADD)] = { sizeof(struct mapgc_process_args), do_process_add },
	[_IOC_NR(MAPGC_IOC_LIST)]	 = { sizeof(struct mapgc_list_args), do_list, true },
	[_IOC_NR(MAPGC_IOC_TARGET)]	 = { sizeof(struct mapgc_target_args), do_target, true },
	[_IOC_NR(MAPGC_IOC_SNAPSHOT)]	 = { sizeof(struct mapgc_snapshot_args), do_snapshot,
					     true },
};

static void tell(const struct mapgc_hdr *hdr, const struct mapgc_fault *fault)
{
	size_t len = min_t(size_t, hdr->error_len, strlen(fault->text) + 1);

	if (!hdr->error || !len)
		return;
	/* The errno is the answer; the line is help, and may get lost. */
	if (copy_to_user(u64_to_user_ptr(hdr->error), fault->text, len))
		return;
	if (len <= strlen(fault->text) &&
	    put_user('\0', (char __user *)u64_to_user_ptr(hdr->error) + len - 1))
		return;
}

static int check_hdr(const struct mapgc_hdr *hdr, struct mapgc_fault *fault)
{
	if (hdr->size < sizeof(*hdr))
		return mapgc_fault(fault, -EINVAL, "hdr.size: %u is less than the header",
				   hdr->size);
	if (hdr->size > PAGE_SIZE * 16)
		return mapgc_fault(fault, -E2BIG, "hdr.size: %u", hdr->size);
	if (hdr->pad)
		return mapgc_fault(fault, -EINVAL, "hdr.pad: not 0");
	return 0;
}

static int run(const struct command *command, struct reader *reader, void *argument,
	       void __user *user, const struct mapgc_hdr *hdr, struct mapgc_fault *fault)
{
	size_t len = min_t(size_t, hdr->size, command->size);
	int err;

	err = copy_struct_from_user(argument, command->size, user, hdr->size);
	if (err == -E2BIG)
		return mapgc_fault(fault, err, "hdr.size: members beyond byte %zu are not 0",
				   command->size);
	if (err)
		return mapgc_fault(fault, err, "argument: cannot be read");
	/* The header that was checked, whatever another thread wrote meanwhile. */
	memcpy(argument, hdr, sizeof(*hdr));
	err = command->run(reader, argument, fault);
	if (err || !command->has_answer || !copy_to_user(user, argument, len))
		return err;
	if (command->undo)
		command->undo(reader, argument);
	return mapgc_fault(fault, -EFAULT, "argument: cannot be written");
}

static long reader_ioctl(struct file *file, unsigned int nr, unsigned long user)
{
	const struct command *command;
	struct mapgc_fault fault = {};
	struct mapgc_hdr hdr;
	void *argument;
	int err;

	if (!perfmon_capable())
		return -EPERM;
	if (_IOC_NR(nr) >= ARRAY_SIZE(commands) ||
	    nr != _IOWR(MAPGC_IOC_MAGIC, _IOC_NR(nr), struct mapgc_hdr))
		return -ENOTTY;
	command = &commands[_IOC_NR(nr)];
	if (copy_from_user(&hdr, (void __user *)user, sizeof(hdr)))
		return -EFAULT;
	err = check_hdr(&hdr, &fault);
	if (!err) {
		argument = kvzalloc(command->size, GFP_KERNEL);
		if (!argument)
			return -ENOMEM;
		err = run(command, file->private_data, argument, (void __user *)user, &hdr,
			  &fault);
		kvfree(argument);
	}
	if (err)
		tell(&hdr, &fault);
	return err;
}

static const struct file_operations fops = {
	.owner = THIS_MODULE,
	.open = reader_open,
	.release = reader_release,
	.unlocked_ioctl = reader_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "mapgc",
	.fops = &fops,
	.mode = 0600,
};

int mapgc_chardev_init(void)
{
	return misc_register(&device);
}

void mapgc_chardev_exit(void)
{
	misc_deregister(&device);
}
