// What is asked because of other answers of the same page: without script as "one question more", with it at once; and checks that
// are told where they can be mended. Whatever is pressed afterwards, Back, Reload, twice, no page of the browser's own comes.
// test-timeout: 600
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finish, test, waitFor } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { clientAtPoint, DESK, fill, plain, startBrowser, startPortal, visitor } from "./lib.mjs";

const content = join(mkdtempSync(join(tmpdir(), "content-")), "content");
cpSync("content", content, { recursive: true });
const written = readFileSync("tests/browser/conditions/conditions.md", "utf8");
for (const language of ["fr", "en", "nl"]) {
  writeFileSync(`${content}/${language}/questionnaires/logement.md`, written);
  writeFileSync(`${content}/${language}/questionnaires/public.md`, written.replace("title: ", "access: public\ntitle: "));
}
const portal = await startPortal("--content", content);
const browser = await startBrowser();
await portal.adviser("marc@cabinet.example", "Marc", "Delorme", "fr");

const arrive = (name, options) => clientAtPoint(browser, portal, name, "logement", options);
const choose = (who, id, value) => who.page.locator(`[name='q.${id}'][value=${value}]`).check();
const field = (who, id) => who.page.locator(`[name='q.${id}']:not([type=hidden])`);
const shows = (who, id) => waitFor(() => field(who, id).first().isVisible(), 20, `${id} is shown`);
const hides = (who, id) => waitFor(async () => !(await field(who, id).first().isVisible()), 20, `${id} is hidden`);
const state = (who) => who.page.evaluate(() => document.activeElement.id);
const said = (who) => who.page.locator("[data-changes]").textContent();
const go = "main .actions button[value=continuer]";
const point = (who, n) => who.open(who.path().replace(/\d+$/, String(n)));

await test("with the script, questions come and go as the answers are chosen, and are announced", async () => {
  const who = await arrive("louise", {});
  assert.equal(await field(who, "pret").count(), 0);
  await choose(who, "proprietaire", "yes");
  await shows(who, "pret");
  assert.equal(plain(await said(who)), "En plus : Reste-t-il un prêt ?, Toiture");
  assert.equal(await state(who), "q-proprietaire-yes", "the focus stays");
  await choose(who, "pret", "yes");
  await shows(who, "reste");
  await field(who, "reste").fill("12000");
  await see(who, "espace/point, come to be asked");
  await choose(who, "proprietaire", "no");
  await hides(who, "pret");
  await hides(who, "reste");
  assert.match(plain(await said(who)), /^N'est plus demandé : Reste-t-il un prêt \?, Combien reste-t-il/);
  await choose(who, "proprietaire", "yes");
  await shows(who, "reste");
  assert.equal(await field(who, "reste").inputValue(), "12000", "what was typed is there again");
  await who.page.reload();
  await shows(who, "reste");
  assert.equal((await field(who, "reste").inputValue()).replace(/\D/g, ""), "12000");
  await who.close();
});

await test("with the script, options come and go; one that is gone is not sent", async () => {
  const who = await arrive("jeanne", {});
  await choose(who, "proprietaire", "yes");
  await waitFor(() => who.page.locator("#q-travaux-toiture").isVisible(), 20, "the option");
  await choose(who, "pret", "no");
  await choose(who, "travaux", "peinture");
  await choose(who, "travaux", "toiture");
  await shows(who, "toit");
  await choose(who, "travaux", "aucun");
  assert.equal(await who.page.locator("[name='q.travaux']:checked").count(), 1, "one that is chosen alone");
  await hides(who, "toit");
  await choose(who, "travaux", "toiture");
  await choose(who, "proprietaire", "no");
  await waitFor(() => who.page.locator("#q-travaux-toiture").isHidden(), 20, "the option is gone");
  await choose(who, "travaux", "peinture");
  await who.press(go);
  assert.match(await who.title(), /Vos autres biens/);
  await who.close();
});

await test("with the script, what is asked of an item comes at once too", async () => {
  const who = await arrive("nora", {});
  await point(who, 2);
  await who.press("button[name=ajouter]");
  await choose(who, "biens.1.loue", "yes");
  await shows(who, "biens.1.loyer");
  await who.close();
});

await test("without script, what is asked more is no mistake the first time", async () => {
  const who = await arrive("paul", { script: false, viewport: DESK });
  await choose(who, "proprietaire", "yes");
  await choose(who, "travaux", "peinture");
  await who.press(go);
  assert.equal(await state(who), "de-plus", "the notice has the focus");
  assert.match(await who.text("#de-plus"), /^Une question de plus\s+D'après vos réponses, ceci s'ajoute. Répondez-y, puis continuez.\s+Reste-t-il un prêt \?\s+Nouveau choix à la question : Quels travaux/);
  assert.equal(await who.page.locator(".error-summary, .error").count(), 0);
  await see(who, "espace/point, one question more");
  await choose(who, "pret", "yes");
  await who.press(go);
  assert.match(await who.text("#de-plus"), /Combien reste-t-il/);
  await who.press(go);
  assert.match(await who.text(".error-summary"), /Combien reste-t-il à rembourser \? – Indiquez un nombre/);
  assert.equal(await state(who), "a-corriger");
  await field(who, "reste").fill("12000");
  await who.press(go);
  assert.match(await who.title(), /Vos autres biens/);
  await who.close();
});

await test("after mistakes, Back, Reload, another language and a double click show pages of the portal", async () => {
  for (const options of [{ script: false }, {}]) {
    const who = await arrive(options.script === false ? "rose" : "marie", options);
    await point(who, 3);
    await fill(who.page, { epargne: "mille", montant: "5" });
    await who.press(go);
    assert.match(await who.text(".error-summary"), /Votre épargne – Écrivez ce nombre en chiffres/);
    await who.page.reload();
    assert.match(await who.text(".error-summary"), /Votre épargne/);
    assert.equal(await field(who, "epargne").inputValue(), "mille");
    await who.press("header button[value=en]");
    assert.match(await who.text(".error-summary"), /Votre épargne – .*figures/);
    await who.press("header button[value=fr]");
    assert.equal(await field(who, "epargne").inputValue(), "mille");
    await who.press("[data-point='1']");
    await who.page.goBack();
    assert.match(await who.text(".error-summary"), /Votre épargne/);
    await who.page.goBack();
    assert.match(await who.text("main"), /Vos moyens/);
    await who.page.goForward();
    assert.equal(await field(who, "epargne").inputValue(), "mille");
    await fill(who.page, { epargne: "1000" });
    await who.go(() => who.page.locator(go).dblclick({ noWaitAfter: true }));
    await who.page.waitForLoadState();
    assert.match(await who.title(), /Vérifiez vos réponses/);
    await who.close();
  }
});

await test("a check is told at the questions it is about, and again before sending", async () => {
  const who = await arrive("karel", { script: false });
  await choose(who, "proprietaire", "no");
  await choose(who, "travaux", "aucun");
  await who.press(go);
  await who.press(go);
  await fill(who.page, { epargne: "1000", montant: "5000" });
  await who.press(go);
  assert.match(await who.text(".error-summary"), /Vous placez plus que votre épargne : corrigez l'un des deux.\s+Où corriger :\s+Votre épargne\s+Que voulez-vous placer/);
  assert.match(await who.text("#q-montant-notes"), /Vous placez plus que votre épargne/);
  await see(who, "espace/point, a check");
  await who.press("button[value=plus-tard]");
  await who.open((await who.page.locator(".task-started a.button").getAttribute("href")) + "verifier");
  await see(who, "espace/verifier, a check");
  await who.press(".error-places a >> nth=0");
  assert.equal(await state(who), "q-epargne");
  await fill(who.page, { epargne: "6000" });
  await who.press(go);
  assert.match(await who.title(), /Vérifiez vos réponses/);
  await who.close();
});

await test("in a questionnaire for anybody they come and go too, and nothing is kept of it", async () => {
  const who = await visitor(browser, portal, {});
  await who.open("/repondre/public?langue=fr");
  await choose(who, "proprietaire", "yes");
  await shows(who, "pret");
  await waitFor(() => who.page.locator("#q-travaux-toiture").isVisible(), 20, "the option");
  assert.match(plain(await said(who)), /^En plus : Reste-t-il un prêt/);
  await see(who, "repondre/formulaire, come to be asked");
  await choose(who, "proprietaire", "no");
  await hides(who, "pret");
  await who.close();
});

await test("every page was as it should be", () => assertFlawless());

await browser.close();
await portal.stop();
finish();
