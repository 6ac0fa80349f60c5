// Grids and repeats before a person: on a phone and on a desk, with and without script, by keyboard, as every page must be.
// test-timeout: 600
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { finish, test } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { clientAtPoint, DESK, fill, startBrowser, startPortal, visitor } from "./lib.mjs";

const content = `${mkdtempSync(`${tmpdir()}/lists-`)}/content`;
cpSync("content", content, { recursive: true });
const family = readFileSync("tests/pages/lists/famille.md", "utf8");
for (const language of ["fr", "en", "nl"]) {
  writeFileSync(`${content}/${language}/questionnaires/famille.md`, family);
  writeFileSync(`${content}/${language}/questionnaires/avis.md`, family.replace("title: ", "access: public\ntitle: "));
  cpSync("tests/pages/lists/ayants.md", `${content}/${language}/questionnaires/ayants.md`);
}
const portal = await startPortal("--content", content);
const browser = await startBrowser();
await portal.adviser("marc@cabinet.example", "Marc", "Delorme", "fr");

const arrive = (name, options, questionnaire = "famille") => clientAtPoint(browser, portal, name, questionnaire, options);
const row = (who, code) => who.page.locator(`[id="q-savoir-${code}"]`);
const cell = (who, row, code) => who.page.locator(`[id="q-savoir-${row}-${code}"]`);
const names = (who) => who.page.locator("[name$='.prenom']").evaluateAll((fields) => fields.map((field) => field.value));
const go = "main .actions button[value=continuer]";

for (const [name, options] of [["louise", {}], ["karel", { script: false, viewport: DESK }]]) {
  const how = options.script === false ? "without script, at a desk" : "on a phone";
  const client = await arrive(name, options);
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
    assert.equal(await page.getByRole("button", { name: "Retirer Enfant 1" }).count(), 1);
    await client.press("button[name=retirer][value='enfants.1']");
    await see(client, "espace/point, to remove");
    assert.match(await client.text(".item-ask"), /Retirer « Enfant 1 » et toutes ses réponses/);
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
    assert.match(await client.text(), /Enfant 1\s+Prénom\s+Léa/);
  });

  await test(`the receipt shows them ${how}`, async () => {
    await client.press("form.send button");
    await see(client, "espace/recu, lists");
    assert.match(await client.text(), /Les fonds et SICAV\s+Je ne connais pas/);
    await client.close();
  });
}

await test("what is typed of an item is saved while typing", async () => {
  const client = await arrive("nora", {});
  await client.open(client.path().replace(/1$/, "2"));
  await client.press("button[name=ajouter]");
  const saved = client.page.waitForResponse((response) => response.request().method() === "POST");
  await client.page.locator("[name='q.enfants.1.prenom']").fill("Zoé");
  assert.equal((await saved).status(), 200);
  await client.open(client.path());
  assert.deepEqual(await names(client), ["Zoé"]);
  await client.close();
});

for (const [name, options] of [["paula", {}], ["anton", { script: false, viewport: DESK }]]) {
  const how = options.script === false ? "without script, at a desk" : "on a phone";
  await test(`an item has a grid and files of its own ${how}`, async () => {
    const client = await arrive(name, options, "ayants");
    const { page } = client;
    const join = async (item, file) => {
      await page.locator(`[name='q.ayants.${item}.piece']`).setInputFiles({ name: file, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7\n%${file}\n%%EOF\n`) });
      if (options.script === false) await client.go(() => page.locator(`#q-ayants-${item}`).locator("button[value=joindre]").click());
      await page.locator(`#q-ayants-${item}`).getByRole("link", { name: file }).waitFor();
    };
    for (const [item, who, answer] of [[1, "Ann", "peu"], [2, "Bob", "bien"]]) {
      if (item > 1) await client.press("button[name=ajouter]");
      await fill(page, { [`ayants.${item}.prenom`]: who });
      for (const row of ["actions", "fonds"]) await page.locator(`[id='q-ayants-${item}-savoir-${row}-${answer}']`).check();
      await join(item, `${who}.pdf`);
    }
    await see(client, "espace/point, items with grids and files");
    assert.equal(await page.getByRole("radio", { name: "Les actions Bien" }).count(), 2);
    await client.press("button[name=retirer][value='ayants.1']");
    await client.press("button[name=retrait]");
    assert.deepEqual(await names(client), ["Bob"]);
    assert.equal(await page.getByRole("link", { name: "Bob.pdf" }).count(), 1);
    assert.equal(await page.getByRole("link", { name: "Ann.pdf" }).count(), 0);
    assert.ok(await page.locator("[id='q-ayants-1-savoir-actions-bien']").isChecked());
    await client.press(go);
    await see(client, "espace/point, items with mistakes");
    await fill(page, { "ayants.1.depuis.jour": 1, "ayants.1.depuis.mois": 2, "ayants.1.depuis.annee": 2003 });
    await client.press(go);
    await see(client, "espace/verifier, items with grids and files");
    assert.match(await client.text(), /Vos bénéficiaires – 1\s+Prénom\s+Bob/);
    await client.close();
  });
}

await test("everybody may read them, and a visitor fill them in", async () => {
  const anyone = await visitor(browser, portal, { script: false });
  await anyone.open("/fr/questionnaires/famille/");
  await see(anyone, "questionnaire, lists");
  await anyone.open("/fr/questionnaires/ayants/");
  await see(anyone, "questionnaire, items with grids and files");
  assert.match(await anyone.text(), /Que sait cette personne/);
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
