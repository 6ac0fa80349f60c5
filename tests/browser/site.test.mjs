// Sites as they are published: every page of the example and of a site of two hundred pages is valid HTML; pages of every kind,
// and of everything Markdown can be made into, are accessible, silent, and usable by keyboard and on a phone.
// test-timeout: 300
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { build, finish, test } from "../lib/tap.mjs";
import { assertFlawless, see, validate } from "./checks.mjs";
import { startBrowser, visitor } from "./lib.mjs";

const run = promisify(execFile);
const folder = mkdtempSync(`${tmpdir()}/site-`);

async function publish(content, name) {
  await run(`${build}/portillon`, ["build", content, "-o", `${folder}/${name}`, "--theme", "themes/default"]);
  return `${folder}/${name}/public`;
}

/* Two hundred pages, one of them with all that Markdown can be made into, in a site without a gateway. */
async function makeLarge() {
  const content = `${folder}/content`;
  await run("python3", ["tests/bench/site/pages.py", "200", content]);
  writeFileSync(`${content}/site.yaml`, readFileSync(`${content}/site.yaml`, "utf8").replace("gateway: yes", "gateway: no"));
  writeFileSync(`${content}/fr/synonyms.yaml`, "synonyms:\n  - compte, identifiant\n");
  writeFileSync(`${content}/fr/aide/dessin.svg`, '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><rect width="320" height="120"/></svg>');
  writeFileSync(`${content}/fr/aide/conditions.pdf`, "%PDF-1.4\n");
  writeFileSync(`${content}/fr/aide/tout.md`, EVERYTHING);
  writeFileSync(`${content}/fr/aide/questions.md`, FOLDS);
  for (let i = 0; i < 65; i += 1) writeFileSync(`${content}/fr/aide/s0000/suite-${i}.md`, `---\ntitle: Suite ${i}\ntags: [longue]\n---\n\nUn mot.\n`);
  return content;
}

const EVERYTHING = `---
title: Tout ce qu'une page peut avoir
description: De quoi tout voir.
updated: 2026-11-24
aliases: [/fr/aide/ancienne/, /fr/vieille.html]
tags: [compte]
roles: [Conseiller]
related: [questions.md]
---

Un mot[^un] et **gras**, *penché*, \`code\`, [ailleurs](https://example.org/), [un fichier](conditions.pdf).

## Un tableau

| Champ | Valeur | Permis |
|---|--:|:-:|
| Nom | 12 | oui |

## Des étapes

1. ### Ouvrez
   Le message.
2. ### Choisissez
   Un mot de passe.

## Des encadrés

> [!NOTE]
> Une note.

> [!TIP]
> Un conseil.

> [!WARNING]
> Attention.

> [!IMPORTANT]
> À savoir.

> Une citation.

### Une figure

![Les points](dessin.svg "La suite des points")

Dans le texte : ![un dessin](dessin.svg).

- un
  - deux
- trois

---

\`\`\`yaml
titre: "x < y"
\`\`\`

[^un]: Ce que dit la note, et encore[^deux].
[^deux]: L'autre.
`;
const FOLDS = `---
title: Questions
type: faq
---

## Combien de temps ?

Trois jours.

## Et après ?

Écrivez-nous.
`;

const files = (public_) => readdirSync(public_, { recursive: true }).filter((name) => name.endsWith(".html"));

async function areValid(public_, most) {
  const names = files(public_);
  assert.ok(names.length > most, `${names.length} pages`);
  const wrong = [];
  for (const name of names) wrong.push(...(await validate(readFileSync(`${public_}/${name}`, "utf8"))).map((m) => `${name}:${m}`));
  assert.deepEqual(wrong, []);
}

/* What nginx does, as far as a page needs it. */
const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", svg: "image/svg+xml", pdf: "application/pdf" };
function serve(public_) {
  const server = createServer((request, response) => {
    let path = public_ + decodeURIComponent(new URL(request.url, "http://x").pathname);
    if (existsSync(path) && statSync(path).isDirectory()) path += "/index.html";
    const is = existsSync(path);
    if (!is) path = `${public_}/404.html`;
    response.writeHead(is ? 200 : 404, { "content-type": TYPES[path.split(".").pop()] ?? "application/octet-stream" });
    response.end(readFileSync(path));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const large = await publish(await makeLarge(), "large");
const example = await publish("content", "example");
const server = await serve(large);
const examples = await serve(example);
const browser = await startBrowser();
const at = (s) => ({ url: `http://127.0.0.1:${s.address().port}` });

await test("every page of the example is valid HTML", () => areValid(example, 44));

await test("every page of a site of two hundred pages is valid HTML", () => areValid(large, 260));

await test("pages of every kind can be seen", async () => {
  const reader = await visitor(browser, at(server));
  for (const path of ["/fr/", "/fr/aide/", "/fr/aide/s0000/page-2/", "/fr/aide/tout/", "/fr/aide/questions/", "/fr/tags/", "/fr/tags/longue/",
    "/fr/tags/longue/page-2/", "/fr/roles/", "/fr/roles/conseiller/", "/fr/a-z/", "/fr/nulle-part/", "/panne.html", "/requete.html"]) {
    await reader.open(path);
    await see(reader, `site ${path}`);
  }
});

await test("columns of a table stand as its rule says", async () => {
  const reader = await visitor(browser, at(server));
  await reader.open("/fr/aide/tout/");
  const alignments = await reader.page.$$eval(".prose td", (cells) => cells.map((cell) => getComputedStyle(cell).textAlign));
  assert.deepEqual(alignments, ["left", "right", "center"]);
});

await test("from a letter of the index to its entries, and from a list to its next page, by keyboard", async () => {
  const reader = await visitor(browser, at(server));
  await reader.open("/fr/a-z/");
  await reader.page.locator(".letters a", { hasText: "T" }).focus();
  await reader.page.keyboard.press("Enter");
  assert.equal(new URL(reader.page.url()).hash, "#lettre-t");
  const box = await reader.page.locator("#lettre-t").boundingBox();
  assert.ok(box.y >= 0 && box.y < 740, `the letter is in sight: ${box.y}`);
  const letters = await reader.page.locator(".letters").boundingBox();
  assert.ok(letters.y + letters.height <= box.y + 1, "and not behind the letters");
  await reader.open("/fr/aide/s0000/");
  await reader.page.locator(".paging a[rel=next]").focus();
  await reader.go(() => reader.page.keyboard.press("Enter"));
  assert.equal(reader.path(), "/fr/aide/s0000/page-2/");
});

await test("on a phone menu, search and languages are reached by keyboard, in the order in which they are read", async () => {
  const reader = await visitor(browser, at(examples));
  await reader.open("/fr/aide/activer-mon-espace/");
  const seen = [];
  for (let i = 0; i < 14; i += 1) {
    await reader.page.keyboard.press("Tab");
    seen.push(await reader.page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id));
  }
  const order = ["#contenu", "/fr/", "/fr/aide/", "/en/aide/activer-mon-espace/", "recherche"].map((name) => seen.indexOf(name));
  assert.ok(order.every((n) => n >= 0), `all are reached: ${seen}`);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), `in their order: ${seen}`);
  await reader.page.locator('.languages a[hreflang="en"]').focus();
  await reader.go(() => reader.page.keyboard.press("Enter"));
  assert.equal(reader.path(), "/en/aide/activer-mon-espace/");
  assert.equal(await reader.page.locator("html").getAttribute("lang"), "en");
});

await test("every page passed is valid, accessible, silent, and usable by keyboard and on a phone", () => assertFlawless());

await browser.close();
server.close();
examples.close();
finish();
