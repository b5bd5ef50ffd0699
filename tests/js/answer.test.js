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

test("in the reading of all sectors the badge stands once: at the page, or at a sector's piece of everyone's page", () => {
  const sections = (/** @type {string} */ of) => [
    { id: "", title: "", text: "" },
    { id: "a", title: "Kleedkamer", text: "Zwijg in de kleedkamer.", ...(of && { of, under: "Onderweg" }) },
  ];
  const pages = [
    { url: "sport/", title: "Sport", summary: "", weight: 1, of: "sport", sections: sections("") },
    { url: "delen/", title: "Delen", summary: "", weight: 1, sections: sections("sport") },
  ];
  const { answer } = engine({ pages, meanings: [], sectors: { sport: { title: "Sport", colour: "groen" } } });
  const badges = Object.fromEntries(
    answer("kleedkamer").items.flat().map(({ location, of }) => [location.replace(/\?[^#]*/u, ""), of?.title]),
  );
  assert.deepEqual(badges, { "sport/": "Sport", "sport/#a": undefined, "delen/": undefined, "delen/#a": "Sport" });
});
