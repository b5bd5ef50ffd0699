import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./scripts.js";

const { words } = engine();

/** @param {string} text */
const folded = (text) => [...words.tokens(text)].map(({ word }) => word);

test("a word is compared without capitals, accents and signs inside it", () => {
  assert.deepEqual(folded("Cliënt LIVC-R, T.E.R. en 's avonds"), ["client", "livcr", "ter", "en", "s", "avonds"]);
});

test("a reference to an article is one word, however it is written", () => {
  assert.deepEqual(folded("art. 458ter, artikel 458ter en Art 3"), ["art458ter", "art458ter", "en", "art3"]);
});

test("a word with a hyphen also counts as its pieces, and keeps its place in the text", () => {
  const [token] = words.tokens("de LIVC-wet").slice(1);
  assert.deepEqual([...token.parts], ["livc", "wet"]);
  assert.equal("de LIVC-wet".slice(token.start, token.end), "LIVC-wet");
});

for (const [one, other] of [
  ["huis", "huizen"],
  ["straf", "straffen"],
  ["zaal", "zalen"],
  ["brief", "brieven"],
  ["delen", "deelt"],
  ["uitnodigen", "uitgenodigd"],
  ["spreker", "spreken"],
  ["kind", "kinderen"],
  ["lid", "leden"],
  ["lijst", "lijstje"],
  ["gast", "gastje"],
  ["nota", "notas"],
  ["spreken", "gesproken"],
  ["spreken", "sprak"],
  ["uitspreken", "uitgesproken"],
  ["bespreken", "besproken"],
  ["toelaten", "toegelaten"],
  ["slaan", "geslagen"],
  ["afdrukken", "afdrukbare"],
  ["458", "458ter"],
]) {
  test(`${one} and ${other} are forms of one word`, () => {
    const keys = new Set(words.keys(one));
    assert.ok(words.keys(other).some((key) => keys.has(key)), `${words.keys(one)} / ${words.keys(other)}`);
  });
}

for (const [one, other] of [
  ["politie", "politiek"],
  ["recht", "rechter"],
]) {
  test(`${one} and ${other} have not the same stem`, () => {
    assert.notEqual(words.stem(one), words.stem(other));
  });
}

test("words that fill a question are known", () => {
  assert.ok(["mag", "ik", "wanneer", "het"].every(words.isStopWord));
  assert.ok(!words.isStopWord("beroepsgeheim"));
});

for (const [typed, meant] of [["privacie", "privacy"], ["burgemeister", "burgemijster"], ["korpschev", "korpschef"], ["verplight", "verplicht"], ["trener", "trainer"], ["ouwers", "ouders"]]) {
  test(`${typed} sounds nearly like ${meant}`, () => {
    const [one, other] = [words.sound(typed), words.sound(meant)];
    assert.ok(one === other || (one.startsWith(other) && one.length - other.length === 1), `${one} ${other}`);
  });
}

for (const [one, other] of [["hoeft ge", "moet ik"], ["mogen wij", "kan jij"], ["who", "wie"], ["over hem", "about iemand"]]) {
  test(`“${one}” asks what “${other}” asks`, () => {
    assert.deepEqual(folded(one), folded(other));
  });
}

test("what French puts before a word is no part of it, and what points back is no subject", () => {
  assert.deepEqual(folded("l'école, d’âge, qu'un"), ["ecole", "age", "de"]);
  assert.ok(["daarvoor", "erbij", "ernaartoe"].every(words.isStopWord));
  assert.ok(!words.isStopWord("eraser"));
});

test("a knife is no French word for mine", () => {
  assert.deepEqual(folded("mes"), ["mes"]);
});

test("what is known is no law", () => {
  for (const [one, other] of [["weten", "wet"], ["weet", "wetten"]]) {
    const known = new Set(words.keys(one));
    assert.ok(!words.keys(other).some((key) => known.has(key)), `${one}, ${other}`);
  }
  assert.equal(words.keys("weet")[0], words.keys("weten")[0]);
});
