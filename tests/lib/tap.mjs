// For tests in node:
//
//     import { test, finish } from "../lib/tap.mjs";
//     import assert from "node:assert/strict";
//
//     await test("opening a link consumes nothing", async () => { assert.equal(status, 200); });
//     finish();
//
// Each case prints `ok - name` or `not ok - name` and why.

import { setTimeout as pause } from "node:timers/promises";

let failed = 0;

export const build = process.env.PORTILLON_BUILD ?? `${process.cwd()}/build`;

export class Skip extends Error {}

export async function test(name, body) {
  try {
    await body();
    console.log(`ok - ${name}`);
  } catch (error) {
    if (error instanceof Skip) {
      console.log(`skip - ${name}: ${error.message}`);
      return;
    }
    failed += 1;
    console.log(`not ok - ${name}\n${error.stack ?? error}`);
  }
}

/** Tries until condition() gives something true, and gives it. */
export async function waitFor(condition, seconds = 10, what = "the condition") {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > end) throw new Error(`${what} did not come true in ${seconds} seconds`);
    await pause(20);
  }
}

export function finish() {
  process.exitCode = failed ? 1 : 0;
}
