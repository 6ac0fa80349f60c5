// A portal of its own, a browser, and people who sit before it.
//
//     const portal = await startPortal();          // stopped by portal.stop()
//     const browser = await startBrowser();        // stopped by browser.close()
//     const client = await visitor(browser, portal, { script: false });
//     await client.open("/espace/connexion");
//     await see(client, "connexion");              // checks.mjs
//
// SHOTS=folder keeps a picture of each page that is seen.
import { execFile, spawn } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { build, waitFor } from "../lib/tap.mjs";
import { readMail } from "./mail.mjs";

const run = promisify(execFile);

export const PASSWORD = "une porte verte au fond du jardin"; // of clientAtPoint's
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

class Portal {
  constructor(process, facts) {
    Object.assign(this, { process, ...facts });
  }

  /** portillonctl's answer. */
  async ctl(...words) {
    const { stdout } = await run(`${build}/portillonctl`, ["--config", this.config, ...words], { env: { ...process.env, LC_ALL: "en" } });
    return stdout;
  }

  async adviser(email, firstName, lastName, language) {
    return link(await this.ctl("adviser", "create", "--email", email, "--first-name", firstName, "--last-name", lastName, "--language", language));
  }

  /** Creates and invites; the mail that arrives. */
  async invite(adviser, client, questionnaires) {
    const company = client.company ? ["--company", client.company] : [];
    await this.ctl("client", "create", "--adviser", adviser, "--email", client.email, "--first-name", client.firstName,
      "--last-name", client.lastName, "--language", client.language, ...company);
    await this.ctl("invite", client.email, ...(questionnaires ? ["--questionnaires", questionnaires] : []));
    return this.mailTo(client.email);
  }

  /** Every mail to the address. */
  mails(address) {
    const files = readdirSync(`${this.folder}/mail`).filter((name) => name.endsWith(".eml"));
    const mails = files.map((name) => readMail(readFileSync(`${this.folder}/mail/${name}`, "latin1")));
    return mails.filter((mail) => mail.to.includes(address));
  }

  /** The one mail to the address whose text contains the words, as soon as it is there. */
  async mailTo(address, words = "") {
    return waitFor(() => this.mails(address).find((mail) => mail.text.includes(words)), 20, `a mail to ${address}`);
  }

  /** The daemon's clock goes on from now + seconds; needs --clock. */
  setClock(seconds) {
    writeFileSync(`${this.folder}/clock.new`, `+${seconds}\n`);
    renameSync(`${this.folder}/clock.new`, `${this.folder}/clock`);
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.stdin.end();
    await ended;
  }
}

/** French spaces and apostrophes as they are typed. */
export function plain(text) {
  return text.replace(/[\u00a0\u202f]/g, " ").replaceAll("’", "'");
}

function withoutAnchor(url) {
  return url?.split("#")[0];
}

/** The first address in a text. */
export function link(text) {
  return text.match(/https?:\/\/\S+/)[0];
}

/** The options are those of tests/lib/stack.py. */
export async function startPortal(...options) {
  const child = spawn("python3", ["tests/lib/stack.py", ...options], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise((resolve, reject) => {
    lines.once("line", resolve);
    child.once("exit", (status) => reject(new Error(`stack.py ended with ${status}`)));
  });
  return new Portal(child, JSON.parse(line));
}

export async function startBrowser() {
  const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

/** Somebody before one browser window: `page`, what it complained of in `noise`, the page's source in `document`. */
class Visitor {
  constructor(portal, context, page, options) {
    Object.assign(this, { portal, context, page, options, noise: [], document: null, loads: 0 });
    page.on("load", () => (this.loads += 1));
    page.on("console", (message) => this.#hear(message));
    page.on("pageerror", (error) => this.noise.push(String(error)));
    page.on("response", (response) => this.#take(response));
  }

  /* A page that says no comes with a status that the console reports as well: that is no complaint. */
  #hear(message) {
    if (!["error", "warning"].includes(message.type())) return;
    const refused = message.text().startsWith("Failed to load resource") && withoutAnchor(message.location().url) === withoutAnchor(this.document?.url);
    if (!refused && !this.isOffline) this.noise.push(`${message.text()} (${message.location().url})`);
  }

  #take(response) {
    const request = response.request();
    if (!request.isNavigationRequest() || request.frame() !== this.page.mainFrame() || response.status() < 200) return;
    if (response.status() >= 300 && response.status() < 400) return;
    this.document = { url: response.url(), status: response.status(), source: response.text().catch(() => null) };
  }

  async open(path) {
    await this.page.goto(new URL(path, this.portal.url).href);
  }

  /** Does what leads to another page, and waits for that page. */
  async go(action) {
    const before = this.loads;
    await action();
    await waitFor(() => this.loads > before, 20, "another page");
  }

  async press(selector) {
    await this.go(() => this.page.locator(selector).click());
  }

  async signIn(email, password, door = "espace") {
    await this.open(`/${door}/connexion`);
    await this.submitPassword(email, password);
  }

  async submitPassword(email, password) {
    await this.page.locator("#email").fill(email);
    await this.page.locator("#mot-de-passe").fill(password);
    await this.press("main form button[type=submit]");
  }

  async title() {
    return plain(await this.page.title());
  }

  /** What is read there. */
  async text(selector = "main") {
    return plain(await this.page.locator(selector).innerText());
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  close() {
    return this.context.close();
  }
}

/** A new browser profile, so a new device: nothing is shared with the others. */
export async function visitor(browser, portal, { script = true, viewport = PHONE, language = "fr" } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: script, viewport, locale: language, reducedMotion: "reduce", hasTouch: viewport === PHONE });
  context.setDefaultTimeout(20000);
  return new Visitor(portal, context, await context.newPage(), { script, language, viewport });
}

/** A new client whom marc@cabinet.example asks to fill in the questionnaire, at its first point. */
export async function clientAtPoint(browser, portal, name, questionnaire, options) {
  const email = `${name}@client.example`;
  const invitation = await portal.invite("marc@cabinet.example", { email, firstName: name, lastName: "Garnier", language: "fr" }, questionnaire);
  const who = await visitor(browser, portal, options);
  who.email = email;
  await who.open(link(invitation.text));
  await who.page.locator("#mot-de-passe").fill(PASSWORD);
  await who.press("main form button[type=submit]");
  await who.press(".task-todo a.button");
  return who;
}

/** Fills in whatever of the answers the page asks for; gives the questions it filled in. */
export async function fill(page, answers) {
  const filled = [];
  for (const [id, answer] of Object.entries(answers)) {
    const fields = page.locator(`main [name="q.${id}"]:not([type=hidden])`);
    if ((await fields.count()) === 0) continue;
    const kind = await fields.first().getAttribute("type");
    if (kind === "radio" || kind === "checkbox") {
      for (const value of [answer].flat()) await page.locator(`main [name="q.${id}"][value="${value}"]`).check();
    } else {
      await fields.first().fill(String(answer));
    }
    filled.push(id);
  }
  return filled;
}
