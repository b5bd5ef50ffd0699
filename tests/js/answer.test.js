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

const section = (/** @type {string} */ id, /** @type {string} */ text) => ({ id, title: id, text });
const GAME = [
  section("", ""),
  section("bal", "De bal is van de club en de spelers krijgen de bal van de trainer."),
  section("club", "De club koopt een bal en de trainer bewaart hem."),
  section("trainer", "De trainer kiest een bal voor de spelers."),
  section("spelers", "Spelers en trainer delen een bal."),
  section("thee", "Na de wedstrijd is er thee, niet van de club."),
];

/** @type {(question: string, urgent?: string[]) => any[][]} */
const asked = (question, urgent = []) => {
  const page = (/** @type {string} */ url) => ({ url, title: url, summary: "", weight: 1, urgent, sections: GAME });
  const pages = [page("spel/"), { ...page("sport/"), weight: 0.9, urgent: [] }];
  return engine({ pages, meanings: [] }).answer(question).items;
};

test("the first page names at most two more sections that answer nearly as well, and no other page does", () => {
  const [first, second] = asked("bal club spelers trainer ");
  const [best, ...others] = first.filter(({ location }) => location.includes("#"));
  assert.equal(first[0], best);
  const also = others.filter((each) => each.also);
  assert.equal(also.length, 2);
  assert.deepEqual(also, others.slice(0, 2));
  assert.ok(also.every(({ score }) => score < best.score && score >= 0.6 * best.score));
  assert.ok(others.length > also.length);
  assert.deepEqual(others.filter(({ score }) => score < 0.6 * best.score).map(({ location }) => location), ["spel/#thee"]);
  assert.ok(!second.some((each) => each.also));
});

test("where danger is meant one answer stands alone", () => {
  assert.ok(asked("bal club spelers trainer ", ["bal"]).flat().every((each) => !each.also));
});
