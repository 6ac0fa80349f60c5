"""The house rules hold in the whole tree, and every check finds a violation planted for it."""

import os
import shutil
import subprocess
import sys
import tempfile

sys.path[:0] = ["tests/lib", "tests/house"]
import checks
import tap


def found(check, files):
    """What the check says of a tree of these files."""
    root = tempfile.mkdtemp()
    for path, text in files.items():
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8", newline="") as file:
            file.write(text)
    result = ["%s:%d: %s" % finding for finding in check(checks.Tree(root))]
    shutil.rmtree(root)
    return result


def finds(check, path, text, part):
    """The text planted in that file is found, with its line and a message that holds `part`."""
    result = found(check, {path: text})
    tap.equal(len(result), 1, "%s in %s" % (text, path) + " " + repr(result))
    tap.contains(result[0], part)
    tap.true(result[0].startswith(path + ":"), result[0])


def passes(check, path, text):
    tap.equal(found(check, {path: text}), [], text)


def holds(check):
    def test():
        tap.equal(["%s:%d: %s" % finding for finding in check(checks.Tree("."))], [])
    return test


for each in checks.CHECKS:
    globals()["test_the_tree_keeps_the_rule_" + each.__name__] = holds(each)


def test_arrows_between_folders_are_held():
    bad = [
        ("generator/base/a.c", "form/form.h"),
        ("generator/form/a.c", "theme/value.h"),
        ("generator/theme/a.c", "form/form.h"),
        ("generator/site/a.c", "store/store.h"),
        ("generator/site/a.c", "command/command.h"),
        ("generator/main.c", "http/route.h"),
        ("generator/main.c", "site/build.h"),
        ("gateway/store/a.c", "http/request.h"),
        ("gateway/store/a.c", "site/site.h"),
        ("gateway/client/a.c", "http/request.h"),
        ("gateway/client/a.c", "pages/home.h"),
        ("gateway/http/server.c", "client/client.h"),
        ("gateway/http/server.c", "pages/home.h"),
        ("gateway/post/outbox.c", "account/account.h"),
        ("gateway/post/invite.c", "pages/home.h"),
        ("gateway/post/courier.c", "store/store.h"),
        ("gateway/pages/a.c", "ctl/ctl.h"),
        ("gateway/ctl/a.c", "pages/home.h"),
    ]
    for path, header in bad:
        finds(checks.arrows, path, '#include "%s"\n' % header, "must not include")
    good = [
        ("generator/site/a.c", "form/form.h"),
        ("generator/command/a.c", "site/build.h"),
        ("gateway/http/routes.c", "pages/home.h"),
        ("gateway/post/invite.c", "account/account.h"),
        ("gateway/client/a.c", "account/account.h"),
        ("gateway/client/a.c", "store/statements.h"),
        ("gateway/pages/a.c", "http/request.h"),
        ("gateway/pages/a.c", "client/client.h"),
        ("gateway/post/outbox.c", "store/store.h"),
        ("gateway/ctl/a.c", "client/client.h"),
        ("gateway/main.c", "pages/home.h"),
        ("gateway/http/a.c", "app.h"),
        ("tests/store/a.c", "http/request.h"),
    ]
    for path, header in good:
        passes(checks.arrows, path, '#include "%s"\n' % header)


def test_headers_do_not_go_in_circles():
    result = found(checks.circles, {
        "gateway/a/a.h": '#include "b/b.h"\n',
        "gateway/b/b.h": '#include "c/c.h"\n',
        "gateway/c/c.h": '\n#include "b/b.h"\n',
    })
    tap.equal([line.split(": ")[0] for line in result], ["gateway/b/b.h:1", "gateway/c/c.h:2"])


def test_a_neighbour_is_included_with_its_folder():
    finds(checks.arrows, "gateway/http/a.c", '#include "route.h"\n', '"http/route.h"')


def test_outside_libraries_stay_in_their_files():
    homes = {
        "cmark.h": "generator/site/markdown.c",
        "yaml.h": "generator/theme/yaml.c",
        "sqlite3.h": "gateway/store/a.c",
        "curl/curl.h": "gateway/post/smtp.c",
        "gmime/gmime.h": "gateway/post/message.c",
        "fcgiapp.h": "gateway/http/server.c",
        "unicode/umsg.h": "generator/theme/catalogue.c",
        "sodium.h": "gateway/http/seal.c",
        "jansson.h": "gateway/post/a.c",
        "cmocka.h": "tests/lib/test.h",
        "arpa/inet.h": "gateway/post/smtp.c",
    }
    for header, home in homes.items():
        passes(checks.libraries, home, "#include <%s>\n" % header)
        finds(checks.libraries, "generator/form/a.c", "#include <%s>\n" % header, "belongs to")
    finds(checks.libraries, "gateway/store/a.c", "#include <boost.h>\n", "in no table")
    passes(checks.libraries, "gateway/store/a.c", "#include <sys/stat.h>\n#include <stdio.h>\n")


def function(body_lines, head="static void long_one(void)"):
    return "int x;\n\n%s\n{\n%s}\n" % (head, "    x++;\n" * body_lines)


def test_functions_fit_a_screen():
    passes(checks.sizes, "generator/base/a.c", function(57))
    finds(checks.sizes, "generator/base/a.c", function(58), "long_one is 61 lines long")


def test_functions_take_at_most_five_parameters():
    five = "int f(int a, int (*b)(int, int), const char *c, int d,\n      struct str e)"
    passes(checks.sizes, "generator/base/a.c", function(1, five))
    passes(checks.sizes, "generator/base/a.h", five + ";\n")
    finds(checks.sizes, "generator/base/a.c", function(1, five[:-1] + ", int g)"), "f has 6 parameters")
    finds(checks.sizes, "generator/base/a.h", five[:-1] + ", int g);\n", "f has 6 parameters")


def test_no_row_of_booleans():
    passes(checks.sizes, "generator/base/a.h", "void f(bool a, int b, bool c);\n")
    finds(checks.sizes, "generator/base/a.h", "void f(int a, bool b, bool c);\n", "row of booleans")


def test_files_and_the_makefile_stay_short():
    passes(checks.sizes, "generator/base/a.c", "/* x */\n" * 600)
    finds(checks.sizes, "generator/base/a.c", "/* x */\n" * 601, "601 lines")
    finds(checks.sizes, "Makefile", "x:\n" * 200, "under 200 lines")


def test_nothing_is_left_unfinished():
    for word in ("TODO", "FIXME", "XXX"):
        finds(checks.unfinished, "generator/base/a.c", "/* %s later */\n" % word, "unfinished")


def test_no_path_of_one_machine():
    for path in ("/work/x", "/home/me/x", "/root/x"):
        finds(checks.machine_paths, "tests/a.sh", "cat %s\n" % path, "one machine")
    passes(checks.machine_paths, "tests/a.sh", "cat https://example.org/home/me /var/lib/portillon\n")


def test_tests_do_not_sleep():
    for path, text in (("tests/a.sh", "sleep 1\n"), ("tests/a.py", "time.sleep(1)\n"), ("tests/a.c", "usleep(10);\n"),
                       ("tests/a.mjs", "setTimeout(f, 10);\n"), ("tests/a.mjs", "await page.waitForTimeout(10);\n")):
        finds(checks.sleeping, path, text, "wait for a condition")


def test_sentences_and_sql_are_not_in_c():
    finds(checks.sentences, "gateway/pages/a.c", 'puts("Votre questionnaire est enregistré");\n', "catalogue")
    passes(checks.sentences, "gateway/pages/a.c", '/* dit "enregistré" */\n')
    finds(checks.sentences, "gateway/client/a.c", 'run("SELECT name FROM client");\n', "SQL belongs")
    passes(checks.sentences, "gateway/store/a.c", 'run("SELECT 1");\n')


def test_sql_runs_on_more_than_sqlite():
    for sql in ("INSERT OR IGNORE INTO a VALUES ($1);", "SELECT rowid FROM a;", "SELECT strftime('%s', x) FROM a;",
                "SELECT a FROM b WHERE c GLOB $1;", "SELECT ifnull(a, b) FROM c;"):
        finds(checks.portable_sql, "gateway/store/a.sql", sql + "\n", "SQLite alone")
        passes(checks.portable_sql, "gateway/store/site.sql", sql + "\n")
    passes(checks.portable_sql, "gateway/store/a.sql", "SELECT coalesce(a, 0) FROM b; -- not ifnull(\n")


def test_columns_are_explained():
    finds(checks.columns_explained, "gateway/store/migrations/0001_a.sql",
          "CREATE TABLE a (\n    id TEXT, -- random\n    name TEXT\n);\n", "a.name")


def test_whitespace_is_clean():
    finds(checks.whitespace, "generator/a.c", "int x; \n", "blanks")
    finds(checks.whitespace, "generator/a.c", "int x;", "no newline")
    tap.contains(found(checks.whitespace, {"generator/a.c": "int x;\r\n"})[0], "carriage returns")


def test_the_command_says_where_and_exits_with_1():
    root = tempfile.mkdtemp()
    with open(os.path.join(root, "a.c"), "w", encoding="utf-8") as file:
        file.write("/* TODO */\n")
    done = subprocess.run([sys.executable, "tests/house/checks.py", root], capture_output=True, text=True, check=False)
    shutil.rmtree(root)
    tap.equal((done.stdout, done.returncode), ("a.c:1: unfinished: /* TODO */\n", 1))


tap.main(globals())
