#!/usr/bin/env python3
"""portillonctl verify: whatever is changed in what was recorded, it names the row; what is as it was, fits."""

import json
import os
import shutil
import sqlite3
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(TOP, "tests", "lib"))
import stored  # noqa: E402
import tap  # noqa: E402

# What no hash covers and nothing is worked out from: when things were kept, and what was sent to whom before it came back.
UNCOVERED = {"definition": {"access", "validity_months", "kept_at"}, "definition_wording": {"kept_at"},
             "assignment": {"id", "revision", "created_at", "created_by", "saved_at"}}
TABLES = ("definition", "definition_line", "definition_wording", "definition_text", "assignment", "submission", "profile", "event")


def findings_in(path):
    status, out, err = STORED.verify("--json", path)
    return status, json.loads(out) if out else None, err


STORED = stored.Stored()


def changed(value):
    """The value with one byte, or one unit, that is another."""
    if value is None:
        return "0" * 26
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    at = next((i for i in range(len(value) // 2, len(value)) if value[i].isascii() and value[i].isalnum()), 0)
    return value[:at] + ("x" if value[at:at + 1] != "x" else "y") + value[at + 1:]


def columns_of(db, table):
    return [row[1] for row in db.execute("PRAGMA table_info(%s)" % table)]


def key_of(db, table):
    return [row[1] for row in db.execute("PRAGMA table_info(%s)" % table) if row[5]]


def test_what_is_as_it_was_fits():
    status, out, err = STORED.verify()
    tap.equal((status, err), (0, ""))
    tap.true("envois 2, profils 3" in out and "Tout concorde" in out, out)
    status, told, _ = findings_in(STORED.path)
    tap.equal((status, told["fits"], told["findings"], told["rows"]["submissions"]), (0, True, [], 2))


def tamper(table, column, where):
    """Changes one row in a copy, and gives what verify says: its findings, and the row's names."""
    path, db = STORED.copy()
    key = key_of(db, table)
    order = ", ".join(name + " DESC" for name in key)
    row = dict(zip(columns_of(db, table), db.execute("SELECT * FROM %s ORDER BY %s LIMIT 1 OFFSET %d" % (table, order, where)).fetchone()))
    statement = "UPDATE %s SET %s = ? WHERE %s" % (table, column, " AND ".join(name + " = ?" for name in key))
    where, row[column] = [row[name] for name in key], changed(row[column])
    try:
        db.execute(statement, [row[column]] + where)
    except sqlite3.IntegrityError:  # another row has this key
        row[column] ^= 64
        db.execute(statement, [row[column]] + where)
    db.commit()
    db.close()
    status, told, err = findings_in(path)
    tap.equal(status, 1, "%s.%s: %s" % (table, column, err))
    return told["findings"], row


def names(table, row):
    """How findings may name this row: (table, the beginning of its id)."""
    if table.startswith("definition"):
        id, version = row.get("definition", row.get("id")), row["version"]
        return {("definition_line", id + "/" + version), ("definition_text", id + "/" + version)}
    if table == "profile":
        return {("profile", "%s/%d" % (row["client"], row["number"]))}
    return {(table, str(row.get("number", row.get("id"))))}


def check_column(table, column):
    for where in range({"submission": 2, "profile": 3}.get(table, 1)):
        findings, row = tamper(table, column, where)
        found = {(f["table"], f["id"]) for f in findings}
        if table.startswith("definition") and column in key_of(sqlite3.connect(STORED.path), table):
            # rows that went over to another key are missed where they were
            tap.true(any(f["table"].startswith("definition") for f in findings), "%s.%s: %s" % (table, column, findings))
        else:
            tap.true(found & names(table, row), "%s.%s: %s" % (table, column, findings))


def test_one_byte_in_any_column_is_named():
    db = sqlite3.connect(STORED.path)
    for table in TABLES:
        for column in columns_of(db, table):
            if column not in UNCOVERED.get(table, ()):
                check_column(table, column)


def removed(statement):
    path, db = STORED.copy()
    db.execute(statement)
    db.commit()
    db.close()
    status, told, _ = findings_in(path)
    tap.equal(status, 1, statement)
    return {f["table"] for f in told["findings"]}


def test_rows_that_were_taken_out_are_missed():
    tap.true("submission" in removed("DELETE FROM submission WHERE rowid = 1"))
    tap.true("profile" in removed("DELETE FROM profile WHERE number = 1"))
    tap.true("profile" in removed("DELETE FROM profile WHERE number = 2"), "the last of a chain")
    tap.true("profile" in removed("DELETE FROM profile"))
    tap.true("event" in removed("DELETE FROM event WHERE number = 2"))
    tap.true("event" in removed("DELETE FROM event WHERE number = (SELECT max(number) FROM event)"), "the last of the chain")
    tap.true("definition_line" in removed("DELETE FROM definition_line WHERE line = 7"))
    tap.true("definition_line" in removed("DELETE FROM definition_line WHERE line = (SELECT max(line) FROM definition_line)"))
    tap.true("definition_text" in removed("DELETE FROM definition_text WHERE line = 7 AND language = 'nl'"))
    tap.true("submission" in removed("DELETE FROM definition"), "a submission without its definition")


def forge(column, before, after):
    """Changes a submission and makes its digest anew, as somebody who knows the format would."""
    path, db = STORED.copy()
    names = [name for name in columns_of(db, "submission") if name != "assignment"]
    row = dict(zip(names, db.execute("SELECT %s FROM submission ORDER BY rowid LIMIT 1" % ", ".join(names)).fetchone()))
    tap.true(before in row[column], row[column])
    row[column] = row[column].replace(before, after)
    own = stored.submission_digest(row)
    db.execute("UPDATE submission SET %s = ?, digest = ? WHERE id = ?" % column, (row[column], own, row["id"]))
    db.commit()
    db.close()
    status, told, _ = findings_in(path)
    tap.equal(status, 1)
    return told["findings"][0], row


def test_results_are_worked_out_again_even_where_the_digest_fits():
    found, row = forge("levels", "profil=equilibre", "profil=offensif")
    tap.equal((found["table"], found["column"], found["id"], found["reference"], found["changed"]),
              ("submission", "levels", row["id"], row["reference"], False))
    tap.true(found["expected"].startswith("profil=equilibre ") and found["found"].startswith("profil=offensif "), found)
    found, _ = forge("answers", "horizon=long", "horizon=court")
    tap.true(found["column"] == "levels" and found["changed"] is False, found)
    found, _ = forge("steps", "tolerance", "tolerence")
    tap.equal(found["column"], "steps")
    tap.true("tolerance" in found["expected"] and "tolerence" in found["found"], found)
    found, _ = forge("answers", "age=58", "age=5x")
    tap.equal((found["column"], found["found"]), ("answers", "age=5x"))


def test_it_says_so_in_words():
    path, db = STORED.copy()
    db.execute("UPDATE submission SET levels = replace(levels, 'equilibre', 'offensif')")
    db.commit()
    db.close()
    status, out, _ = STORED.verify(path)
    tap.equal(status, 1)
    for words in ("submission, ligne ", ", colonne levels :", "  attendu : profil=equilibre", "  trouvé :  profil=offensif",
                  "modifiée ou retirée après son enregistrement", "Ne concordent pas : "):
        tap.true(words in out, "%s not in\n%s" % (words, out))


def test_many_findings_are_counted_and_twenty_shown():
    path, db = STORED.copy()
    db.execute("UPDATE event SET actor = actor || 'x'")
    count = db.execute("SELECT count(*) FROM event").fetchone()[0]
    db.executemany("INSERT INTO event VALUES (?, 0, '', 'x', '', '', zeroblob(32), zeroblob(32))", [(n,) for n in range(1000, 1030)])
    db.commit()
    db.close()
    _, told, _ = findings_in(path)
    tap.equal((len(told["findings"]), told["wrong"]), (20, count + 30))


def test_beside_a_writer_it_reads_one_snapshot():
    path = os.path.join(STORED.folder, "busy.db")
    shutil.copy(STORED.copy()[0], path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE event SET actor = 'x'")
    tap.equal(STORED.verify(path)[0], 0)
    db.execute("COMMIT")
    tap.equal(STORED.verify(path)[0], 1)
    db.close()


def test_what_cannot_be_checked_is_neither_right_nor_wrong():
    for path, code in (("absent.db", "STORE_OPEN"), ("people.yaml", "STORE_FOREIGN"), ("site", "STORE_OPEN"),
                       ("site/site.db", "STORE_FOREIGN")):
        status, out, err = STORED.verify(path)
        tap.equal((status, out), (3, ""), path)
        tap.true(code in err, err)
        tap.equal(len(err.splitlines()), 2, "what is wrong and what to do, nothing of the library's own: " + err)
    path, db = STORED.copy()
    db.execute("PRAGMA user_version = 1")
    db.close()
    tap.true("STORE_OLDER" in STORED.verify(path)[2])
    tap.equal(STORED.verify("--jsn")[0], 2)


tap.main(globals())
