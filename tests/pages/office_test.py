"""The back office: own clients alone, their records, and activating a client's space."""

import re

import story
import tap
from story import PASSWORD, link_in, words

portal = story.Story()
claire = portal.adviser()
paul = portal.adviser("paul@cabinet.example")
boss = portal.adviser("chef@cabinet.example", role="admin")


def create(email, adviser="claire@cabinet.example", last_name="Martin", **more):
    options = [word for name, value in more.items() for word in ("--" + name.replace("_", "-"), value)]
    portal.ctl("client", "create", "--adviser", adviser, "--email", email, "--first-name", "Ada", "--last-name", last_name, *options)
    return "/cabinet/client/" + portal.store("SELECT id FROM client WHERE email = ?", email)[0][0]


def test_advisers_see_their_own_clients_and_administrators_all():
    create("a1@client.example", last_name="Alpha")
    create("a2@client.example", "paul@cabinet.example", last_name="Beta")
    tap.contains(words(claire.get("/cabinet/")), "Ada Alpha")
    tap.lacks(words(claire.get("/cabinet/")), "Ada Beta")
    tap.contains(words(paul.get("/cabinet/")), "Ada Beta")
    both = words(boss.get("/cabinet/"))
    tap.contains(both, "Ada Alpha")
    tap.contains(both, "Ada Beta")


def test_clients_are_found_by_name_whatever_case_and_accents():
    create("a3@client.example", last_name="Lefèvre")
    for search in ("lefevre", "LEFÈVRE", "ada lef", "a3@client"):
        tap.contains(words(claire.get("/cabinet/?nom=" + story.stack.urllib.parse.quote(search))), "Ada Lefèvre")
    none = claire.get("/cabinet/?nom=%3Cb%3E%25")
    tap.contains(none.text, "&lt;b&gt;%")
    tap.lacks(words(none), "Ada Lefèvre")


def test_what_is_another_advisers_is_not_there():
    record = create("b1@client.example")
    browser = portal.activate(portal.invite("b1@client.example", "connaissance-client"))
    path = portal.assignments(browser)[0]
    portal.send(browser, portal.fill(browser, path))
    result = "/cabinet/envoi/" + path.split("/")[3]
    unknown = "0" * 26
    tap.equal((claire.get(record).status, claire.get(result).status, boss.get(record).status, boss.get(result).status), (200,) * 4)
    tap.equal((paul.get(record).status, paul.get(result).status), (404, 404))
    tap.equal((paul.get("/cabinet/client/" + unknown).status, paul.get("/cabinet/envoi/" + unknown).status), (404, 404))
    before = portal.store("SELECT count(*) FROM token")
    tap.equal(paul.post(record + "/activer", {"email": "1"}, csrf=paul.get("/cabinet/")).status, 404)
    tap.equal(portal.store("SELECT count(*) FROM token"), before)


def test_clients_and_visitors_have_no_business_there():
    record = create("b2@client.example")
    client = portal.activate(portal.invite("b2@client.example"))
    for path in ("/cabinet/", record):
        tap.equal(client.get(path).status, 403)
        tap.equal(portal.browser().get(path).status, 401)


def test_the_record_shows_all_data():
    record = create("c1@client.example", last_name="Peeters", phone="+32 470 12 34 56", address="Rue Haute 1, 1000 Bruxelles", label="Dossier B",
                    national_number="85.07.30-033.28")
    text = words(claire.get(record))
    for said in ("Ada Peeters", "c1@client.example", "+32 470 12 34 56", "Rue Haute 1", "Dossier B", "85.07.30-033.28", "Claire Dubois", "Français",
                 "créé, aucun questionnaire envoyé"):
        tap.contains(text, said)


def test_activating_by_mail():
    record = create("c2@client.example")
    page = claire.get(record)
    done = claire.post(record + "/activer", {"email": "1"}, csrf=page)
    tap.equal((done.status, done.location), (303, record + "?etat=envoye"))
    page = claire.get(done.location)
    tap.contains(words(page), "L’e-mail est en route")
    tap.contains(words(page), "invité, espace pas encore activé")
    tap.contains(words(page), "Profil investisseur")
    mail = tap.wait_for(lambda: [m for m in portal.mails() if "c2@client.example" in m["To"]], what="the invitation")[0]
    tap.contains(mail.get_body(("plain",)).get_content(), "Claire Dubois")
    portal.activate(link_in(mail, "/espace/activation"))
    tap.contains(words(claire.get(record)), "espace actif")
    tap.lacks(claire.get(record).text, "/activer")


def test_activating_by_a_link_to_copy_which_is_shown_once():
    record = create("c3@client.example")
    done = claire.post(record + "/activer", {}, csrf=claire.get(record))
    tap.equal(done.status, 200)
    link = re.findall(r'value="(http[^"]+)"', done.text)
    tap.true(len(link) == 1 and link[0].startswith(portal.url + "/espace/activation?jeton="), str(link))
    tap.lacks(claire.get(record).text, "jeton=")
    tap.equal([m for m in portal.mails() if "c3@client.example" in m["To"]], [])
    portal.activate(link[0])
    portal.sign_in("c3@client.example", PASSWORD)


def test_a_new_link_takes_the_place_of_the_older():
    record = create("c4@client.example")
    links = []
    for _ in range(2):
        done = claire.post(record + "/activer", {}, csrf=claire.get(record))
        links.append(done.text.split("/espace/activation?jeton=")[1].split('"')[0])
    statuses = [portal.browser().get("/espace/activation?jeton=" + token).status for token in links]
    tap.equal(statuses, [410, 200])
    tap.equal(portal.store("SELECT count(*) FROM assignment WHERE client = ?", record.split("/")[-1])[0][0], 2)


def test_the_history_explains_itself():
    record = create("d1@client.example", last_name="Curie")
    browser = portal.activate(portal.invite("d1@client.example", "profil-investisseur"))
    portal.send(browser, portal.fill(browser, portal.assignments(browser)[0]))
    text = words(claire.get(record))
    for said in ("Profil investisseur Sécuritaire", "À distance, par le client", "Auteur Ada Curie", "Explication du calcul", "tolerance",
                 "preference + scenario + reaction"):
        tap.contains(text, said)
    tap.contains(words(claire.get("/cabinet/")), "Sécuritaire, Novice")


def test_ids_that_are_none():
    for name in ("x", "%00", "0" * 25, "0" * 27, "%27%20or%201=1"):
        tap.true(claire.get("/cabinet/client/" + name).status in (400, 404), name)
        tap.true(claire.get("/cabinet/envoi/" + name).status in (400, 404), name)


tap.main(globals())
