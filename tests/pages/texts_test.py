"""Every text that the pages ask the catalogue for is there, in every language."""

import glob
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, "tests/lib")
import tap  # noqa: E402

KEY = re.compile(r'"([a-z_]+(?:\.[a-z_]+)+)"')


def catalogue():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(tap.BUILD, "portillon"), "build", "content", "-o", folder], check=True, capture_output=True)
        with sqlite3.connect(os.path.join(folder, "site.db")) as db:
            return {(language, key) for language, key in db.execute("SELECT language, key FROM catalogue")}


def test_every_key_in_the_pages_is_in_every_catalogue():
    there = catalogue()
    asked = {}
    for path in glob.glob("gateway/pages/*.c") + ["generator/theme/question_words.c"]:
        with open(path, encoding="utf-8") as file:
            asked.update({key: path for key in KEY.findall(file.read())})
    tap.true(len(asked) > 40, "too few keys were found: %d" % len(asked))
    missing = [(path, language, key) for key, path in asked.items() for language in ("fr", "en", "nl") if (language, key) not in there]
    tap.equal(missing, [])


tap.main(globals())
