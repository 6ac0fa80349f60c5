# Portillon. `make` builds the three programs into build/, `make help` lists the rest.
# Adding a source file needs no edit here: see "Sources" for what is found where.

PARALLEL := $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
MAKEFLAGS += --no-builtin-rules --no-print-directory $(PARALLEL)
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:

PREFIX ?= /usr/local
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
# Instrumented (SAN=1) and clang builds have folders of their own; what is generated is the same for all.
B := build$(if $(SAN),/san)$(if $(findstring clang,$(CC)),/clang)$(if $(FUZZ),/fuzz)
O := $(B)/obj
GEN := build/gen
Q := $(if $(V),,@)

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
  -Wformat=2 -Wundef -Wpointer-arith -Wcast-qual -Wwrite-strings -Wswitch-enum -Werror
SANITIZE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
  $(if $(FUZZ),-fsanitize=fuzzer-no-link)
HARDEN := $(if $(SAN),$(SANITIZE),-O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2) -g -fPIE
CPPFLAGS = -D_GNU_SOURCE -Igenerator -Igateway -I$(GEN) -Itests $(LIB_CFLAGS) -include base/banned.h
CFLAGS := -std=c17 -pthread $(HARDEN) $(WARNINGS)
LDFLAGS := $(HARDEN) -pthread -pie -Wl,-z,relro,-z,now,--as-needed

# --- Sources ---------------------------------------------------------------------------------------------------------
# generator/**.c but main.c   libgenerator.a      gateway/**.c but main.c, ctl.c   libgateway.a
# tests/**_test.c             one cmocka program each; other tests/**.c: helpers, linked to all of them
# tests/bench/*.c             one program each    tests/fuzz/*.c   one libFuzzer target each (make fuzz), and with
#                             tests/fuzz/replay.c a plain program that replays its corpus (make test)
# **.sql, **.txt, completion.* embedded: site/site.sql becomes "site/site.sql.h" with `static const char site_sql[]`
# gateway/store/*.sql         named statements: store/statements.{h,inc}; store/migrations/*.sql: migrations.inc
find = $(shell find $1 -name node_modules -prune -o -type f \( $2 \) -print | LC_ALL=C sort)
SOURCES := $(call find,generator gateway,-name '*.c')
MAINS := generator/main.c gateway/main.c gateway/ctl.c
GENERATOR := $(filter-out $(MAINS),$(filter generator/%,$(SOURCES)))
GATEWAY := $(filter-out $(MAINS),$(filter gateway/%,$(SOURCES)))
TESTED := $(call find,tests,-name '*.c')
UNIT := $(filter %_test.c,$(TESTED))
BENCH := $(filter tests/bench/%,$(TESTED))
REPLAY := $(filter tests/fuzz/replay.c,$(TESTED))
FUZZED := $(filter-out $(REPLAY),$(filter tests/fuzz/%,$(TESTED)))
HELPERS := $(filter-out $(UNIT) $(BENCH) $(FUZZED) $(REPLAY),$(TESTED))
C_FILES := $(SOURCES) $(TESTED)
MIGRATIONS := $(wildcard gateway/store/migrations/*.sql)
STATEMENTS := $(wildcard gateway/store/*.sql)
EMBEDDED := $(filter-out gateway/store/%,$(call find,generator gateway,-name '*.sql' -o -name '*.txt' -o -name 'completion.*sh'))
GENERATED := $(EMBEDDED:generator/%=$(GEN)/%.h)
GENERATED := $(GENERATED:gateway/%=$(GEN)/%.h) $(GEN)/base/config.h \
  $(if $(STATEMENTS),$(GEN)/store/statements.h $(GEN)/store/statements.inc $(GEN)/store/migrations.inc)
PROGRAMS := $(patsubst %,$(B)/%,$(if $(wildcard generator/main.c),portillon) \
  $(if $(wildcard gateway/main.c),portillond) $(if $(wildcard gateway/ctl.c),portillonctl))
UNIT_PROGRAMS := $(UNIT:%.c=$(B)/%)
REPLAY_PROGRAMS := $(FUZZED:tests/fuzz/%.c=$(B)/tests/fuzz/replay/%)
object = $(1:%.c=$(O)/%.o)

all: $(PROGRAMS) $(B)/libgenerator.a $(B)/libgateway.a

# --- Packages and libraries: build/deps.mk holds pkg-config's answers, once the packages are there --------------------
LIBS := yaml-0.1 libxxhash libbrotlienc zlib sqlite3 icu-i18n icu-uc libsodium libcurl gmime-3.0 fcgi libcmark jansson
PORTILLON_LIBS := libcmark libcurl libxxhash libbrotlienc zlib yaml-0.1 sqlite3 icu-i18n icu-uc libsodium jansson
GATEWAY_LIBS := yaml-0.1 sqlite3 icu-i18n icu-uc libsodium libcurl gmime-3.0 fcgi jansson
ifneq ($(filter-out clean deps help,$(or $(MAKECMDGOALS),all)),)
include build/deps.mk
endif
build/deps.mk: .ci/packages .ci/deps Makefile
	$(Q).ci/deps build
	$(Q)mkdir -p build && { \
	  printf 'LIB_CFLAGS := %s\n' "$$(pkg-config --cflags $(LIBS) | sed 's/-I/-isystem /g')" && \
	  printf 'LIB_PORTILLON := %s -lstemmer -lm\n' "$$(pkg-config --libs $(PORTILLON_LIBS))" && \
	  printf 'LIB_GATEWAY := %s -lstemmer -lm\n' "$$(pkg-config --libs $(GATEWAY_LIBS))" && \
	  printf 'LIB_ALL := %s -lstemmer -lm\n' "$$(pkg-config --libs $(LIBS))"; } > $@
build/deps-%: .ci/packages .ci/deps $(wildcard tests/browser/package-lock.json)
	$(Q).ci/deps $*
	$(Q)mkdir -p build && touch $@

# --- Generated files -------------------------------------------------------------------------------------------------
embed = $(Q)mkdir -p $(@D) && awk -f generator/base/embed.awk $< > $@
$(GEN)/%.h: generator/% generator/base/embed.awk
	$(embed)
$(GEN)/%.h: gateway/% generator/base/embed.awk
	$(embed)
$(GEN)/store/statements.h $(GEN)/store/statements.inc $(GEN)/store/migrations.inc &: $(STATEMENTS) $(MIGRATIONS) \
  $(wildcard generator/site/site.sql) gateway/store/statements.sh gateway/store/statements.awk generator/base/embed.awk
	$(Q)gateway/store/statements.sh $(GEN)/store

# Writes $2 into the file $1 when it says something else: what depends on it is then made anew.
remember = $(shell mkdir -p $(dir $1); printf '%s\n' '$2' | cmp -s - $1 || printf '%s\n' '$2' > $1)
VERSION := $(or $(shell sed -n 's/^\#\# \([0-9][0-9.]*\).*/\1/p' CHANGELOG.md 2>/dev/null | head -n 1),0)
$(call remember,$(GEN)/version,$(VERSION) $(PREFIX))
$(GEN)/base/config.h: $(GEN)/version
	$(Q)mkdir -p $(@D) && printf '#define PORTILLON_VERSION "%s"\n#define PORTILLON_SHARE "%s/share/portillon"\n' \
	  '$(VERSION)' '$(PREFIX)' > $@

# --- Compiling and linking -------------------------------------------------------------------------------------------
$(call remember,$(B)/flags,$(CC) $(CPPFLAGS) $(CFLAGS))
$(call remember,$(B)/files,$(C_FILES))
$(O)/%.o: %.c $(B)/flags | $(GENERATED)
	@echo "  cc    $<"
	$(Q)mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
-include $(patsubst %.c,$(O)/%.d,$(C_FILES))

$(B)/libgenerator.a: $(call object,$(GENERATOR))
$(B)/libgateway.a: $(call object,$(GATEWAY))
$(B)/libtest.a: $(call object,$(HELPERS))
$(B)/lib%.a: $(B)/files
	$(Q)rm -f $@ && $(AR) qcs $@ $(filter %.o,$^)

link = @echo "  link  $@"; mkdir -p $(@D); $(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^)
$(B)/portillon: $(call object,generator/main.c) $(B)/libgenerator.a
	$(link) $(LIB_PORTILLON)
$(B)/portillond: $(call object,gateway/main.c) $(B)/libgateway.a $(B)/libgenerator.a
	$(link) $(LIB_GATEWAY)
$(B)/portillonctl: $(call object,gateway/ctl.c) $(B)/libgateway.a $(B)/libgenerator.a
	$(link) $(LIB_GATEWAY)

# --- Tests -----------------------------------------------------------------------------------------------------------
$(call object,$(UNIT) $(HELPERS) $(FUZZED) $(REPLAY)): | build/deps-test
GENERATOR_UNIT := $(filter $(patsubst %,$(B)/tests/%/%,base form theme search site),$(UNIT_PROGRAMS))
$(GENERATOR_UNIT): $(B)/%: $(O)/%.o $(B)/libtest.a $(B)/libgenerator.a
	$(link) $(LIB_PORTILLON) -lcmocka
$(filter-out $(GENERATOR_UNIT),$(UNIT_PROGRAMS)): $(B)/%: $(O)/%.o $(B)/libtest.a $(B)/libgateway.a $(B)/libgenerator.a
	$(link) $(LIB_ALL) -lcmocka
$(BENCH:%.c=$(B)/%): $(B)/%: $(O)/%.o $(B)/libtest.a $(B)/libgateway.a $(B)/libgenerator.a
	$(link) $(LIB_ALL) -lcmocka
$(REPLAY_PROGRAMS): $(B)/tests/fuzz/replay/%: $(O)/tests/fuzz/%.o $(call object,$(REPLAY)) $(B)/libtest.a $(B)/libgateway.a \
  $(B)/libgenerator.a
	$(link) $(LIB_ALL) -lcmocka
$(FUZZED:%.c=$(B)/%): $(B)/%: $(O)/%.o $(B)/libtest.a $(B)/libgateway.a $(B)/libgenerator.a
	$(link) $(LIB_ALL) -lcmocka -fsanitize=fuzzer

unit-programs: $(UNIT_PROGRAMS)
run_tests = tests/run --build $(B) $(if $(ONLY),--only '$(ONLY)')
unit: $(UNIT_PROGRAMS)
	@$(run_tests) --unit
test: build/deps-run build/deps-test $(PROGRAMS) $(UNIT_PROGRAMS) $(REPLAY_PROGRAMS)
	@$(run_tests)
campaign: build/deps-run build/deps-test $(PROGRAMS) $(UNIT_PROGRAMS) $(REPLAY_PROGRAMS)
	@CAMPAIGN=1 $(run_tests)
bench: build/deps-run build/deps-test build/deps-bench $(PROGRAMS) $(BENCH:%.c=$(B)/%)
	@tests/bench/run
	@tests/bench/site/run
	@tests/bench/search/run
fuzz: build/deps-test
	@$(MAKE) CC=clang SAN=1 FUZZ=1 fuzz-run
fuzz-run: $(FUZZED:%.c=$(B)/%)
	@tests/fuzz/run $(or $(FUZZ_SECONDS),60) $^
run: build/deps-run $(PROGRAMS)
	@gateway/run.sh

# --- Keeping house ---------------------------------------------------------------------------------------------------
TIDY := $(C_FILES:%.c=build/lint/%.ok)
$(TIDY): build/lint/%.ok: %.c .clang-tidy $(O)/%.o | build/deps-test
	@echo "  tidy  $<"
	$(Q)mkdir -p $(@D) && clang-tidy --quiet $< -- $(CPPFLAGS) -std=c17 2>$@.log || { cat $@.log; exit 1; }
	$(Q)touch $@
HEADERS := $(call find,generator gateway tests,-name '*.h')
$(HEADERS:%=build/lint/%.ok): build/lint/%.ok: % $(B)/flags | $(GENERATED)
	$(Q)mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(CFLAGS) -fsyntax-only -x c $< && touch $@
lint: $(TIDY) $(HEADERS:%=build/lint/%.ok)
	@$(MAKE) CC=clang all unit-programs
	$(Q)mkdir -p build/lint/cppcheck && cppcheck --quiet --std=c11 -j2 --cppcheck-build-dir=build/lint/cppcheck \
	  --enable=warning,portability,performance --inline-suppr --error-exitcode=1 --suppressions-list=.ci/cppcheck \
	  -D_GNU_SOURCE -Igenerator -Igateway -I$(GEN) -Itests $(C_FILES)
C_AND_H = $(call find,generator gateway tests,-name '*.[ch]')
format:
	$(Q)clang-format -i $(C_AND_H)
format-check:
	$(Q)! clang-format --dry-run $(C_AND_H) 2>&1 | sed -n 's/^\([^:]*:[0-9]*\):.*/\1: run make format/p' | sort -u | grep .

deps:
	$(Q).ci/deps build run test
MANUAL := $(call find,generator gateway,-name '*.[158]')
D = $(DESTDIR)$(PREFIX)
install: all
	install -d $(D)/bin $(D)/sbin $(D)/share/portillon
	install $(filter-out %d,$(PROGRAMS)) $(D)/bin
	install $(filter %d,$(PROGRAMS)) $(D)/sbin
	for page in $(MANUAL); do install -D -m 644 "$$page" "$(D)/share/man/man$${page##*.}/$${page##*/}" || exit 1; done
	install -D -m 644 generator/command/completion.bash $(D)/share/bash-completion/completions/portillon
	install -D -m 644 generator/command/completion.zsh $(D)/share/zsh/vendor-completions/_portillon
	install -D -m 644 generator/command/completion.fish $(D)/share/fish/vendor_completions.d/portillon.fish
	cp -R --no-preserve=mode,ownership themes content $(D)/share/portillon
	for sample in $(wildcard gateway/portillon.yaml gateway/nginx/portillon.conf); do \
	  install -m 644 $$sample $(D)/share/portillon || exit 1; done
	$(foreach unit,$(wildcard gateway/*.service),install -d $(D)/lib/systemd/system && \
	  sed 's,@SBIN@,$(PREFIX)/sbin,' $(unit) > $(D)/lib/systemd/system/$(notdir $(unit)))
clean:
	rm -rf build
help:
	@echo 'make              the programs, in build/         make install DESTDIR= PREFIX=/usr/local'
	@echo 'make run          a portal to try, from nothing   make deps     Debian packages that are missing'
	@echo 'make test         everything; ONLY=regex          make unit     the unit tests alone'
	@echo 'make bench        speed, beside other systems     make campaign the tests with release numbers'
	@echo 'make lint         clang-tidy and cppcheck         make format, make format-check'
	@echo 'make fuzz         FUZZ_SECONDS=60 each      SAN=1 sanitizers, CC=clang, V=1 shows commands'

.PHONY: all unit-programs unit test campaign bench fuzz fuzz-run run lint format format-check deps install clean help
