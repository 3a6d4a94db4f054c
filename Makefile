# SPDX-License-Identifier: GPL-2.0
# Entry points. What is built goes to build/; the module's own list is in Kbuild.

# The kernel to build for: the running one where its headers are installed.
running := $(shell uname -r)
newest := $(shell ls /usr/src | sed -n 's/^linux-headers-\(6\.1\..*[0-9]-amd64\)$$/\1/p' | \
	sort -V | tail -n 1)
KVER ?= $(if $(wildcard /lib/modules/$(running)/build),$(running),$(newest))
KDIR ?= /lib/modules/$(KVER)/build
PREFIX ?= /usr/local
DESTDIR ?=

module_dir := build/module/$(KVER)
# Other flags compile all of it again: who tests the module, and who builds it, have the same.
W ?= 1
module_src := Kbuild $(wildcard module/*.[ch] uapi/linux/*.h)
installed_module := $(DESTDIR)/lib/modules/$(KVER)/updates/mapgc.ko
version := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
dkms_dir := $(DESTDIR)/usr/src/mapgc-$(version)
man_pages := $(wildcard userspace/man/*.8)
share := $(DESTDIR)$(PREFIX)/share
zsh_dir := $(share)/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
reader_files := $(DESTDIR)$(PREFIX)/bin/mapgc-read $(share)/ynl/specs/mapgc.yaml \
	$(share)/bash-completion/completions/mapgc-read \
	$(zsh_dir)/_mapgc-read \
	$(foreach page,$(man_pages),$(share)/man/man8/$(notdir $(page)))

.PHONY: all help deps module userspace test-programs workloads check check-all lint demo bench
.PHONY: fuzz torture planted install install-reader uninstall dkms-source dkms-install deb clean

all: module userspace

help:
	@echo 'make               the module (for KVER=$(KVER)) and mapgc-read'
	@echo 'make deps          install what building and testing need (Debian 12)'
	@echo 'make demo          see it work: a guest, a Go service, mapgc-read --watch'
	@echo 'make check         unit tests, static checks, selftests in a 6.1 guest'
	@echo 'make check-all     the same, and everything that takes longer'
	@echo 'make lint          static checks alone; also: bench, fuzz, torture, planted'
	@echo 'make install       module, mapgc-read, man page on this host; uninstall'
	@echo 'make dkms-install  the module by DKMS, for every kernel to come'
	@echo 'make deb           Debian packages of both, in build/deb'
	@echo 'make clean         remove build/'

deps:
	@tests/deps/all

module: $(module_dir)/mapgc.ko

# Kbuild writes beside the sources: it gets links to them in a place of its own.
$(module_dir)/mapgc.ko: $(module_src)
	@test -e "$(KDIR)" || \
		{ echo "no headers for kernel '$(KVER)' (make deps, or KVER=, KDIR=)" >&2; exit 1; }
	@mkdir -p build/module
	+@flock build/module/.lock-$(KVER) $(MAKE) --no-print-directory build-module

.PHONY: build-module
build-module:
	@mkdir -p $(module_dir)
	@find $(module_dir) -type l -delete
	@cp -rs $(CURDIR)/module $(CURDIR)/uapi $(CURDIR)/Kbuild $(module_dir)
	@$(MAKE) -C $(KDIR) M=$(CURDIR)/$(module_dir) W=$(W) modules
	@touch $(module_dir)/mapgc.ko

userspace:
	@$(MAKE) --no-print-directory -C userspace

# Every folder of tests that has something to compile; fuzzing does its own.
test-programs:
	@set -e; for dir in $(filter-out tests/fuzz/,$(dir $(wildcard tests/*/Makefile))); do \
		$(MAKE) --no-print-directory -C $$dir; done

workloads:
	@tests/workloads/build

check:
	@tests/check quick

# CHECK='long debug' leaves out what make check has just done.
CHECK ?= all
check-all:
	@tests/check $(CHECK)

lint:
	@tests/run $$(find tests/lint -type f -perm -u+x | sort)

demo:
	@tests/demo

# PARTS: of them, if not all.
bench: module userspace workloads
	@tests/bench/run $(PARTS)

fuzz:
	@MAPGC_FUZZ_SEED=0 tests/fuzz/run $(or $(RUNS),1000000)

# For each storm.
SECONDS ?= 120
torture: userspace test-programs
	@tests/torture/run $(SECONDS)

planted:
	@tests/planted/run

install: module install-reader
	install -D -m 644 $(module_dir)/mapgc.ko $(installed_module)
ifeq ($(DESTDIR),)
	PATH=$$PATH:/usr/sbin:/sbin depmod $(KVER)
	test $(KVER) != $(running) || PATH=$$PATH:/usr/sbin:/sbin modprobe mapgc
endif

install-reader: userspace
	install -D -m 755 build/userspace/mapgc-read $(DESTDIR)$(PREFIX)/bin/mapgc-read
	install -D -m 644 Documentation/netlink/specs/mapgc.yaml $(share)/ynl/specs/mapgc.yaml
	install -D -m 644 userspace/completion/mapgc-read.bash \
		$(share)/bash-completion/completions/mapgc-read
	install -D -m 644 userspace/completion/mapgc-read.zsh \
		$(zsh_dir)/_mapgc-read
	install -d $(share)/man/man8
	install -m 644 $(man_pages) $(share)/man/man8

uninstall:
ifeq ($(DESTDIR),)
	test ! -e /sys/module/mapgc || PATH=$$PATH:/usr/sbin:/sbin rmmod mapgc
endif
	rm -f $(installed_module) $(reader_files)
ifeq ($(DESTDIR),)
	PATH=$$PATH:/usr/sbin:/sbin depmod $(KVER)
endif

dkms-source:
	install -d $(dkms_dir)/module $(dkms_dir)/uapi/linux
	install -m 644 dkms.conf Kbuild COPYING $(dkms_dir)
	install -m 644 module/*.[ch] $(dkms_dir)/module
	install -m 644 uapi/linux/*.h $(dkms_dir)/uapi/linux

dkms-install: dkms-source
ifeq ($(DESTDIR),)
	dkms install --force mapgc/$(version) -k $(KVER)
endif

# In a copy of the tree: packaging writes beside the sources.
deb:
	@packaging/deb

clean:
	rm -rf build
