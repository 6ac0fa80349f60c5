"""Mailed links: looking consumes nothing, sending the form does, once; a dead link offers a new one."""

import concurrent.futures
import re

import story
import tap
from story import PASSWORD, link_in, words

portal = story.Story()
portal.adviser()


def send(path, password, browser=None):
    browser = browser or portal.browser()
    page = browser.get(path)
    return browser.told(browser.post(path.split("?")[0], {"jeton": path.split("jeton=")[1].split("&")[0], "mot-de-passe": password}, csrf=page))


def mail_to(address, subject, count=1):
    def found():
        mails = [m for m in portal.mails() if address in m["To"] and subject in m["Subject"]]
        return mails if len(mails) >= count else None
    return tap.wait_for(found, what="mail %d to %s" % (count, address))[-1]


def test_looking_twenty_times_consumes_nothing():
    path = portal.client("a1@client.example")
    before = portal.store("SELECT * FROM token ORDER BY hash")
    for method in ("GET", "HEAD") * 10:
        tap.equal(portal.browser().request(method, path).status, 200)
    tap.equal(portal.store("SELECT * FROM token ORDER BY hash"), before)
    tap.equal(send(path, PASSWORD).location, "/espace/?etat=bienvenue")


def test_who_activates_is_inside_and_welcome():
    browser = portal.browser()
    path = portal.client("a2@client.example")
    page = browser.get(path)
    tap.contains(words(page), "Bienvenue, Ada")
    tap.contains(page.text, "a2@client.example")
    home = browser.follow(send(path, PASSWORD, browser))
    tap.equal(home.status, 200)
    tap.contains(words(home), "Votre espace est activé")


def test_of_twenty_at_once_exactly_one_wins():
    path = portal.client("a3@client.example")
    passwords = ["phrase du gagnant numero %d" % i for i in range(20)]
    browsers = [portal.browser() for _ in passwords]
    pages = [browser.get(path) for browser in browsers]

    def race(i):
        return browsers[i].post("/espace/activation", {"jeton": pages[i].hidden("jeton"), "mot-de-passe": passwords[i]}, csrf=pages[i])

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(race, range(20)))
    won = [i for i, answered in enumerate(answers) if answered.status == 303]
    tap.equal(len(won), 1, str([a.status for a in answers]))
    # The others are told, or asked to come again when there was no room to work their password out.
    tap.true({a.status for a in answers} <= {303, 410, 503}, str([a.status for a in answers]))
    portal.sign_in("a3@client.example", passwords[won[0]])


def test_a_used_link_leads_to_the_sign_in_page():
    path = portal.client("a4@client.example")
    send(path, PASSWORD)
    page = portal.browser().get(path)
    tap.equal(page.status, 410)
    tap.contains(words(page), "déjà activé")
    tap.contains(page.text, "/espace/connexion")
    tap.equal(send(path, "une autre phrase secrete").status, 403)


def test_a_dead_link_offers_a_new_one_which_is_mailed():
    old = portal.client("a5@client.example")
    mail_to("a5@client.example", "vous attend")
    portal.invite("a5@client.example")
    browser = portal.browser()
    page = browser.get(old)
    tap.equal(page.status, 410)
    tap.contains(words(page), "Ce lien n’est plus valable")
    sent = browser.follow(browser.post("/espace/activation/renvoi", {"jeton": page.hidden("jeton")}, csrf=page))
    tap.equal(sent.status, 200)
    tap.contains(words(sent), "Regardez votre messagerie")
    fresh = link_in(mail_to("a5@client.example", "nouveau lien"), "/espace/activation")
    tap.equal(send(fresh, PASSWORD).status, 303)


def test_an_answer_to_a_mail_reaches_the_adviser():
    portal.client("r1@client.example")
    browser = portal.browser()
    page = browser.get("/espace/oubli")
    browser.post("/espace/oubli", {"email": "r1@client.example"}, csrf=page)
    for subject in ("vous attend", "nouveau lien"):
        tap.equal(mail_to("r1@client.example", subject)["Reply-To"], "Claire Dubois <claire@cabinet.example>")


def test_an_answer_to_a_members_mail_reaches_the_firm():
    with story.Story() as alone:
        alone.adviser()
        tap.equal(alone.wait_for_mail()[0]["Reply-To"], "Cabinet Valmont Patrimoine <bonjour@valmont-patrimoine.example>")


def test_a_link_lives_seventy_two_hours():
    with story.Story(clock=True) as later:
        later.adviser()
        path = later.client("a@client.example")
        later.wait_for_mail(2)
        tap.wait_for(lambda: later.store("SELECT count(*) FROM outbox WHERE state = 'sent'")[0][0] == 2, what="acceptance")
        later.set_clock(72 * 3600 - 600)
        tap.equal(later.browser().get(path).status, 200)
        later.set_clock(72 * 3600 + 600)
        tap.equal(later.browser().get(path).status, 410)


def test_a_link_that_never_was():
    for token in ("x" * 43, "", "../../x", "A" * 64):
        page = portal.browser().get("/espace/activation?jeton=" + token)
        tap.true(page.status in (400, 404), "%s: %d" % (token, page.status))
    tap.contains(page.text, 'href="/espace/oubli?langue=fr"')
    tap.contains(portal.browser().get("/cabinet/mot-de-passe?jeton=" + "x" * 43).text, 'href="/cabinet/oubli?langue=fr"')


def test_a_link_opens_one_door_for_one_purpose():
    path = portal.client("a6@client.example")
    token = path.split("jeton=")[1]
    browser = portal.browser()
    tap.equal(browser.get("/cabinet/activation?jeton=" + token).status, 404)
    tap.equal(browser.get("/espace/mot-de-passe?jeton=" + token).status, 410)
    page = browser.get(path)
    tap.equal(browser.post("/espace/mot-de-passe", {"jeton": token, "mot-de-passe": PASSWORD}, csrf=page).status, 410)
    tap.equal(send(path, PASSWORD).status, 303)


def test_poor_passwords_are_refused_with_the_reason_and_the_link_stays():
    path = portal.client("a7@client.example", last_name="Vandenbroucke")
    reasons = {"": "Choisissez un mot de passe", "court": "d’au moins 12 caractères", "aaaaaaaaaaaaaaaa": "répète",
               "azertyuiopqsdfgh": "l’ordre du clavier", "motdepasse123": "l’un des plus employés", "740291836582917": "chiffres seuls",
               "AdaVandenbroucke": "contient votre nom"}
    for poor, reason in reasons.items():
        page = send(path, poor)
        tap.equal(page.status, 422, poor)
        tap.contains(page.text, "<title>Erreur")
        tap.contains(words(page), reason)
    tap.equal(send(path, "x" * 1025).status, 400)
    tap.equal(send(path, PASSWORD).status, 303)


def test_long_passwords_are_never_cut():
    path = portal.client("a8@client.example")
    long = "é" * 500 + " une fin"
    tap.equal(send(path, long).status, 303)
    portal.sign_in("a8@client.example", long)
    browser = portal.browser()
    page = browser.get("/espace/connexion")
    tap.equal(browser.follow(browser.post("/espace/connexion", {"email": "a8@client.example", "mot-de-passe": long[:-1]}, csrf=page)).status, 422)


def test_a_mailed_link_speaks_the_language_of_its_reader():
    path = portal.client("a9@client.example", language="nl")
    browser = portal.browser()
    page = browser.get(path)
    tap.contains(page.text, '<html lang="nl">')
    tap.contains(browser.get(path + "&langue=en").text, '<html lang="en">')
    wrong = browser.told(browser.post(re.search(r'action="([^"]*activation[^"]*)"', page.text)[1].replace("&amp;", "&"),
                         {"jeton": page.hidden("jeton"), "mot-de-passe": "kort"}, csrf=page))
    tap.contains(wrong.text, '<html lang="nl">')
    mail = mail_to("a9@client.example", "")
    tap.equal(mail["Content-Language"], "nl")


def test_a_forgotten_password_is_chosen_anew():
    portal.signed_in("b1@client.example")
    other = portal.sign_in("b1@client.example")
    browser = portal.browser()
    page = browser.get("/espace/oubli")
    tap.equal(browser.follow(browser.post("/espace/oubli", {"email": "B1@client.example"}, csrf=page)).status, 200)
    path = link_in(mail_to("b1@client.example", "nouveau mot de passe"), "/espace/mot-de-passe")
    for _ in range(20):
        tap.equal(portal.browser().get(path).status, 200)
    done = send(path, "une toute nouvelle phrase")
    tap.equal(done.status, 303)
    tap.contains(words(portal.browser().get(done.location)), "Votre mot de passe est enregistré")
    mail_to("b1@client.example", "a été changé")
    tap.equal(other.get("/espace/").status, 401, "older sessions end")
    tap.equal(portal.browser().get(path).status, 410)
    portal.sign_in("b1@client.example", "une toute nouvelle phrase")


def test_a_newer_reset_link_voids_the_older():
    portal.signed_in("b2@client.example")
    for count in (1, 2):
        browser = portal.browser()
        page = browser.get("/espace/oubli")
        browser.post("/espace/oubli", {"email": "b2@client.example"}, csrf=page)
        mail_to("b2@client.example", "nouveau mot de passe", count)
    first, second = [link_in(m, "/espace/mot-de-passe") for m in portal.mails() if "b2@client.example" in m["To"] and "nouveau mot" in m["Subject"]]
    states = sorted(portal.browser().get(path).status for path in (first, second))
    tap.equal(states, [200, 410])


def test_nothing_tells_whether_an_address_is_known():
    portal.signed_in("b3@client.example")
    portal.client("b4@client.example")
    for path, field in (("/espace/oubli", {}), ("/espace/connexion", {"mot-de-passe": "faux mot de passe"})):
        texts = []
        for address in ("b3@client.example", "b4@client.example", "personne@client.example"):
            browser = portal.browser()
            page = browser.get(path)
            answered = browser.follow(browser.post(path, dict(field, email=address), csrf=page))
            texts.append((answered.status, re.sub(r'value="[^"]*"|constat=[^"&]*', "", answered.text).replace(address, "")))
        tap.true(texts[0] == texts[1] == texts[2], path)


def test_three_requests_an_hour():
    portal.signed_in("b5@client.example")
    for _ in range(5):
        browser = portal.browser()
        page = browser.get("/espace/oubli")
        tap.equal(browser.follow(browser.post("/espace/oubli", {"email": "b5@client.example"}, csrf=page)).status, 200)
    tap.equal(portal.store("SELECT count(*) FROM outbox WHERE kind = 'mot-de-passe' AND recipient = 'b5@client.example'")[0][0], 3)


tap.main(globals())
