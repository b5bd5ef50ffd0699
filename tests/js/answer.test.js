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

test("what answers much less well stays behind the button", () => {
  const [[best, ...others]] = asked("thee wedstrijd club ");
  assert.equal(best.location, "spel/#thee");
  const sections = others.filter(({ location }) => location.includes("#"));
  assert.ok(sections.length > 0);
  assert.ok(sections.every(({ score, also }) => score < 0.6 * best.score && !also));
});

test("where danger is meant what to do now comes first, and what is nearly as near below it", () => {
  const [[best, next]] = asked("club koopt bal trainer bewaart ", ["club"]);
  assert.deepEqual([best.location, best.also, next.location, next.also], ["spel/#bal", false, "spel/#club", true]);
});

test("where danger is meant the excerpt begins with whom to call, whatever words were asked", () => {
  const text = "Bel 112 of 101.\nZeg wat het gevaar is.\nWie geen hulp biedt bij gevaar, begaat een misdrijf.";
  const sections = [section("", ""), section("acuut", text), section("later", "Er is geen gevaar.\nVraag raad over het gevaar.")];
  const page = { url: "gevaar/", title: "Gevaar", summary: "", weight: 1, urgent: ["gevaar"], sections };
  const [[best, ...others]] = engine({ pages: [page], meanings: [] }).answer("is dit gevaar een misdrijf ").items;
  assert.match(best.text, /^<p>Bel 112 of 101\./u);
  assert.ok(others.every((each) => !/^<p>Bel/u.test(each.text)));
});
