# SPDX-License-Identifier: GPL-2.0
# Entry points. What is built goes to build/; the module's own list is in Kbuild.

# The kernel to build for: the running one where its headers are installed.
KVER ?= $(firstword $(if $(wildcard /lib/modules/$(shell uname -r)/build),$(shell uname -r)) \
	$(shell ls /usr/src | sed -n 's/^linux-headers-\(6\.1\..*[0-9]-amd64\)$$/\1/p' | sort -rV))
KDIR ?= /lib/modules/$(KVER)/build
PREFIX ?= /usr/local
DESTDIR ?=

module_dir := build/module/$(KVER)
module_src := Kbuild $(shell find module uapi -name '*.[ch]')
version := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf 2>/dev/null)

.PHONY: all help deps module userspace workloads check check-all lint demo bench fuzz \
	install uninstall dkms-install clean

all: module userspace

help:
	@echo 'make             the module (for KVER=$(KVER)) and mapgc-read'
	@echo 'make deps        install what building and testing need (Debian 12)'
	@echo 'make demo        see it work: a guest, a Go service, mapgc-read --watch'
	@echo 'make check       unit tests, static checks, selftests in a 6.1 guest'
	@echo 'make check-all   the same and everything that takes longer'
	@echo 'make lint        static checks only; also: bench, fuzz'
	@echo 'make install     module, mapgc-read and man page on this host; uninstall'
	@echo 'make dkms-install  the module by DKMS, for every kernel to come'
	@echo 'make clean       remove build/'

deps:
	tests/deps/all

module: $(module_dir)/mapgc.ko

# Kbuild writes beside the sources, so it gets links to them in a place of its own.
$(module_dir)/mapgc.ko: $(module_src)
	@mkdir -p $(module_dir)
	@test -n "$(KVER)" && test -e $(KDIR) || \
		{ echo "no kernel headers for '$(KVER)' (make deps, or KVER=, KDIR=)" >&2; exit 1; }
	@find $(module_dir) -type l -delete
	@cp -rs $(CURDIR)/module $(CURDIR)/uapi $(CURDIR)/Kbuild $(module_dir)
	+flock build/module/.lock-$(KVER) $(MAKE) -C $(KDIR) M=$(CURDIR)/$(module_dir) modules
	@touch $@

userspace:
	$(MAKE) -C userspace

workloads: 
	$(MAKE) -C tests/workloads

clean:
	rm -rf build
