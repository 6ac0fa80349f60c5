"""The example site with a questionnaire that asks for files, and some files to give it.

    s = stack.Stack(content=files.content())    # its questionnaire `pieces`: avis, releves, relu; then a point of text

`python3 tests/lib/files.py FOLDER` makes that content there.
"""

import atexit
import contextlib
import os
import shutil
import sys
import tempfile

import stack

WORDS = {
    "fr": ("Vos pièces", "Vos documents", "Votre avis d’imposition", "Vos relevés", "Avez-vous tout relu ?", "Un mot", "Un commentaire"),
    "en": ("Your papers", "Your documents", "Your tax notice", "Your statements", "Have you read everything?", "A word", "A comment"),
    "nl": ("Uw stukken", "Uw documenten", "Uw aanslag", "Uw uittreksels", "Hebt u alles nagelezen?", "Een woord", "Een opmerking"),
}
TEXT = """---
title: {}
---

## {}

### {} `avis: file pdf jpg 1MB`

### {} `releves: file 1..3 pdf docx csv 1MB, optional`

### {} `relu: yesno`

## {}

### {} `mot: text 200, optional`
"""

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
HTML = b"<!DOCTYPE html><script>alert(document.domain)</script>"


def pdf(mark):
    """A PDF that differs from all others."""
    return PDF + b"%" + str(mark).encode() + b"\n"


def make(folder):
    shutil.copytree(os.path.join(stack.TOP, "content"), folder)
    for language, words in WORDS.items():
        stack.write(os.path.join(folder, language, "questionnaires/pieces.md"), TEXT.format(*words))


def content():
    folder = os.path.join(tempfile.mkdtemp(prefix="c"), "content")
    atexit.register(shutil.rmtree, os.path.dirname(folder), ignore_errors=True)
    make(folder)
    return folder


def on_disk(s):
    """Hash to bytes of every file that is kept; nothing may be half there. What is swept away meanwhile is not."""
    found = {}
    for root, _, names in os.walk(s.path("data/files")):
        for name in names:
            path = os.path.join(root, name)
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                found[os.path.relpath(path, s.path("data/files"))] = file.read()
    return found


def named(s):
    """The same of every file that a row names."""
    return {"%s/%s" % (h[:2], h) for (h,) in s.store("SELECT DISTINCT hash FROM upload")}


if __name__ == "__main__":
    make(sys.argv[1])
