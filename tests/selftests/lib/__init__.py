# SPDX-License-Identifier: GPL-2.0
"""What the selftests are made of. They run as root in a guest: see tests/vm/run."""
