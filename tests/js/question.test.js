import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./scripts.js";

const { Vocabulary, readQuestion } = engine();
const WORDS = [
  ...["beroepsgeheim", "geheim", "casus", "overleg", "casusoverleg", "school", "scholen", "parket", "openbaar", "ministerie"],
  ...["om", "politie", "vertrouwelijk", "uitnodiging", "spreken"],
];
const vocabulary = new Vocabulary(WORDS, [["parket", "OM", "openbaar ministerie"], ["school", "onderwijs"]]);

/** @param {string} typed */
function read(typed) {
  const { terms, corrections } = readQuestion(typed, vocabulary);
  return {
    found: Object.fromEntries(terms.map((term) => [term.text, [...term.found.keys()]])),
    fillers: [...terms].filter((term) => term.filler).map((term) => term.text),
    corrections: [...corrections].map(({ typed: wrong, meant }) => `${wrong} > ${meant}`),
  };
}

test("the word itself is surer than a form, and a form surer than a compound", () => {
  const found = vocabulary.expand("overleg", false);
  assert.equal(found.get("overleg"), 1);
  const school = vocabulary.expand("school", false);
  assert.ok(Number(school.get("scholen")) < 1);
  assert.ok(Number(found.get("casusoverleg")) < Number(school.get("scholen")));
});

test("a word that is still being typed also stands for what begins so", () => {
  assert.ok(vocabulary.expand("vertr", true).has("vertrouwelijk"));
  assert.equal(vocabulary.expand("vertr", false).size, 0);
});

test("one or two typing errors are corrected, and said", () => {
  assert.deepEqual(read("beroepsgehiem ").corrections, ["beroepsgehiem > beroepsgeheim"]);
  assert.deepEqual(read("polite ").corrections, ["polite > politie"]);
  assert.deepEqual(read("xyzzy ").corrections, []);
});

test("a word with the same meaning is found, and so is an abbreviation for its phrase", () => {
  assert.ok(read("OM ").found.OM.includes("parket"));
  assert.ok(read("openbaar ministerie ").found.openbaar.includes("om"));
  assert.ok(read("onderwijs ").found.onderwijs.includes("school"));
});

test("two words that the text writes as one are found as one", () => {
  assert.ok(read("beroeps geheim ").found.geheim.includes("beroepsgeheim"));
});

test("words that fill a question hardly count, unless there are no others", () => {
  assert.deepEqual(read("mag ik spreken ").fillers, ["mag", "ik"]);
  assert.deepEqual(read("mag ik ").fillers, []);
  const [first, , last] = readQuestion("mag ik spreken ", vocabulary).terms;
  assert.ok(first.weight < last.weight / 3);
});

const everyday = new Vocabulary(
  ["gegevensbescherming", "minderjarige", "kinderen", "afzeggen", "weigeren", "uitnodiging", "politie", "privé", "moeder"],
  [["privacy", "gegevensbescherming"], ["kind", "minderjarige"], ["weigeren", "afzeggen"], ["politie", "flik"], ["praten", "klappen"]],
);

/** @param {string} typed */
function everydayWords(typed) {
  const { terms, corrections } = readQuestion(typed, everyday);
  return { words: [...terms].flatMap((term) => [...term.found.keys()]), corrections: [...corrections] };
}

test("a word with the same meaning counts too when the word itself occurs", () => {
  assert.ok(everydayWords("kinderen ").words.includes("minderjarige"));
});

test("a misspelled everyday word is read as that word, and stands for what it means", () => {
  const { words, corrections } = everydayWords("privacie ");
  assert.deepEqual(words, ["gegevensbescherming"]);
  assert.deepEqual(corrections.map(({ meant }) => meant), ["privacy"]);
});

test("a word that has a meaning is no misspelling of another", () => {
  assert.deepEqual(everydayWords("flikken ").corrections, []);
  assert.ok(everydayWords("flikken ").words.includes("politie"));
});

test("another letter makes another word, a letter beside it on the keyboard is an error", () => {
  assert.deepEqual(everydayWords("mieter ").corrections, []);
  assert.deepEqual(everydayWords("modder ").corrections, []);
  assert.deepEqual(everydayWords("minderjarihe ").corrections.map(({ meant }) => meant), ["minderjarige"]);
});

test("a verb that parted from its beginning is read as one", () => {
  assert.ok(everydayWords("ik zeg de uitnodiging af ").words.includes("weigeren"));
  assert.ok(everydayWords("af te zeggen ").words.includes("afzeggen"));
});

test("a word that only a phrase explains stands for the words of that phrase", () => {
  const known = new Vocabulary(["andere", "gemeenten", "cel"], [["intergemeentelijk", "andere gemeenten"]]);
  assert.ok(known.expand("intergemeentelijk", false).has("gemeenten"));
  assert.ok(!known.expand("cel", false).has("gemeenten"));
});

for (const [typed, asks] of /** @type {[string, boolean][]} */ ([
  ["LTF wat is dat", true], ["wat betekent LTF", true], ["watte is da LTF", true], ["wuk is da LTF", true], ["wat is dat met die LTF en de politie", false], ["wat doet LTF", false],
])) {
  test(`"${typed}" asks ${asks ? "" : "no more than "}what a word means`, () => {
    const known = new Vocabulary(["betekenis", "ltf", "politie", "wat", "doet"], [["betekenis", "betekent"]]);
    const words = [...readQuestion(`${typed} `, known).terms].flatMap((term) => [...term.found.keys()]);
    assert.equal(words.includes("betekenis"), asks);
  });
}

test("words that fill a French sentence are no subject", () => {
  const { fillers, corrections } = read("faut-il le dire à notre police ");
  assert.ok(fillers.includes("notre"));
  assert.ok(!corrections.some((each) => each.startsWith("notre")));
});

test("a very long word may have three errors, a shorter one may not", () => {
  const known = new Vocabulary(["terugkoppelingsfiche", "persoonsgegevens", "gemeente"], []);
  assert.deepEqual([...known.nearest("terugkopelinsfihe")], ["terugkoppelingsfiche"]);
  assert.deepEqual([...known.nearest("gmnte")], []);
});

test("of a long word the beginning may be wrong, of a short one it may not", () => {
  const known = new Vocabulary(["burgemeester", "uitnodiging", "moord"], []);
  for (const typed of ["urgemeester", "vburgemeester", "ubrgemeester"]) assert.deepEqual([...known.nearest(typed)], ["burgemeester"]);
  assert.deepEqual([...known.nearest("itnodiging")], ["uitnodiging"]);
  assert.deepEqual([...known.nearest("kurgemeester")], []);
  assert.deepEqual([...known.nearest("oord")], []);
});

test("what is spoken in Flanders is read as it is written, and is no subject", () => {
  for (const [spoken, written] of [["moek", "moet"], ["mak", "mag"], ["kzen", "is"], ["hebk", "heb"], ["wuk", "wat"]]) {
    const [first] = readQuestion(`${spoken} spreken `, vocabulary).terms;
    assert.deepEqual([first.read, first.filler], [written, true], spoken);
  }
});
