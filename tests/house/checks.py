#!/usr/bin/env python3
"""The house rules that a program can check.

usage: tests/house/checks.py [ROOT]

Prints what breaks a rule as file:line: message, exit status 1 if anything does. The rules are the tables below; each
check is a function that takes a Tree and yields findings. checks_test.py plants a violation of every one.
"""

import os
import re
import sys

# --- The tables -------------------------------------------------------------------------------------------------------

# Which folders a folder's files may include, besides its own. `gateway/*` stands for the concerns: client, account…
COMMON = ["generator/base", "generator/form", "generator/theme", "generator/search"]
ARROWS = {
    "generator/base": [],
    "generator/form": ["generator/base"],
    "generator/theme": ["generator/base"],
    "generator/search": ["generator/base"],
    "generator/site": COMMON,
    "generator/command": COMMON + ["generator/site"],
    "generator": ["generator/base", "generator/command"],
    "gateway/store": COMMON,
    "gateway/post": COMMON + ["gateway/store", "gateway"],
    "gateway/http": COMMON + ["gateway/store", "gateway"],
    "gateway/*": COMMON + ["gateway/store", "gateway/post", "gateway/*", "gateway"],
    "gateway/pages": COMMON + ["gateway/store", "gateway/post", "gateway/*", "gateway/http", "gateway"],
    "gateway/ctl": COMMON + ["gateway/store", "gateway/post", "gateway/*", "gateway"],
    "gateway": COMMON + ["gateway/store", "gateway/post", "gateway/*", "gateway/http", "gateway/pages", "gateway/ctl"],
}
# Single includes that the table above forbids, with the reason.
ARROW_EXCEPTIONS = {
    # The route table names the pages' handlers.
    (r"gateway/http/routes\.c$", "gateway/pages"),
    # What the catalogue says of answers, for pages and command line alike.
    (r"generator/theme/(question|explanation)_words\.[ch]$", "generator/form"),
    # The names of the countries that questionnaires know.
    (r"generator/theme/format_country\.c$", "generator/form"),
    # Messages are composed and links made for clients, members and accounts; the rest of post knows mails alone.
    (r"gateway/post/(compose|invite)[a-z_]*\.[ch]$", "gateway/*"),
}
# Files that must not even know their folder's other half: the courier has no database.
FORBIDDEN = [
    (r"^gateway/post/courier", "gateway/store", "the courier has no database"),
]

# Headers of outside libraries, and the files that may include them.
LIBRARIES = [
    (r"cmark\.h", [r"generator/site/", r"tests/bench/site/bare\.c"]),
    (r"yaml\.h", [r"generator/theme/yaml[a-z_]*\.c"]),
    (r"sqlite3\.h", [r"gateway/store/", r"generator/site/output[a-z_]*\.[ch]", r"tests/(store|site)/"]),
    (r"curl/", [r"generator/site/external\.c", r"tests/site/reason_test\.c", r"gateway/post/(courier|smtp)[a-z_]*\.c"]),
    (r"gmime/", [r"gateway/post/message[a-z_]*\.c"]),
    (r"fcgi\w*\.h", [r"gateway/http/"]),
    (r"unicode/", [r"generator/theme/"]),
    (r"sodium[./]", [r"generator/site/(output|hash)[a-z_]*\.c", r"gateway/http/seal\.c", r"gateway/account/[a-z_]+\.c",
                    r"gateway/store/[a-z_]+\.[ch]", r"gateway/system\.c", r"tests/account/(account|equal)_test\.c"]),
    (r"dlfcn\.h", [r"tests/account/equal_test\.c"]),
    (r"libstemmer\.h", [r"generator/search/words\.c"]),
    (r"(zlib|brotli/encode)\.h", [r"generator/site/compress\.c"]),
    (r"xxhash\.h", [r"generator/site/hash\.c"]),
    (r"jansson\.h", [r"tests/", r"generator/site/score[a-z_]*\.c",
                    r"gateway/(ctl|http|pages|post|store|submission)/[a-z_]+\.c"]),
    (r"cmocka\.h", [r"tests/lib/test\.h"]),
    (r"sanitizer/", [r"generator/base/arena\.c"]),
    (r"malloc\.h", [r"generator/base/memory\.c"]),
    # Internet sockets: the courier's, and the tests' own servers. A request's address is text.
    # and the preview's, on the loopback address.
    (r"(netinet/|arpa/inet\.h|netdb\.h)", [r"gateway/post/(courier|smtp)[a-z_]*\.c", r"generator/command/preview\.c", r"tests/"]),
]
SYSTEM_HEADER = re.compile(
    r"^(sys/|linux/|(assert|ctype|dirent|errno|fcntl|float|ftw|glob|grp|inttypes|limits|locale|math|poll|pthread|pwd"
    r"|sched|semaphore|setjmp|signal|spawn|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn"
    r"|string|strings|syslog|termios|time|unistd)\.h$)")

# Functions whose parameters a library dictates.
CALLBACKS = {("gateway/store/connection.c", "authorize"), ("tests/account/equal_test.c", "crypto_pwhash")}
FUNCTION_LINES, FILE_LINES, PARAMETERS, MAKEFILE_LINES = 60, 600, 5, 200

# SQL that SQLite alone understands: store.db's statements must run on PostgreSQL one day.
SQLITE_ONLY = re.compile(
    r"\b(?:(?:strftime|datetime|julianday|unixepoch|ifnull|iif|group_concat|randomblob|hex|unhex|printf|instr|total|glob"
    r"|typeof|json_\w+|last_insert_rowid|changes)\s*\(|rowid\b|autoincrement\b|pragma\b|indexed\s+by\b"
    r"|insert\s+or\s+\w+|replace\s+into\b|\w+\s+glob\s)", re.IGNORECASE)

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|home/\w+|root|Users|mnt)/")
SLEEP = re.compile(r"\b(sleep|usleep|nanosleep)\s*[( ]\s*[\d.]|time\.sleep\(|asyncio\.sleep\(|setTimeout\(|waitForTimeout\(")
SQL_IN_C = re.compile(r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE (TABLE|INDEX)|ALTER TABLE|DROP) ')
COMMENT = re.compile(r"/\*.*?\*/|/\*.*|^\s*\*.*")
WORDED = re.compile(r'"(?:[^"\\]|\\.)*[À-ÖØ-öø-ÿœŒ](?:[^"\\]|\\.)*"')

TEXT = (".c", ".h", ".def", ".sql", ".sh", ".py", ".mjs", ".js", ".css", ".html", ".yaml", ".yml", ".md", ".awk", ".txt",
        ".conf", ".1", ".5", ".8", ".svg")
CODE = (".c", ".h", ".sh", ".py", ".mjs", ".js", ".awk", ".sql")
THIS_FILE = "tests/house/"


class Tree:
    """The files below a folder: paths relative to it, with '/'."""

    def __init__(self, root):
        self.root = root
        self.files = []
        for folder, folders, files in os.walk(root):
            folders[:] = sorted(f for f in folders if f not in (".git", "build", "run", "node_modules", "__pycache__"))
            for file in sorted(files):
                self.files.append(os.path.relpath(os.path.join(folder, file), root))

    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace", newline="") as file:
            return file.read()

    def having(self, suffixes, prefix=""):
        for path in self.files:
            if path.startswith(prefix) and path.endswith(suffixes):
                yield path, self.read(path)


def lines(text):
    return enumerate(text.split("\n"), 1)


# --- Arrows and libraries ---------------------------------------------------------------------------------------------

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def includes(tree):
    for path, text in tree.having((".c", ".h")):
        for number, line in lines(text):
            match = INCLUDE.match(line)
            if match:
                yield path, number, match[1] == "<", match[2]


def folder_included(name):
    """The folder that `#include "name"` takes from; the include path is generator, gateway, generated, tests."""
    first = name.split("/")[0] if "/" in name else ""
    if first in ("base", "form", "theme", "search", "site", "command"):
        return "generator/" + first
    return "gateway/" + first if first else "gateway"


def row_of(folder):
    if folder in ARROWS:
        return folder
    return "gateway/*" if folder.startswith("gateway/") else folder


def arrows(tree):
    for path, number, system, name in includes(tree):
        own = "/".join(path.split("/")[:2]) if path.count("/") >= 2 else path.split("/")[0]
        if system or own not in ARROWS and not own.startswith("gateway/"):
            continue
        # A file next to it in its own folder.
        if "/" not in name and own != "gateway" and path.count("/") >= 2:
            if name not in ("app.h", "config.h", "log.h"):
                yield path, number, 'write the folder: "%s/%s"' % (own.split("/")[1], name)
                continue
        target = folder_included(name)
        for pattern, forbidden, why in FORBIDDEN:
            if re.search(pattern, path) and target == forbidden:
                yield path, number, "%s must not include %s: %s" % (path, name, why)
        if target == own or row_of(target) in ARROWS[row_of(own)]:
            continue
        if any(re.match(pattern, path) and row_of(target) == row for pattern, row in ARROW_EXCEPTIONS):
            continue
        yield path, number, "%s must not include %s" % (own, name)


def circles(tree):
    """No header includes itself by way of others."""
    graph = {}
    for path, number, system, name in includes(tree):
        if not system and path.endswith(".h"):
            for top in ("generator/", "gateway/", "tests/"):
                if top + name in tree.files:
                    graph.setdefault(path, []).append((top + name, number))
    for start in sorted(graph):
        seen, todo = set(), [start]
        while todo:
            for target, number in graph.get(todo.pop(), []):
                if target == start:
                    yield start, graph[start][0][1], "this header includes itself by way of others"
                    todo, seen = [], None
                    break
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
            if seen is None:
                break


def libraries(tree):
    for path, number, system, name in includes(tree):
        if not system:
            continue
        for header, allowed in LIBRARIES:
            if re.match(header, name):
                if not any(re.match(a, path) for a in allowed):
                    yield path, number, "<%s> belongs to %s" % (name, ", ".join(allowed))
                break
        else:
            if not SYSTEM_HEADER.match(name):
                yield path, number, "<%s> is in no table of tests/house/checks.py" % name


# --- Sizes ------------------------------------------------------------------------------------------------------------


def split_parameters(signature):
    """The parameters of the outermost parentheses of a function's head."""
    parts, depth, part = [], 0, ""
    for char in signature:
        if char == ")":
            depth -= 1
        if depth > 0 and not (depth == 1 and char == ","):
            part += char
        if char == "(":
            depth += 1
        if (char == "," and depth == 1) or (char == ")" and depth == 0):
            parts.append(part.strip())
            part = ""
            if char == ")":
                break
    return parts


def heads(text):
    """(first line, last line, head) of each function of a formatted C file; declarations have last = None."""
    start, head, body = None, "", None
    for number, line in lines(text):
        if body is not None:
            if line == "}":
                yield start, number, head
                start, head, body = None, "", None
            continue
        if line == "{":
            body = number
            continue
        if not re.match(r"[A-Za-z_]", line) and not (start and line.startswith(" ")):
            start, head = None, ""
            continue
        if re.match(r"[A-Za-z_]", line):
            start, head = number, ""
        head += line + " "
        if line.rstrip().endswith(";") and "{" not in head:
            yield start, None, head
            start, head = None, ""


def sizes(tree):
    for path, text in tree.having((".c", ".h")):
        for first, last, head in heads(text):
            if "(" not in head or "=" in head.split("(")[0] or head.startswith("typedef"):
                continue
            name = re.split(r"\W+", head.split("(")[0].strip())[-1]
            if last and last - first + 1 > FUNCTION_LINES:
                yield path, first, "%s is %d lines long (at most %d)" % (name, last - first + 1, FUNCTION_LINES)
            parameters = split_parameters(head)
            if len(parameters) > PARAMETERS and (path, name) not in CALLBACKS:
                yield path, first, "%s has %d parameters (at most %d)" % (name, len(parameters), PARAMETERS)
            bools = [bool(re.match(r"(const )?bool \w+$", p)) for p in parameters]
            if any(a and b for a, b in zip(bools, bools[1:])):
                yield path, first, "%s has a row of booleans" % name
    for path, text in tree.having(CODE):
        count = text.count("\n")
        if count > FILE_LINES:
            yield path, FILE_LINES, "%d lines (at most %d)" % (count, FILE_LINES)
    if "Makefile" in tree.files and tree.read("Makefile").count("\n") >= MAKEFILE_LINES:
        yield "Makefile", MAKEFILE_LINES, "not under %d lines" % MAKEFILE_LINES


# --- Words ------------------------------------------------------------------------------------------------------------


def unfinished(tree):
    for path, text in tree.having(CODE + (".html", ".css", ".yaml", ".def")):
        if path.startswith(THIS_FILE):
            continue
        for number, line in lines(text):
            if UNFINISHED.search(line):
                yield path, number, "unfinished: " + line.strip()


def machine_paths(tree):
    for path in tree.files:
        if path.startswith(THIS_FILE) or not (path.endswith(TEXT) or "." not in os.path.basename(path)):
            continue
        for number, line in lines(tree.read(path)):
            if MACHINE_PATH.search(line):
                yield path, number, "a path of one machine: " + line.strip()


def sleeping(tree):
    """Tests wait for a condition; the helpers in tests/lib do the waiting."""
    for path, text in tree.having((".c", ".sh", ".py", ".mjs", ".js"), "tests/"):
        if path.startswith(("tests/lib/", THIS_FILE)):
            continue
        for number, line in lines(text):
            if SLEEP.search(line):
                yield path, number, "a test must wait for a condition, not for a time: " + line.strip()


def sentences(tree):
    """What people read comes from catalogues, templates and content; SQL from .sql files."""
    for path, text in tree.having((".c", ".h"), "gateway/"):
        for number, line in lines(text):
            if WORDED.search(COMMENT.sub("", line)):
                yield path, number, "a sentence belongs in a catalogue: " + line.strip()
            if SQL_IN_C.search(line) and not path.startswith("gateway/store/"):
                yield path, number, "SQL belongs in gateway/store/*.sql: " + line.strip()


def portable_sql(tree):
    for path, text in tree.having((".sql",), "gateway/store/"):
        if os.path.basename(path).startswith("site"):
            continue
        for number, line in lines(text):
            # How a table is stored is for the engine that reads the migration.
            match = SQLITE_ONLY.search(line.split("--")[0].replace("WITHOUT ROWID", ""))
            if match:
                yield path, number, "SQLite alone understands: " + match[0].strip()


def columns_explained(tree):
    """Every column of a table has a comment, behind it or on the line before."""
    for path, text in tree.having((".sql",)):
        table, before = None, ""
        for number, line in lines(text):
            created = re.match(r"\s*CREATE TABLE\s+(\w+)", line, re.IGNORECASE)
            if created:
                table = created[1]
            elif table and re.match(r"\s*\)", line):
                table = None
            elif table and re.match(r"    \w+ (TEXT|INTEGER|REAL|BLOB|NUMERIC|BIGINT)\b", line):
                if "--" not in line and not before.strip().startswith("--"):
                    yield path, number, "a column without a comment: %s.%s" % (table, line.split()[0])
            before = line


def whitespace(tree):
    for path, text in tree.having(TEXT):
        if "\r" in text:
            yield path, 1, "carriage returns"
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no newline at the end"
        # Two blanks break a line of Markdown, "-- " begins a mail's signature.
        if path.endswith((".md", ".txt")):
            continue
        for number, line in lines(text):
            if line.endswith((" ", "\t")):
                yield path, number, "blanks at the end of the line"


CHECKS = [arrows, circles, libraries, sizes, unfinished, machine_paths, sleeping, sentences, portable_sql, columns_explained,
          whitespace]


def main():
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else ".")
    found = 0
    for check in CHECKS:
        for path, number, message in check(tree):
            print("%s:%d: %s" % (path, number, message))
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
