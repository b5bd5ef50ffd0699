import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./scripts.js";

const { Lexicon } = engine();
const lexicon = new Lexicon(["overleg", "casus", "beroep", "geheim", "leerling", "verenig", "uitnodiging", "gegeven", "bescherming"]);

for (const [word, halves] of /** @type {[string, string[]][]} */ ([
  ["casusoverleg", ["casus", "overleg"]],
  ["beroepsgeheim", ["beroep", "geheim"]],
  ["leerlingengeheim", ["leerling", "geheim"]],
  ["gegevensbescherming", ["gegeven", "bescherming"]],
])) {
  test(`${word} is made of ${halves.join(" and ")}`, () => {
    assert.deepEqual([...(lexicon.split(word) ?? [])], halves);
  });
}

test("a word is no compound when half of it is unknown, or only bends the other half", () => {
  assert.equal(lexicon.split("overlegtafel"), null);
  assert.equal(lexicon.split("geheimlijk"), null);
});

test("of a compound with one unknown half the known half is found", () => {
  assert.equal(lexicon.half("uitnodigingsbrief"), "uitnodiging");
  assert.equal(lexicon.half("koffieoverleg"), "overleg");
  assert.equal(lexicon.half("fietsbel"), null);
});

test("an everyday word is no half that says something: weglopen is no lopen", () => {
  assert.equal(new Lexicon(["lopen"]).half("weglopen"), null);
});

test("the parts of a compound are those of its parts too", () => {
  const deep = new Lexicon(["casus", "overleg", "verslag", "casusoverleg"]);
  assert.deepEqual(new Set(deep.parts("casusoverlegverslag")), new Set(["casusoverleg", "verslag", "casus", "overleg"]));
});
