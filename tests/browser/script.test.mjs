// What the theme's script adds to a page, what comes back after a session has expired, and what other sites cannot do.
// test-timeout: 600
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { finish, test, waitFor } from "../lib/tap.mjs";
import { PASSWORD, clientAtPoint, link, plain, startBrowser, startPortal, visitor } from "./lib.mjs";

const portal = await startPortal("--clock");
const browser = await startBrowser();
const arrive = (name, options) => clientAtPoint(browser, portal, name, "profil-investisseur", options);
await portal.adviser("marc@cabinet.example", "Marc", "Delorme", "fr");

const said = async (who) => plain(await who.page.locator("[data-status]").innerText());
const says = (who, words) => waitFor(async () => (await said(who)).match(words), 20, `the page says ${words}`);
const answer = (who, id) => who.page.locator(`[name='q.${id}']:not([type=hidden])`);

const client = await arrive("louise");

await test("what is typed is saved while typing, and said not to be sent", async () => {
  await answer(client, "age").pressSequentially("47");
  await says(client, /^Enregistré à \d\d:\d\d, pas encore envoyé$/);
  const elsewhere = await visitor(browser, portal, { script: false });
  await elsewhere.signIn(client.email, PASSWORD);
  await elsewhere.press(".task-started a.button");
  assert.equal(await answer(elsewhere, "age").inputValue(), "47");
  await elsewhere.close();
});

await test("what was just typed is there in the other language, and behind a link and back", async () => {
  await answer(client, "age").fill("48");
  await client.press("header button[value=en]");
  assert.equal(await answer(client, "age").inputValue(), "48");
  await answer(client, "age").fill("47");
  await client.press("header button[value=fr]");
  assert.equal(await answer(client, "age").inputValue(), "47");
});

await test("the states of the points follow what is answered", async () => {
  const state = () => client.text("[data-point='1'] [data-state]");
  assert.equal(await state(), "affiché");
  await client.page.locator("[name='q.foyer'][value=seul]").check();
  await answer(client, "dependants").fill("0");
  await client.page.locator("[name='q.activite'][value=salarie]").check();
  await waitFor(async () => (await state()) === "affiché, complet", 20, "the point is complete");
  assert.match(await client.text("[data-tally]"), /^1 point complet · 8 à faire$/);
  assert.ok(await client.page.locator("[data-seal]").isDisabled());
});

await test("without a connection the page says so, keeps the answers, and saves them when it is back", async () => {
  client.isOffline = true;
  await client.context.setOffline(true);
  await answer(client, "dependants").fill("3");
  await says(client, /^Hors connexion/);
  assert.equal(await answer(client, "dependants").inputValue(), "3");
  await client.context.setOffline(false);
  await says(client, /^Enregistré à/);
  client.isOffline = false;
  await client.page.reload();
  assert.equal(await answer(client, "dependants").inputValue(), "3");
});

await test("what cannot be saved for the moment is saved as soon as it can", async () => {
  const saves = client.noise.length;
  let asked = 0;
  await client.page.route("**/espace/q/*/1", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    asked += 1;
    return asked === 1 ? route.fulfill({ status: 502, contentType: "text/html", body: "<h1>502</h1>" }) : route.continue();
  });
  await answer(client, "dependants").fill("4");
  await waitFor(() => asked > 0, 20, "the first try");
  await says(client, /^Hors connexion/);
  await says(client, /^Enregistré à/);
  assert.ok(asked > 1);
  await client.page.unroute("**/espace/q/*/1");
  await client.page.reload();
  assert.equal(await answer(client, "dependants").inputValue(), "4");
  client.noise.splice(saves);
});

await test("what was refused is not left behind without a question", async () => {
  const saves = client.noise.length;
  await client.page.route("**/espace/q/*/1", (route) =>
    route.request().method() === "POST" ? route.fulfill({ status: 401, contentType: "application/json", body: '{"refusal":1016}' }) : route.continue(),
  );
  await answer(client, "dependants").fill("5");
  await says(client, /^Enregistrement automatique impossible/);
  const questions = [];
  client.page.on("dialog", (dialog) => {
    questions.push(dialog.type());
    return dialog.accept();
  });
  await client.page.unroute("**/espace/q/*/1");
  await client.page.reload();
  assert.deepEqual(questions, ["beforeunload"]);
  client.noise.splice(saves);
});

await test("two windows on one point do not undo each other", async () => {
  const saveIn = (who, id, text) =>
    Promise.all([who.page.waitForResponse((reply) => reply.request().method() === "POST" && reply.ok()), answer(who, id).fill(text)]);
  const other = await visitor(browser, portal);
  await other.signIn(client.email, PASSWORD);
  await other.press(".task-started a.button");
  await other.page.goto(client.page.url());
  await saveIn(client, "dependants", "2");
  await saveIn(other, "age", "52");
  await client.page.reload();
  assert.deepEqual([await answer(client, "dependants").inputValue(), await answer(client, "age").inputValue()], ["2", "52"]);
  await saveIn(client, "age", "47");
  await other.close();
});

await test("questions under an option show while it is chosen, and keep what was typed", async () => {
  await client.open(client.page.url().replace(/1$/, "4"));
  const project = answer(client, "intention");
  assert.ok(await project.isHidden());
  await client.page.locator("[name='q.objectif'][value=projet]").check();
  assert.ok(await project.isVisible());
  await project.fill("Une maison");
  await client.page.locator("[name='q.objectif'][value=retraite]").check();
  assert.ok(await project.isHidden());
  await client.page.locator("[name='q.objectif'][value=projet]").check();
  assert.equal(await project.inputValue(), "Une maison");
});

await test("without script every question under an option is there from the start", async () => {
  const who = await arrive("paul", { script: false });
  await who.open(who.page.url().replace(/1$/, "8"));
  for (const id of ["produits", "anciennete", "frequence", "volume", "services"]) assert.ok(await answer(who, id).first().isVisible(), id);
  assert.equal(await who.page.locator("button[data-reveal]:visible, button[data-print]:visible").count(), 0);
  await who.close();
});

await test("a form is sent once, however often it is clicked", async () => {
  let posts = 0;
  client.page.on("request", (request) => (posts += request.method() === "POST" && request.isNavigationRequest()));
  await client.go(() => client.page.locator("button[value=plus-tard]").dblclick({ noWaitAfter: true }));
  assert.equal(client.path(), "/espace/");
  assert.equal(posts, 1);
});

await test("a password can be shown, and is hidden again before it is sent", async () => {
  const who = await visitor(browser, portal);
  await who.open("/espace/connexion");
  const field = who.page.locator("#mot-de-passe");
  const button = who.page.locator("[data-reveal]");
  await field.fill(PASSWORD);
  assert.equal(await button.getAttribute("aria-label"), "Afficher le mot de passe");
  await button.click();
  assert.equal(await field.getAttribute("type"), "text");
  assert.equal(await button.getAttribute("aria-label"), "Masquer le mot de passe");
  await button.click();
  assert.equal(await field.getAttribute("type"), "password");
  await who.close();
});

await test("after an expired session, signing in again brings back what had just been posted", async () => {
  for (const script of [true, false]) {
    const who = await arrive(script ? "anna" : "hugo", { script });
    await answer(who, "age").fill("61");
    portal.setClock(script ? 3600 : 7200);
    await who.press("button[value=plus-tard]");
    assert.match(await who.text(), /Ce que vous veniez d'envoyer est gardé/);
    await who.press("header button[lang=en]");
    assert.match(await who.text(), /What you had just submitted is kept/);
    await who.page.locator("#email").fill(who.email);
    await who.page.locator("#mot-de-passe").fill(PASSWORD);
    await who.go(() => who.page.keyboard.press("Enter"));
    assert.equal(who.path(), "/espace/");
    await who.press(".task-started a.button");
    assert.equal(await answer(who, "age").inputValue(), "61");
    await who.close();
  }
});

/* Another site: a page that sends a form to the portal by itself, or shows the portal inside. */
function otherSite() {
  const pages = {
    form: (target, encoding) => `<form method="post" action="${target}" enctype="${encoding}"><input name="q.age" value="99">
      <input name="suite" value="plus-tard"></form><script>document.forms[0].submit()</script>`,
    frame: (target) => `<iframe src="${target}"></iframe>`,
  };
  const server = createServer((request, response) => {
    const { searchParams: asked } = new URL(request.url, "http://localhost");
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!DOCTYPE html><title>Ailleurs</title>${pages[asked.get("page")]?.(asked.get("target"), asked.get("encoding")) ?? ""}`);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const other = await otherSite();
const elsewhere = (page, target, encoding = "") =>
  `http://localhost:${other.address().port}/?${new URLSearchParams({ page, target, encoding })}`;

await test("a form that another site sends is refused, whatever its encoding, and changes nothing", async () => {
  const who = await arrive("rose");
  const point = who.page.url();
  const expected = { "application/x-www-form-urlencoded": [403], "multipart/form-data": [403, 415], "text/plain": [403, 415] };
  for (const [encoding, statuses] of Object.entries(expected)) {
    const answered = who.page.waitForResponse((response) => response.request().method() === "POST");
    await who.page.goto(elsewhere("form", point, encoding)).catch(() => null);
    const status = (await answered).status();
    assert.ok(statuses.includes(status), `${encoding}: ${status}`);
  }
  await waitFor(() => who.page.url() === point, 10, "the refusal");
  await who.page.goto(point);
  assert.equal(await answer(who, "age").inputValue(), "");
  await who.close();
});

await test("the portal cannot be shown inside another site's page", async () => {
  const who = await visitor(browser, portal);
  for (const path of ["/fr/", "/espace/connexion"]) {
    await who.page.goto(elsewhere("frame", `${portal.url}${path}`));
    assert.equal(await who.page.frames()[1].locator("main").count(), 0, path);
    await waitFor(() => who.noise.some((line) => line.includes("frame-ancestors")), 10, "the browser's refusal");
    who.noise.length = 0;
  }
  await who.close();
});

await test("the script makes the console say nothing", () => assert.deepEqual(client.noise, []));

other.close();
await browser.close();
await portal.stop();
finish();
