// Grids and repeats before a person: on a phone and on a desk, with and without script, by keyboard, as every page must be.
// test-timeout: 600
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { finish, test } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { DESK, fill, link, startBrowser, startPortal, visitor } from "./lib.mjs";

const PASSWORD = "une porte verte au fond du jardin";
const content = `${mkdtempSync(`${tmpdir()}/lists-`)}/content`;
cpSync("content", content, { recursive: true });
const family = readFileSync("tests/pages/lists/famille.md", "utf8");
for (const language of ["fr", "en", "nl"]) {
  writeFileSync(`${content}/${language}/questionnaires/famille.md`, family);
  writeFileSync(`${content}/${language}/questionnaires/avis.md`, family.replace("title: ", "access: public\ntitle: "));
}
const portal = await startPortal("--content", content);
const browser = await startBrowser();
await portal.adviser("marc@cabinet.example", "Marc", "Delorme", "fr");

async function clientAtPoint(name, options) {
  const email = `${name}@client.example`;
  const invitation = await portal.invite("marc@cabinet.example", { email, firstName: name, lastName: "Garnier", language: "fr" }, "famille");
  const who = await visitor(browser, portal, options);
  await who.open(link(invitation.text));
  await who.page.locator("#mot-de-passe").fill(PASSWORD);
  await who.press("main form button[type=submit]");
  await who.press(".task-todo a.button");
  return who;
}

const row = (who, code) => who.page.locator(`[id="q-savoir-${code}"]`);
const cell = (who, row, code) => who.page.locator(`[id="q-savoir-${row}-${code}"]`);
const names = (who) => who.page.locator("[name$='.prenom']").evaluateAll((fields) => fields.map((field) => field.value));
const go = "main .actions button[value=continuer]";

for (const [name, options] of [["louise", {}], ["karel", { script: false, viewport: DESK }]]) {
  const how = options.script === false ? "without script, at a desk" : "on a phone";
  const client = await clientAtPoint(name, options);
  const { page } = client;

  await test(`a grid is read and answered ${how}`, async () => {
    await see(client, "espace/point, grid");
    const heads = page.locator(".grid thead");
    assert.equal(await heads.isVisible(), options.viewport === DESK, "a table has heads, a list has none");
    assert.equal(await page.getByRole("radio", { name: "Les actions Je connais bien" }).count(), 1);
    await client.press(go);
    await see(client, "espace/point, grid with mistakes");
    await client.page.locator(".error-summary a").nth(1).click();
    assert.ok(await row(client, "fonds").evaluate((element) => element.matches(":target")));
    for (const [code, answer] of [["actions", "idee"], ["fonds", "non"], ["crypto", "idee"]]) await cell(client, code, answer).check();
    await client.press(go);
    assert.match(await client.title(), /Vos enfants/);
  });

  await test(`a row is one stop of the keyboard ${how}`, async () => {
    await client.press("[data-point='1']");
    await cell(client, "actions", "idee").focus();
    await page.keyboard.press("ArrowRight");
    assert.ok(await cell(client, "actions", "bien").isChecked());
    await page.keyboard.press("Tab");
    assert.ok(await cell(client, "fonds", "non").evaluate((element) => element === document.activeElement));
    await client.press(go);
  });

  await test(`items are added and taken out, and nothing else is lost ${how}`, async () => {
    await see(client, "espace/point, nothing added");
    await client.press("button[name=ajouter]");
    await fill(page, { "enfants.1.prenom": "Léa", "enfants.1.naissance.jour": 1, "enfants.1.naissance.mois": 3, "enfants.1.naissance.annee": 2012 });
    await page.locator("[id='q-enfants-1-charge-yes']").check();
    await client.press("button[name=ajouter]");
    assert.ok(await page.locator("[id='q-enfants-2']").evaluate((element) => element.matches(":target")), "the page opens at the new one");
    await fill(page, { "enfants.2.prenom": "Tom" });
    await see(client, "espace/point, items");
    assert.equal(await page.getByRole("button", { name: "Retirer Vos enfants – 1" }).count(), 1);
    await client.press("button[name=retirer][value='enfants.1']");
    await see(client, "espace/point, to remove");
    assert.match(await client.text(".item-ask"), /Retirer « Vos enfants – 1 » et toutes ses réponses/);
    await client.press("button[name=garder]");
    assert.deepEqual(await names(client), ["Léa", "Tom"]);
    await client.press("button[name=retirer][value='enfants.2']");
    await client.press("button[name=retrait]");
    assert.deepEqual(await names(client), ["Léa"]);
  });

  await test(`the Enter key goes on, and removes nothing ${how}`, async () => {
    await client.go(() => page.locator("[name='q.enfants.1.prenom']").press("Enter"));
    assert.match(await client.title(), /Vérifiez/);
    await see(client, "espace/verifier, lists");
    assert.match(await client.text(), /Vos enfants – 1\s+Prénom\s+Léa/);
  });

  await test(`the receipt shows them ${how}`, async () => {
    await client.press("form.send button");
    await see(client, "espace/recu, lists");
    assert.match(await client.text(), /Les fonds et SICAV\s+Je ne connais pas/);
    await client.close();
  });
}

await test("what is typed of an item is saved while typing", async () => {
  const client = await clientAtPoint("nora", {});
  await client.open(client.path().replace(/1$/, "2"));
  await client.press("button[name=ajouter]");
  const saved = client.page.waitForResponse((response) => response.request().method() === "POST");
  await client.page.locator("[name='q.enfants.1.prenom']").fill("Zoé");
  assert.equal((await saved).status(), 200);
  await client.open(client.path());
  assert.deepEqual(await names(client), ["Zoé"]);
  await client.close();
});

await test("everybody may read them, and a visitor fill them in", async () => {
  const anyone = await visitor(browser, portal, { script: false });
  await anyone.open("/fr/questionnaires/famille/");
  await see(anyone, "questionnaire, lists");
  await anyone.open("/repondre/avis?langue=fr");
  await anyone.press("button[name=ajouter]");
  await fill(anyone.page, { "enfants.1.prenom": "Léa" });
  await anyone.press("button[name=ajouter]");
  await see(anyone, "repondre/formulaire, lists");
  assert.deepEqual(await names(anyone), ["Léa", ""]);
  await anyone.close();
});

await test("every page was as it should be", () => assertFlawless());

await browser.close();
await portal.stop();
finish();
