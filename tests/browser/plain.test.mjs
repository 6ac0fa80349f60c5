// The theme `plain`, which site.yaml names: what it takes over from the default theme is still valid, accessible and silent.
// test-timeout: 300
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { finish, test } from "../lib/tap.mjs";
import { assertFlawless, see } from "./checks.mjs";
import { startBrowser, startPortal, visitor } from "./lib.mjs";

const content = `${mkdtempSync(`${tmpdir()}/plain-`)}/content`;
cpSync("content", content, { recursive: true });
writeFileSync(`${content}/site.yaml`, `${readFileSync(`${content}/site.yaml`)}\ntheme: plain\n`);
const portal = await startPortal("--content", content);
const browser = await startBrowser();
const anyone = await visitor(browser, portal);

await test("pages of every kind in the theme without colour", async () => {
  for (const path of ["/fr/", "/fr/aide/", "/fr/aide/activer-mon-espace/", "/fr/aide/problemes-frequents/", "/fr/tags/",
    "/fr/questionnaires/profil-investisseur/", "/fr/rien/", "/espace/connexion", "/repondre/prise-de-contact"]) {
    await anyone.open(path);
    await see(anyone, `plain ${path}`);
  }
});

await test("every page passed is valid, accessible, silent, and usable by keyboard and on a phone", () => assertFlawless());

await browser.close();
await portal.stop();
finish();
