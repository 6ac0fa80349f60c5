"""portillonctl about people: what is not understood is told, and nothing is done."""

import sys

sys.path.insert(0, "tests/lib")
import stack
import tap

s = stack.Stack(people=stack.DEMO)
SOPHIE = "sophie.bernard@client.example"


def asked():
    return s.store("SELECT count(*) FROM assignment")


def test_questionnaires_that_are_none_are_told():
    before = asked()
    for named in ("nulle-part", "profil-investisseur,nulle-part", ",", ",,,", "," * 1000):
        done = s.ctl("invite", SOPHIE, "--questionnaires", named, check=False)
        tap.equal(done.returncode, 2, named[:20])
        tap.contains(done.stderr, "[CTL_QUESTIONNAIRE]")
    tap.equal(asked(), before)


tap.main(globals())
