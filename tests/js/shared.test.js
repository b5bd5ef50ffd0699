import assert from "node:assert/strict";
import { test } from "node:test";

import { run } from "./scripts.js";

const PARTS = "theme/assets/js/parts";
const page = run([`${PARTS}/shared.js`, `${PARTS}/dates.js`], { draaiboek: {} });

for (const [day, words] of [
  ["2026-01-01", "1 januari 2026"],
  ["2026-08-09", "9 augustus 2026"],
  ["2026-12-31", "31 december 2026"],
]) {
  test(`${day} is ${words}`, () => {
    assert.equal(page.draaiboek.longDate(day), words);
  });
}

const pattern = new RegExp(`^${page.draaiboekShared.edition}$`, "u");

for (const name of ["2026.1", "2026.12", "2026.1.1", "2099.99.99"]) {
  test(`${name} is the number of an edition`, () => {
    assert.match(name, pattern);
  });
}

for (const name of ["2026", "2026.0", "2026.1.0", "2026.100", "1999.1", "actueel", "2026.1a", "2026x1"]) {
  test(`${name} is no number of an edition`, () => {
    assert.doesNotMatch(name, pattern);
  });
}

test("nobody can change what is shared", () => {
  assert.ok(Object.isFrozen(page.draaiboekShared));
});
