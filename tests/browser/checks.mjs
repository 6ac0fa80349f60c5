// What every page must be: valid, accessible, without complaints in the console, without scrolling sideways on a phone, usable by
// keyboard. A page is checked once for each template, language, and with or without script; its colours and its keys once for each
// template.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
/* The relaxations of html-validate's recommended rules: a title names the point, the questionnaire and the firm, and has the length
 * of these; the boxes of one question have one name, with a hidden field that says the question was on the page. */
const rules = JSON.parse(readFileSync(new URL(".htmlvalidate.json", import.meta.url), "utf8"));
const validator = new HtmlValidate(new StaticConfigLoader(rules));
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = 360;
const WIDE = 1280;

const problems = [];
const seen = new Set();
const templates = new Set();

/* What a page is not is kept for the end, so that the story goes on. */
async function note(body) {
  try {
    await body();
  } catch (error) {
    problems.push(error.code === "ERR_ASSERTION" ? error.message : error.stack);
  }
}

function none(list, what) {
  assert.ok(list.length === 0, `${what}:\n    ${list.join("\n    ")}`);
}

/** Fails with all that was wrong with the pages seen so far. */
export function assertFlawless() {
  assert.ok(seen.size > 0, "pages were seen");
  none(problems, "every page is as it should be");
}

/** Checks the page the visitor has before them. `name` is its template and state. */
export async function see(visitor, name) {
  const { page, options } = visitor;
  await note(() => isSilent(visitor, name));
  const key = `${name} ${await page.locator("html").getAttribute("lang")}${options.script ? "" : " sans script"}`;
  if (seen.has(key)) return;
  seen.add(key);
  const isFirst = !templates.has(name);
  templates.add(name);
  await note(() => isValid(visitor, key));
  await inPrivate(visitor, async (evaluate) => {
    await page.setViewportSize({ width: NARROW, height: 740 });
    await note(() => fits(evaluate, key));
    await note(() => isAccessible(evaluate, key, RULES));
    if (isFirst) await hasContrast(page, evaluate, key);
  });
  await keepPictures(page, key);
  if (isFirst) await note(() => hasKeyboard(page, key));
  await page.setViewportSize(options.viewport);
  await note(() => isSilent(visitor, key));
}

/* What the console says is told once. */
async function isSilent({ noise }, key) {
  const said = noise.splice(0);
  none(said, `${key}: the console is silent`);
}

/** What is wrong with a page's HTML, a line each. */
export async function validate(source) {
  const report = await validator.validateString(source);
  return report.results.flatMap((result) => result.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

async function isValid(visitor, key) {
  const source = await visitor.document.source;
  assert.ok(source, `${key}: its source was read`);
  none(await validate(source), `${key}: valid HTML`);
}

/* The checks run in a world of their own, where the page's policy and its scripts do not reach. In a browser without script no
 * timer ever ends there: what is put off is done at the next occasion instead. */
const SHIM = "globalThis.setTimeout = (f, _, ...rest) => (Promise.resolve().then(() => f(...rest)), 0)";
async function inPrivate({ page, context, options }, body) {
  const session = await context.newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  const world = await session.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "checks" });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate",
      { contextId: world.executionContextId, expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await evaluate(`${options.script ? "" : SHIM}; ${axe}; 0`);
  await body(evaluate);
  await session.detach();
}

async function isAccessible(evaluate, key, rules) {
  const violations = await evaluate(`axe.run(document, { preload: false, resultTypes: ["violations"], runOnly: ${JSON.stringify(rules)} }).then((r) =>
    r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + ": " + n.failureSummary)))`);
  none(violations, `${key}: accessible`);
}

async function hasContrast(page, evaluate, key) {
  for (const [colorScheme, width] of [["dark", NARROW], ["dark", WIDE], ["light", WIDE]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await note(() => isAccessible(evaluate, `${key}, ${colorScheme}, ${width} px`, ["color-contrast"]));
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/* A link inside a sentence may be as small as its text (WCAG 2.2, 2.5.8); a box to tick has its label's size as well, and a link
 * that is stretched over its card the card's. */
function misfits(width) {
  const isInSentence = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline" &&
    (e.closest(".prose p, .prose li") || Array.from(e.parentElement.childNodes).some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim() !== ""));
  const size = (e) => {
    const card = getComputedStyle(e, "::after").position === "absolute" ? [e.offsetParent] : [];
    const boxes = [e, ...(e.labels ?? []), ...card].map((b) => b.getBoundingClientRect());
    return Math.min(Math.max(...boxes.map((b) => b.width)), Math.max(...boxes.map((b) => b.height)));
  };
  const name = (e) => `${e.tagName.toLowerCase()}${e.id && `#${e.id}`} ${e.textContent.trim().slice(0, 40)}`;
  const targets = Array.from(document.querySelectorAll("a[href], button, input, select, textarea, summary"))
    .filter((e) => e.checkVisibility() && e.tabIndex >= 0 && !e.closest(".visually-hidden") && !isInSentence(e));
  const small = targets.filter((e) => !e.matches(".skip") && size(e) < 24).map((e) => `${name(e)}: ${size(e)} px`);
  const scroll = document.documentElement.scrollWidth;
  return { small, wide: scroll > width ? [`${scroll} px`] : [] };
}

async function fits(evaluate, key) {
  const found = await evaluate(`(${misfits})(${NARROW})`);
  none(found.wide, `${key}: no scrolling sideways at ${NARROW} px`);
  none(found.small, `${key}: targets of 24 px`);
}

/* How the focused element can be told from the others: an outline or a shadow, its own or of what stands for it. */
function focusMark() {
  const e = document.activeElement;
  if (e === document.body) return null;
  const shows = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const marked = [e, ...(e.labels ?? []), ...e.querySelectorAll("*"), e.parentElement].some((x) =>
    shows(getComputedStyle(x)) || shows(getComputedStyle(x, "::after")));
  const box = e.getBoundingClientRect();
  const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { name: `${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 30)}`, marked, inSight, isSkip: e.matches(".skip") };
}

async function hasKeyboard(page, key) {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
  });
  await page.keyboard.press("Tab");
  const first = await page.evaluate(focusMark);
  assert.ok(first?.isSkip && first.inSight, `${key}: the first key leads to the skip link, which shows itself (${JSON.stringify(first)})`);
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press("Tab");
    const mark = await page.evaluate(focusMark);
    if (!mark || mark.isSkip) break;
    assert.ok(mark.marked && mark.inSight, `${key}: the focus is seen: ${JSON.stringify(mark)}`);
  }
  await page.locator(".skip").focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "contenu", `${key}: the skip link skips`);
}

async function keepPictures(page, key) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [NARROW, WIDE]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({ path: `${folder}/${key.replaceAll(/[^\w-]+/g, "_")}.${width}.${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
}
