// SPDX-License-Identifier: GPL-2.0
module mapgc/workloads

go 1.19
