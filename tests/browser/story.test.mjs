// The whole story: a client is invited, opens the mailed link, fills in the investor profile on a phone, stops, goes on at
// another device, sends it; the adviser reads the result in a mail and in the back office. test-timeout: 600
import assert from "node:assert/strict";
import { finish, test, waitFor } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { DESK, fill, link, PHONE, startBrowser, startPortal, visitor } from "./lib.mjs";

const PASSWORD = "une porte verte au fond du jardin";
const STAFF_PASSWORD = "un dossier bien tenu chaque soir";

const ANSWERS = {
  age: 58, foyer: "seul", dependants: 0, activite: "salarie",
  revenus: "54 000,50", source: "travail", charges: "15.000", liquidites: "60000", placements: "85 000 €", immobilier: 310000, pret: "yes",
  montant: 50000, horizon: "long", retrait: "no", objectif: "projet", intention: "Une maison à la mer", preference: "milieu",
  supportable: "quart", reserve: "solide", changement: "yes", reaction: "attend", scenario: "modere", passe: "vendu",
  risque: "faux", repartition: "vrai", action: "vrai", taux: "ignore", unites: "faux", revente: "vrai", etudes: "licence",
  formation: "cours", experience: "oui", produits: ["fonds", "titres"], anciennete: "longtemps", frequence: "parfois",
  volume: "courant", services: ["conseil"], durable: "neutre",
};

/* What each language says at the moments that matter. */
const WORDS = {
  fr: { error: "Erreur :", notSent: "pas encore envoyé", profile: "Équilibré", knowledge: "Expérimenté", withdrew: "A vendu lors d'une baisse", horizon: "De 8 à 12 ans", current: "affiché", complete: "complet", todo: "à faire" },
  en: { error: "Error:", notSent: "not sent yet", profile: "Balanced", knowledge: "Experienced", withdrew: "sold", horizon: "8 to 12 years", current: "this page", complete: "complete", todo: "to do" },
  nl: { error: "Fout:", notSent: "nog niet verstuurd", profile: "Neutraal", knowledge: "Ervaren", withdrew: "verkocht", horizon: "8 tot 12 jaar", current: "deze pagina", complete: "volledig", todo: "te doen" },
};

const portal = await startPortal();
const browser = await startBrowser();

const next = "button[name=suite][value=continuer]";
const stateOf = (who, n) => who.text(`[data-point="${n}"] [data-state]`);

async function choosePassword(who, url, password, name) {
  await who.open(url);
  await see(who, `${name}`);
  await who.page.locator("#mot-de-passe").fill("court");
  await who.press("main form button[type=submit]");
  assert.ok((await who.title()).startsWith(WORDS[who.options.language].error));
  await see(who, `${name}, refused`);
  await who.page.locator("#mot-de-passe").fill(password);
  await who.press("main form button[type=submit]");
}

/* The first point with mistakes: the summary leads to the fields, and what was typed is still there. */
async function makeMistakes(who, words) {
  await who.page.locator("[name='q.age']").fill("douze");
  await who.page.locator("[name='q.dependants']").fill("2");
  await who.press(next);
  assert.ok((await who.title()).startsWith(words.error), await who.title());
  const targets = await who.page.locator(".error-summary a").evaluateAll((links) => links.map((a) => a.getAttribute("href")));
  assert.deepEqual(targets, ["#q-age", "#q-foyer", "#q-activite"]);
  for (const target of targets) assert.equal(await who.page.locator(target).count(), 1, target);
  if (who.options.script) assert.ok(await who.page.locator(".error-summary").evaluate((e) => e === document.activeElement));
  assert.equal(await who.page.locator("[name='q.age']").inputValue(), "douze");
  assert.equal(await who.page.locator("[name='q.dependants']").inputValue(), "2");
  assert.equal(await who.page.locator("[name='q.age']").getAttribute("aria-invalid"), "true");
  await who.page.locator(".error-summary a").first().click();
  assert.equal(await who.page.evaluate(() => document.activeElement.id), "q-age");
  await see(who, "point with mistakes");
}

async function fillPoint(who, n) {
  assert.match(who.path(), new RegExp(`/espace/q/\\w{26}/${n}$`));
  await fill(who.page, ANSWERS);
  await see(who, n === 9 || n === 1 ? "point" : `point ${n}`);
  await who.press(next);
}

/* A question that an answer calls up is asked before the point is left. */
async function answerWhatWasCalledUp(who) {
  assert.match(who.path(), /\/2$/, "the loan asks how much is left to pay");
  await who.page.locator("[name='q.reste']").fill("12 000");
  await who.press(next);
}

async function startOnPhone(client, words) {
  await see(client, "space, to do");
  await client.press(".task-todo a.button");
  await makeMistakes(client, words);
  await fillPoint(client, 1);
  assert.match(await stateOf(client, 1), new RegExp(words.complete));
  assert.match(await stateOf(client, 2), new RegExp(words.current));
  assert.match(await stateOf(client, 3), new RegExp(words.todo));
  await fill(client.page, ANSWERS);
  await client.press("button[name=suite][value=plus-tard]");
  assert.equal(client.path(), "/espace/");
  assert.match(await client.text(".task-started"), new RegExp(words.notSent));
  await see(client, "space, in progress");
}

async function goOnElsewhere(client, words) {
  await client.press(".task-started a.button");
  assert.match(client.path(), /\/2$/);
  assert.equal(await client.page.locator("[name='q.montant']").inputValue(), "50000");
  await answerWhatWasCalledUp(client);
  for (let n = 3; n <= 9; n += 1) await fillPoint(client, n);
  assert.match(client.path(), /verifier$/);
  assert.match(await client.text(), new RegExp(words.horizon));
  assert.match(await client.text(), /\b15[ .,]000\b/, "15.000 is fifteen thousand");
  await see(client, "review");
}

/* From the review to a point and back, without going through the others. */
async function changeOneAnswer(client) {
  await client.press(".answers-point:nth-of-type(1) .answer:nth-of-type(1) .answer-change a");
  assert.match(client.path(), /\/1$/);
  assert.equal(await client.page.locator("[name='q.age']").inputValue(), "58");
  const question = await client.page.locator("label[for=q-age]").boundingBox();
  assert.ok(question.y >= 0, `the question is seen above its field: ${question.y}`);
  await client.page.locator("[name='q.age']").fill("59");
  await client.press(next);
  assert.match(client.path(), /verifier$/);
  assert.match(await client.text(".answers-point:nth-of-type(1)"), /59/);
}

async function send(client) {
  const button = client.page.locator(".send button");
  await client.go(() => button.dblclick({ noWaitAfter: true }));
  await waitFor(() => client.path().endsWith("/recu"), 15, "the receipt");
  const reference = await client.text(".reference");
  assert.match(reference, /\S{6,}/);
  await see(client, "receipt");
  return reference;
}

async function readMail(adviser, client, reference, words) {
  const mail = await portal.mailTo(adviser.email, reference);
  for (const part of [mail.text, mail.html]) {
    for (const said of [reference, words.profile, words.knowledge, words.horizon, "/cabinet/envoi/", client.company ?? client.lastName]) {
      assert.ok(part.includes(said), `the mail says ${said}`);
    }
  }
  assert.match(mail.subject, new RegExp(client.company ?? client.lastName));
  assert.equal(mail.fields["content-language"], adviser.language);
  assert.equal(portal.mails(adviser.email).filter((m) => m.text.includes(reference)).length, 1, "sent once, mailed once");
  return link(mail.text.slice(mail.text.indexOf("/cabinet/envoi/") - 40));
}

async function readInOffice(adviser, client, url, reference, words) {
  const who = await visitor(browser, portal, { viewport: DESK, language: adviser.language, script: adviser.script });
  await choosePassword(who, adviser.link, STAFF_PASSWORD, "cabinet/activation");
  assert.equal(who.path(), "/cabinet/");
  assert.match(await who.text(".clients"), new RegExp(words.profile));
  await see(who, "cabinet/accueil");
  await who.press(".card-link");
  assert.match(await who.text("[aria-labelledby=historique]"), new RegExp(words.profile));
  await who.page.locator("details summary").first().click();
  await see(who, "cabinet/client");
  await who.open(url);
  const text = await who.text();
  for (const said of [reference, words.profile, words.knowledge, words.horizon, "59"]) assert.ok(text.includes(said), `the result says ${said}`);
  assert.ok((await who.page.locator(".alert").count()) >= 2);
  await see(who, "cabinet/envoi");
  await who.close();
}

async function live({ language, script, company }) {
  const words = WORDS[language];
  const name = `${language}.${script ? "script" : "plain"}`;
  const adviser = { email: `marc.${name}@cabinet.example`, language, script };
  adviser.link = await portal.adviser(adviser.email, "Marc", "Delorme", language);
  const client = { email: `jeanne.${name}@client.example`, firstName: "Jeanne", lastName: "Moreau-Petit", language, company };
  const invitation = await portal.invite(adviser.email, client, "profil-investisseur");

  const phone = await visitor(browser, portal, { script, language, viewport: PHONE });
  await choosePassword(phone, link(invitation.text), PASSWORD, "espace/activation");
  assert.equal(await phone.page.locator("html").getAttribute("lang"), language);
  for (const greeting of [invitation.text, await phone.text(".greeting h1")]) assert.match(greeting, /^\S+ Jeanne Moreau-Petit/);
  if (company) assert.match(await phone.text(".greeting"), new RegExp(company));
  await startOnPhone(phone, words);
  await phone.close();

  const desk = await visitor(browser, portal, { script, language, viewport: DESK });
  await desk.signIn(client.email, PASSWORD);
  await goOnElsewhere(desk, words);
  await changeOneAnswer(desk);
  const reference = await send(desk);
  await desk.open("/espace/");
  await see(desk, "space, sent");
  assert.match(await desk.text(), new RegExp(words.profile));
  await desk.close();

  const url = await readMail(adviser, client, reference, words);
  await readInOffice(adviser, client, url, reference, words);
}

const LIVES = [
  ["a person fills in the investor profile in French", { language: "fr", script: true }],
  ["a company fills it in in French, without script", { language: "fr", script: false, company: "Boulangerie Moreau SARL" }],
  ["a person fills it in in English, without script", { language: "en", script: false }],
  ["a company fills it in in Dutch", { language: "nl", script: true, company: "Bakkerij Moreau BV" }],
];

for (const [name, life] of LIVES) await test(`${name}, and the adviser has the result`, () => live(life));
await test("every page passed is valid, accessible, silent, and usable by keyboard and on a phone", () => assertFlawless());

await browser.close();
await portal.stop();
finish();
