import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./scripts.js";

const TEXTS = {
  pages: [{ url: "tafel/", title: "Tafel", summary: "", weight: 1, sections: [{ id: "", title: "", text: "Wie zit er." }] }],
  meanings: [],
};

test("as a worker it gets its texts, says that it is ready, and answers each question", () => {
  /** @type {any[]} */
  const said = [];
  /** @type {string[]} */
  const loaded = [];
  /** @type {((event: object) => void)[]} */
  const heard = [];
  engine(TEXTS, "https:", {
    importScripts: (/** @type {string} */ name) => loaded.push(name),
    postMessage: (/** @type {any} */ message) => said.push(message),
    addEventListener: (/** @type {string} */ _name, /** @type {(event: object) => void} */ listener) => heard.push(listener),
  });
  assert.deepEqual(loaded, ["texts.js"]);
  assert.deepEqual(said.map(({ type }) => type), [1]);
  for (const data of [{ type: 2, data: "tafel" }, { type: 9, data: "tafel" }]) heard[0]({ data });
  assert.equal(said.length, 2);
  assert.equal(said[1].type, 3);
  assert.equal(said[1].data.items[0][0].location, "tafel/");
});
