# SPDX-License-Identifier: GPL-2.0
"""A second opinion on the workloads' truth, from the kernel's own uprobes."""
