// Every page beside the story's, in the three languages: the static portal, doors, forgotten password, dead links, refusals, the
// public questionnaire. test-timeout: 600
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { finish, test, waitFor } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { DESK, fill, link, startBrowser, startPortal, visitor } from "./lib.mjs";

const LANGUAGES = ["fr", "en", "nl"];
const PASSWORD = "une porte verte au fond du jardin";
const NO_TOKEN = "A".repeat(43);

const portal = await startPortal();
const browser = await startBrowser();
const anyone = await visitor(browser, portal);
const plain = await visitor(browser, portal, { script: false });

await test("every static page can be opened, and the address of none is a page too", async () => {
  const files = readdirSync(`${portal.folder}/site/public`, { recursive: true }).filter((name) => name.endsWith("index.html"));
  assert.ok(files.length >= 30);
  for (const file of files.sort()) {
    const path = `/${file.replace(/index\.html$/, "")}`;
    await anyone.open(path);
    assert.equal(anyone.document.status, 200, path);
    await see(anyone, path.replace(/^\/(fr|en|nl)/, "").replace(/^\/(tags|roles)\/.+/, "/$1/word/"));
  }
  await anyone.open("/fr/aide/rien/");
  assert.equal(anyone.document.status, 404);
  await see(anyone, "404");
});

await test("readers search the help pages and say whether one was useful, with the script and without", async () => {
  for (const who of [anyone, plain]) {
    for (const language of LANGUAGES) {
      await who.open(`/recherche?langue=${language}`);
      await see(who, "site/recherche, nothing asked");
      await who.open(`/recherche?langue=${language}&q=xylophone`);
      await see(who, "site/recherche, nothing found");
    }
    await who.open("/fr/aide/");
    await who.page.locator("#recherche").fill("mot de passe");
    await who.press("form.find button");
    assert.match(await who.title(), /« mot de passe »/);
    await see(who, "site/recherche, found");
    await who.press(".result a >> nth=0");
    assert.match(who.path(), /^\/fr\/aide\//);
  }
  await anyone.open("/recherche?langue=fr");
  await anyone.page.locator("#recherche").fill("prof");
  await anyone.page.locator(".result").first().waitFor();
  assert.match(anyone.page.url(), /q=prof/);
  await anyone.open("/fr/aide/activer-mon-espace/");
  await anyone.page.locator("button[value=non]").click();
  await anyone.page.locator("#commentaire").fill("Il manque une image.");
  assert.equal(anyone.path(), "/fr/aide/activer-mon-espace/");
  await see(anyone, "site/page, judged");
  await anyone.page.locator(".feedback-comment button").click();
  await waitFor(async () => (await anyone.text()).includes("Votre commentaire est enregistré."), 20, "the comment to be kept");
  await plain.open("/fr/aide/activer-mon-espace/");
  await plain.press("button[value=oui]");
  await see(plain, "site/avis");
  await plain.press(".feedback-comment button");
  await see(plain, "site/avis, refused");
});

await test("what stands at the foot and head of the portal leads to the client's and to the advisers' door", async () => {
  for (const language of LANGUAGES) {
    await anyone.open(`/${language}/`);
    await anyone.press("a[href^='/espace/']:visible >> nth=0");
    assert.ok(await anyone.page.locator("#mot-de-passe").isVisible());
    assert.equal(await anyone.page.locator("html").getAttribute("lang"), language);
    await see(anyone, "espace/connexion");
    await anyone.open(`/${language}/`);
    await anyone.press("a[href^='/cabinet/']");
    assert.ok(await anyone.page.locator("#mot-de-passe").isVisible());
    await see(anyone, "cabinet/connexion");
  }
});

await test("a wrong password is said beside the form, and the address stays", async () => {
  for (const who of [anyone, plain]) {
    await who.signIn("personne@client.example", "un mot de passe quelconque");
    assert.match(await who.title(), /^Erreur :/);
    assert.equal(await who.page.locator("#email").inputValue(), "personne@client.example");
    await see(who, "espace/connexion, refused");
  }
});

await test("an activation link that a newer one replaced offers a new one, in each language", async () => {
  await portal.adviser("ingrid@cabinet.example", "Ingrid", "Peeters", "fr");
  for (const language of LANGUAGES) {
    const client = { email: `anna.${language}@client.example`, firstName: "Anna", lastName: "Visser", language };
    const first = await portal.invite("ingrid@cabinet.example", client);
    await portal.ctl("invite", client.email, "--no-mail");
    await anyone.open(link(first.text));
    await see(anyone, "espace/activation-perime");
    await anyone.press("main form button[type=submit]");
    await see(anyone, "espace/activation-perime, sent");
    await waitFor(() => portal.mails(client.email).length === 2, 20, "the new link");
  }
});

await test("an activation link that never was is refused, at both doors", async () => {
  for (const [who, door] of [[anyone, "espace"], [plain, "cabinet"]]) {
    await who.open(`/${door}/activation?jeton=${NO_TOKEN}`);
    assert.equal(who.document.status, 404);
    await see(who, "refusal, dead link");
  }
});

await test("a forgotten password is chosen anew from the mailed link, which a look at it does not use up", async () => {
  const client = { email: "karel@client.example", firstName: "Karel", lastName: "Bernard", language: "fr" };
  const invitation = await portal.invite("ingrid@cabinet.example", client);
  await plain.open(link(invitation.text));
  await plain.page.locator("#mot-de-passe").fill(PASSWORD);
  await plain.press("main form button[type=submit]");
  await see(plain, "space, to do");
  await plain.press("form[action$=deconnexion] button");
  await see(plain, "espace/connexion, signed out");
  await anyone.open("/espace/oubli");
  await see(anyone, "espace/oubli");
  await anyone.press("main form button[type=submit]");
  await see(anyone, "espace/oubli, refused");
  await anyone.page.locator("#email").fill(client.email);
  await anyone.press("main form button[type=submit]");
  await see(anyone, "espace/oubli-envoye");
  const mail = await portal.mailTo(client.email, "/espace/mot-de-passe?");
  for (let times = 0; times < 3; times += 1) await plain.open(link(mail.text));
  await anyone.open(link(mail.text));
  await see(anyone, "espace/mot-de-passe");
  await anyone.page.locator("#mot-de-passe").fill(`${PASSWORD}, deux fois`);
  await anyone.press("main form button[type=submit]");
  assert.equal(anyone.path(), "/espace/connexion");
  await anyone.submitPassword(client.email, `${PASSWORD}, deux fois`);
  assert.equal(anyone.path(), "/espace/");
  await plain.open(link(mail.text));
  await see(plain, "espace/mot-de-passe-perime");
});

await test("the client changes the language, and it stays", async () => {
  for (const language of ["nl", "en", "fr"]) {
    await anyone.press(`[lang=${language}] >> nth=0`);
    assert.equal(await anyone.page.locator("html").getAttribute("lang"), language);
    await see(anyone, "space, to do");
    await anyone.open("/espace/");
    assert.equal(await anyone.page.locator("html").getAttribute("lang"), language);
  }
});

await test("a client at the advisers' door is told where to go, and unknown pages say so", async () => {
  await anyone.open("/cabinet/");
  assert.ok([401, 403].includes(anyone.document.status), String(anyone.document.status));
  assert.match(await anyone.text(), /Mon espace|espace/);
  await see(anyone, "wrong door");
  for (const who of [anyone, plain]) {
    await who.open("/espace/rien");
    assert.equal(who.document.status, 404);
    await see(who, "refusal");
  }
});

/* A visitor's answers, with a mistake first. */
async function reply(who, email) {
  await who.open("/repondre/prise-de-contact");
  await see(who, "repondre/formulaire");
  await fill(who.page, { prenom: "Louise", nom: "Garnier", client: "no", sujet: ["placer", "avis"], canal: "telephone", numero: "12" });
  await who.page.locator("#email").fill("louise");
  if (who.options.script) {
    const told = who.page.waitForResponse((answer) => answer.url().includes("/questions") && answer.request().postData().includes("email=louise"));
    await who.page.locator("#email").blur();
    const { here } = await (await told).json();
    await who.page.waitForURL((url) => url.href.endsWith(here)); /* what is typed goes with the page */
    await who.go(() => who.page.reload());
    assert.equal(await who.page.locator("#email").inputValue(), "louise");
    assert.ok(await who.page.locator("[name='q.sujet'][value=avis]").isChecked());
  }
  await who.press("main form[action^='/repondre'] button[type=submit]");
  assert.match(await who.title(), /^Erreur :/);
  for (const href of await who.page.locator(".error-summary a").evaluateAll((links) => links.map((a) => a.getAttribute("href"))))
    assert.equal(await who.page.locator(href).count(), 1, href);
  assert.equal(await who.page.locator("[name='q.prenom']").inputValue(), "Louise");
  assert.ok(await who.page.locator("[name='q.sujet'][value=avis]").isChecked());
  await see(who, "repondre/formulaire, refused");
  await who.go(() => who.page.reload());
  assert.equal(await who.page.locator("[name='q.prenom']").inputValue(), "Louise");
  await fill(who.page, { numero: "06 99 00 00 21", moment: "matin" });
  await who.page.locator("#email").fill(email);
  await who.go(() => who.page.locator("main form[action^='/repondre'] button[type=submit]").dblclick({ noWaitAfter: true }));
  await who.page.waitForLoadState();
  await who.page.goBack();
  assert.equal(await who.page.locator("[name='q.prenom']").inputValue(), "Louise");
  await who.press("main form[action^='/repondre'] button[type=submit]");
  await see(who, "repondre/merci, pending");
  const mail = await portal.mailTo(email);
  if (who.options.script) assert.equal(portal.mails(email).length, 1);
  await who.open(link(mail.text));
  await see(who, "repondre/confirmer");
  await who.press("main form button[type=submit]");
  assert.match(await who.text(".reference"), /\S{6,}/);
  await see(who, "repondre/merci");
  await who.open(link(mail.text));
  await see(who, "repondre/confirmer, used");
}

await test("anyone answers the public questionnaire and confirms from the mailed link", async () => {
  await reply(await visitor(browser, portal, { viewport: DESK }), "louise@visiteur.example");
  await reply(plain, "louise.sans.script@visiteur.example");
});

await test("the back office's own pages: nobody yet, a client who was not invited, one whose link is to copy", async () => {
  const url = await portal.adviser("marc@cabinet.example", "Marc", "Delorme", "fr");
  const who = await visitor(browser, portal, { viewport: DESK });
  await who.open(url);
  await who.page.locator("#mot-de-passe").fill("un dossier bien tenu chaque soir");
  await who.press("main form button[type=submit]");
  await see(who, "cabinet/accueil, empty");
  await portal.ctl("client", "create", "--adviser", "marc@cabinet.example", "--email", "claire@client.example", "--first-name", "Claire",
    "--last-name", "Fontaine", "--phone", "06 99 00 00 11", "--label", "Sociétés", "--address", "3 rue du Port\n29900 Concarneau");
  await who.open("/cabinet/?nom=fontaine");
  await see(who, "cabinet/accueil, search");
  await who.press(".card-link");
  await see(who, "cabinet/client, created");
  await who.page.locator("#envoyer-email").uncheck();
  await who.press(".webclient button[type=submit]");
  const copied = await who.page.locator("#lien").inputValue();
  assert.match(copied, /\/espace\/activation\?jeton=/);
  await see(who, "cabinet/client, link to copy");
  assert.equal(portal.mails("claire@client.example").length, 0);
  await who.press(".webclient form button[type=submit]");
  await portal.mailTo("claire@client.example");
  await see(who, "cabinet/client, invited");
  await who.open("/cabinet/avis");
  await who.page.locator("details").first().click();
  await see(who, "cabinet/avis");
  await who.press("form[action$=deconnexion] button");
  await see(who, "cabinet/connexion, signed out");
});

await test("every page passed is valid, accessible, silent, and usable by keyboard and on a phone", () => assertFlawless());

await browser.close();
await portal.stop();
finish();
