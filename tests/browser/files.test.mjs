// Files as answers, in a browser: sent as soon as they are chosen, or by the page's own button without a script.
// test-timeout: 300
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { finish, test, waitFor } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { DESK, clientAtPoint, link, plain, startBrowser, startPortal, visitor } from "./lib.mjs";

const folder = mkdtempSync(`${tmpdir()}/files-`);
execFileSync("python3", ["tests/lib/files.py", `${folder}/content`]);
const portal = await startPortal("--content", `${folder}/content`);
const browser = await startBrowser();
const arrive = (name, options) => clientAtPoint(browser, portal, name, "pieces", options);
const adviser = await portal.adviser("marc@cabinet.example", "Marc", "Delorme", "fr");

const pdf = (name, mark = name, size = 0) => ({ name, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7\n%${mark}\n%%EOF${" ".repeat(size)}`) });

const box = (who, id) => who.page.locator(`[data-file="q.${id}"]`);
const listed = (who, id) => box(who, id).locator(".files .file a").allInnerTexts();
const status = async (who, id) => plain(await box(who, id).locator("[data-file-status]").innerText());
const says = (who, id, words) => waitFor(async () => (await status(who, id)).match(words), 20, `the page says ${words}`);
const choose = (who, id, ...files) => who.page.locator(`#q-${id}`).setInputFiles(files);

const client = await arrive("louise");

await test("with the script a file is sent as soon as it is chosen", async () => {
  await see(client, "point avec fichiers");
  assert.ok(await box(client, "avis").locator("[data-file-send]").isHidden());
  await choose(client, "avis", pdf("Avis d’impôt 2026.pdf"));
  await says(client, "avis", /^Joint : Avis d'impôt 2026.pdf$/);
  assert.deepEqual(await listed(client, "avis"), ["Avis d’impôt 2026.pdf"]);
  await choose(client, "releves", pdf("r1.pdf"), pdf("r2.pdf"));
  await says(client, "releves", /^Joint : r1.pdf, r2.pdf$/);
  assert.deepEqual(await listed(client, "releves"), ["r1.pdf", "r2.pdf"]);
  await see(client, "point avec fichiers joints");
  await client.page.reload();
  assert.deepEqual(await listed(client, "releves"), ["r1.pdf", "r2.pdf"]);
});

await test("what is not taken is said beside the question, by the words of the page", async () => {
  await choose(client, "avis", { name: "photo.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG") });
  await says(client, "avis", /« photo.png » ne peut pas être joint/);
  await choose(client, "avis", { name: "faux.pdf", mimeType: "application/pdf", buffer: Buffer.from("<html>") });
  await says(client, "avis", /« faux.pdf » n'est pas un fichier PDF, malgré son nom/);
  assert.deepEqual(await listed(client, "avis"), ["Avis d’impôt 2026.pdf"]);
  await see(client, "point avec fichier refusé");
});

await test("a file is taken away without leaving the page, and another takes a place", async () => {
  await box(client, "releves").getByRole("button", { name: "Retirer r1.pdf" }).click();
  await says(client, "releves", /^Le fichier a été retiré$/);
  assert.deepEqual(await listed(client, "releves"), ["r2.pdf"]);
  await choose(client, "avis", pdf("autre.pdf"));
  await says(client, "avis", /^Joint : autre.pdf$/);
  assert.deepEqual(await listed(client, "avis"), ["autre.pdf"]);
});

await test("the states of the points follow the files", async () => {
  await client.page.locator("[name='q.relu'][value=yes]").check();
  await waitFor(async () => (await client.text("[data-point='1'] [data-state]")) === "affiché, complet", 20, "the point is complete");
  await box(client, "avis").getByRole("button", { name: "Retirer autre.pdf" }).click();
  await waitFor(async () => (await client.text("[data-point='1'] [data-state]")) === "affiché", 20, "the point lacks a file");
  await client.press("button[value=continuer]");
  assert.match(await client.title(), /^Erreur :/);
  assert.equal(await client.page.locator(".error-summary a[href='#q-avis']").count(), 1);
  await choose(client, "avis", pdf("dernier.pdf"));
  await says(client, "avis", /^Joint : dernier.pdf$/);
  assert.equal(await client.page.locator(".error-summary").count(), 0);
  assert.doesNotMatch(await client.title(), /Erreur/);
  await see(client, "point dont le fichier manquait");
});

await test("a connection that is lost is said, and nothing else is", async () => {
  client.isOffline = true;
  await client.context.setOffline(true);
  await choose(client, "avis", pdf("perdu.pdf"));
  await says(client, "avis", /^L'envoi a échoué/);
  await client.context.setOffline(false);
  client.isOffline = false;
  await choose(client, "avis", pdf("revenu.pdf"));
  await says(client, "avis", /^Joint : revenu.pdf$/);
});

await test("without a script the page's button joins, and the page says what is there", async () => {
  const other = await arrive("jules", { script: false, viewport: DESK });
  await choose(other, "avis", pdf("avis.pdf"));
  await other.go(() => box(other, "avis").getByRole("button", { name: "Joindre" }).click());
  assert.deepEqual(await listed(other, "avis"), ["avis.pdf"]);
  await choose(other, "releves", pdf("gros.pdf", "gros", 1000001));
  await other.press("button[value=continuer]");
  assert.match(await other.text(".error-summary"), /« gros.pdf » est trop volumineux : 1 Mo au plus/);
  await see(other, "point avec fichier refusé");
  await other.go(() => box(other, "avis").getByRole("button", { name: "Retirer avis.pdf" }).click());
  assert.deepEqual(await listed(other, "avis"), []);
  await other.close();
});

await test("the Enter key goes on, and takes no file away", async () => {
  const other = await arrive("lea", { script: false });
  await choose(other, "avis", pdf("avis.pdf"));
  await other.go(() => box(other, "avis").getByRole("button", { name: "Joindre" }).click());
  await other.page.locator("[name='q.relu'][value=yes]").check();
  await other.go(() => other.page.locator("[name='q.relu'][value=yes]").press("Enter"));
  assert.match(other.path(), /\/2$/);
  await other.open(other.path().replace(/2$/, "1"));
  assert.deepEqual(await listed(other, "avis"), ["avis.pdf"]);
  await other.close();
});

await test("files are read again before and after they are sent, and by the adviser", async () => {
  await client.page.locator("[name='q.relu'][value=yes]").check();
  await client.press("button[value=continuer]");
  await client.press("button[value=continuer]");
  await see(client, "vérification avec fichiers");
  await client.press(".send button[type=submit]");
  await see(client, "reçu avec fichiers");
  const [saved] = await Promise.all([client.page.waitForEvent("download"), client.page.getByRole("link", { name: "revenu.pdf" }).click()]);
  assert.equal(saved.suggestedFilename(), "revenu.pdf");
  const marc = await visitor(browser, portal, { viewport: DESK });
  await marc.open(link(adviser));
  await marc.page.locator("#mot-de-passe").fill("une longue phrase de conseiller");
  await marc.press("main form button[type=submit]");
  await marc.open(`/cabinet/envoi/${client.path().split("/")[3]}`);
  await see(marc, "envoi avec fichiers");
  await marc.page.getByRole("link", { name: "revenu.pdf" }).waitFor();
  await marc.close();
});

await test("every page is as it must be", assertFlawless);

await client.close();
await browser.close();
await portal.stop();
rmSync(folder, { recursive: true });
finish();
