import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./scripts.js";

/**
 * @param {string} url
 * @param {string} title
 * @param {[string, string, string][]} sections
 * @param {Partial<PageText>} more
 * @returns {PageText}
 */
function page(url, title, sections, more = {}) {
  return { url, title, summary: "", weight: 1, sections: sections.map(([id, name, text]) => ({ id, title: name, text })), ...more };
}

const PAGES = [
  page("geheim/", "Beroepsgeheim", [
    ["", "", "Wie een beroepsgeheim heeft, zwijgt."],
    ["spreken", "Spreken mag soms", "Je mag spreken in een casusoverleg. Dat zegt art. 458ter."],
    ["noodtoestand", "Bij gevaar", "In nood mag je het beroepsgeheim doorbreken."],
  ]),
  page("tafel/", "Wie zit aan tafel", [
    ["", "", "De burgemeester zit voor."],
    ["parket", "Het openbaar ministerie", "Het parket kan aanwezig zijn."],
  ]),
  page("begrippen/", "Begrippen", [
    ["", "", "Beroepsgeheim: zwijgen over wat je hoort. Casusoverleg: samen praten. Parket: vervolgt."],
  ], { weight: 0.25 }),
  page("verloop/", "Verloop", [
    ["", "", "Eerst komt een uitnodiging."],
    ["lang", "Alles op een rij", `${"Wij leggen uit hoe het loopt. ".repeat(40)} Het parket komt ook.`],
    ["achteraf", "Achteraf", "De LTF volgt het op."],
    ["samen", "Samen", "Daarna komt de lokale taskforce samen."],
  ]),
];
const MEANINGS = [["LTF", "lokale taskforce"]];

const search = engine({ pages: PAGES, meanings: MEANINGS });
const index = new search.Index({ pages: PAGES, meanings: MEANINGS });

/** @param {string} question */
const urls = (question) => [...index.search(question).pages].map((found) => found.page.url);

/** @param {string} question */
const places = (question) => [...search.answer(question).items].map(([first]) => first.location);

test("the page that is called so comes first", () => {
  assert.equal(urls("beroepsgeheim ")[0], "geheim/");
  assert.equal(urls("wie zit aan tafel ")[0], "tafel/");
});

test("a page that counts less comes later, with the same words", () => {
  const found = urls("parket ");
  assert.ok(found.indexOf("begrippen/") > found.indexOf("tafel/"));
});

test("a short section that says it comes before a long one that mentions it", () => {
  assert.deepEqual(urls("parket ").filter((url) => url !== "begrippen/")[0], "tafel/");
});

test("a section that has all words of the question comes before one that has some", () => {
  assert.equal(places("spreken casusoverleg ")[0], "geheim/#spreken");
});

test("an article is found by its number, with and without art.", () => {
  assert.equal(places("art. 458ter ")[0], "geheim/#spreken");
  assert.equal(places("458ter ")[0], "geheim/#spreken");
});

const LEADS = [
  page("delen/", "Gegevens delen", [
    ["", "", "Gegevens delen met de school, de club en de ouders: de school bewaart gegevens lang."],
    ["ouders", "Ouders", "De ouders krijgen niets te lezen."],
    ["bewaren", "Bewaren", "De club bewaart gegevens kort."],
  ]),
];

test("who names a page gets its top, and who asks in a sentence the section of it that says most", () => {
  const leads = engine({ pages: LEADS });
  /** @param {string} question */
  const first = (question) => leads.answer(question).items[0][0].location;
  assert.equal(first("gegevens "), "delen/");
  assert.equal(first("gegevens delen "), "delen/");
  assert.equal(first("hoelang bewaart de school of de club gegevens "), "delen/#bewaren");
});

test("what is asked at another counter is doubted, unless a heading is about it or danger is meant", () => {
  /** @type {(more: [string, string, string], urgent?: string[]) => (question: string) => boolean} */
  const doubts = (more, urgent = []) => {
    const parts = page("club/", "De club en de school", [["", "", "De club helpt de school, ook met wat je wil aanvragen."], more], { urgent });
    const asked = new search.Index({ pages: [parts], meanings: [] });
    return (question) => asked.search(question).doubtful;
  };
  const other = doubts(["geld", "Geld", "De club geeft geen geld."]);
  assert.ok(!other("geld van de club en de school "));
  assert.ok(other("geld van de club en de school aanvragen "));
  assert.ok(!doubts(["geld", "Geld aanvragen", "De club geeft geld."])("geld van de club en de school aanvragen "));
  assert.ok(!doubts(["geld", "Geld", "De club geeft geld."], ["geld"])("geld van de club en de school aanvragen "));
});

test("of an urgent phrase only the first word may be meant by another", () => {
  const danger = page("gevaar/", "Gevaar", [["", "", "Hulp."], ["nu", "Nu", "De politie bellen."]], { urgent: ["politie bellen"] });
  const meanings = [["politie", "flikken"], ["bellen", "vertellen"]];
  const asked = new search.Index({ pages: [danger, ...PAGES], meanings });
  /** @param {string} question */
  const isUrgent = (question) => asked.search(question).pages.some(({ urgent }) => urgent);
  assert.ok(isUrgent("ik moet de flikken bellen "));
  assert.ok(!isUrgent("wat ik aan de politie zou vertellen "));
});

test("an abbreviation finds the section that only has the phrase", () => {
  const [{ sections }] = index.search("LTF ").pages;
  assert.deepEqual(new Set([...sections].map(({ section }) => section.id)), new Set(["achteraf", "samen"]));
});

test("what answers nothing gives no page, and neither does an empty question", () => {
  assert.deepEqual(urls("xyzzy "), []);
  assert.deepEqual(JSON.parse(JSON.stringify(search.answer("  "))), { items: [], doubtful: false, corrections: [], unknown: [] });
});

test("each page has one document without a place, and says which words it misses", () => {
  for (const found of search.answer("beroepsgeheim burgemeester ").items) {
    const [whole, ...others] = found.filter(({ location }) => !location.includes("#"));
    assert.equal(others.length, 0);
    const has = { beroepsgeheim: whole.location !== "tafel/", burgemeester: whole.location === "tafel/" };
    assert.deepEqual({ ...found[0].terms }, has);
  }
});

test("what was found is marked, and nothing of the text is taken for HTML", () => {
  const sure = new Map([["geheim", { text: "geheim", sure: 1 }]]);
  assert.equal(search.mark("Een <b>geheim</b> & meer", sure), "Een &#60;b&#62;<mark>geheim</mark>&#60;/b&#62; &#38; meer");
});

test("a teaser has the sentences with most of the question, in their own order", () => {
  const sure = new Map([["parket", { text: "parket", sure: 1 }], ["nood", { text: "nood", sure: 1 }]]);
  const text = "Eerst iets anders. Het parket belt. Nog iets. Bij nood bel je 112.";
  assert.equal(search.teaser(text, sure), "Het <mark>parket</mark> belt. … Bij <mark>nood</mark> bel je 112.");
});

test("a teaser tells a question with what follows it, and leaves nothing out where nothing is", () => {
  const sure = new Map([["club", { text: "club", sure: 1 }], ["gaan", { text: "gaan", sure: 1 }]]);
  const text = "Iets anders. Is je club niet gevraagd? Blijf dan thuis. Het bestuur kan gaan.";
  const asked = "Is je <mark>club</mark> niet gevraagd? Blijf dan thuis.";
  assert.equal(search.teaser(text, sure), `${asked} Het bestuur kan <mark>gaan</mark>.`);
  assert.equal(search.teaser("Een rij club\nWie kan gaan", sure), "Een rij <mark>club</mark> … Wie kan <mark>gaan</mark>");
});

test("a teaser does not end inside a quotation, nor begin in one without its mark", () => {
  const found = new Map([["parket", { text: "parket", sure: 1 }]]);
  const said = "Zeg: “Ik luister. Het parket niet. Dank u.” Ga dan weg.";
  assert.equal(search.teaser(said, found), "Zeg: “Ik luister. Het <mark>parket</mark> niet. Dank u.” Ga dan weg.");
  const early = search.teaser(`Zeg: “het parket ${"belt en ".repeat(50)}zwijgt.”`, found);
  assert.match(early, /^Zeg: “het <mark>parket<\/mark> belt .* …”$/u);
  const late = search.teaser(`Zeg: “${"wij bellen en ".repeat(50)}het parket zwijgt.” En ga.`, found);
  assert.match(late, /^… “bellen .*het <mark>parket<\/mark> zwijgt\.”$/u);
});

test("what says whose text follows, and the head of a table, are no part of a teaser", () => {
  const sure = new Map([["club", { text: "club", sure: 1 }]]);
  const text = "\tVoor de club\n\tDit is in de plaats van de kern.\nDe trainer kiest.\nHet bestuur van de club kan gaan.";
  assert.equal(search.teaser(text, sure, true), "De trainer kiest. Het bestuur van de <mark>club</mark> kan gaan.");
  assert.equal(search.teaser("\tVoor de club", sure, true), "Voor de <mark>club</mark>", "nothing else is there");
  assert.equal(search.teaser("", sure, true), "");
});

test("below a question a teaser begins with the answer, and below another heading with what was found", () => {
  const sure = new Map([["club", { text: "club", sure: 1 }], ["gaan", { text: "gaan", sure: 1 }]]);
  const text = "Nee. Iets over de club. De club kan gaan.";
  const found = "De <mark>club</mark> kan <mark>gaan</mark>.";
  assert.equal(search.teaser(text, sure, true), `Nee. … ${found}`);
  assert.equal(search.teaser(text, sure), `Iets over de <mark>club</mark>. ${found}`);
});

test("an abbreviation ends no sentence, and a long sentence is cut around what was found", () => {
  const sure = new Map([["parket", { text: "parket", sure: 1 }]]);
  assert.equal(search.teaser("Zie art. 3 en het parket.", sure), "Zie art. 3 en het <mark>parket</mark>.");
  const long = `${"woord ".repeat(60)}parket ${"woord ".repeat(60)}`.trim();
  const cut = search.teaser(long, sure);
  assert.match(cut, /^… .*<mark>parket<\/mark>.* …$/u);
  assert.ok(cut.length < 270);
});

for (const [protocol, expected] of [["https:", "tafel/"], ["file:", "tafel/index.html"]]) {
  test(`an answer of a page that was opened by ${protocol} leads to ${expected}`, () => {
    const [[first]] = engine({ pages: PAGES }, protocol).answer("tafel ").items;
    assert.equal(first.location, expected);
  });
}

const ASKED = [
  page("gevaar/", "Is er gevaar?", [
    ["", "", "Bel 112."],
    ["zorg", "Je maakt je zorgen", "Praat met een collega over je zorg."],
  ], { urgent: ["wapen", "hulp nu"] }),
  { ...page("vragen/", "Vragen", [
    ["", "", "Zoek je vraag."],
    ["vervanging", "Mag ik iemand in mijn plaats sturen?", "Vraag het aan de burgemeester."],
    ["collega", "Wie doet wat?", "Een collega zegt het aan een collega: elke collega telt."],
  ], { weight: 0.3 }) },
  page("rollen/", "Rollen", [
    ["", "", "De collega, de burgemeester en het wapen van de stad: iemand met een plaats, en wie sturen we."],
    ["burgemeester", "De burgemeester", "De burgemeester zit voor."],
  ]),
];
ASKED[1].sections[2].asked = ["mag ik met een collega praten"];
ASKED[2].sections[0].asked = ["chef"];

const asking = new search.Index({ pages: ASKED, meanings: [["politie", "flik"], ["burgemeester", "bourgmestre", "lord mayor"]] });

/** @param {string} question */
const answersOf = (question) =>
  [...asking.search(question).pages].map(({ page: { url }, sections: [best] }) => `${url}#${best?.section.id ?? ""}`);

test("a word that readers ask a section with is not missed there, and an everyday word nowhere", () => {
  const [[first]] = engine({ pages: ASKED }).answer("mag ik morgen met een collega praten over de stad ").items;
  assert.equal(first.location, "vragen/#collega");
  assert.deepEqual({ ...first.terms }, { collega: true, praten: true, stad: false });
});

test("a heading that is nearly the question comes first, whatever its page weighs", () => {
  assert.equal(answersOf("mag iemand in mijn plaats ")[0], "vragen/#vervanging");
});

test("a question that the page says readers ask comes first, with its section", () => {
  assert.equal(answersOf("mag ik daarover met een collega praten ")[0], "vragen/#collega");
});

test("one word that a page says readers type brings that page on top", () => {
  assert.equal(answersOf("chef ")[0], "rollen/#");
});

test("a word that may not wait brings its page on top, also misspelled, in the plural and beside other words", () => {
  for (const question of ["wapen ", "wapens ", "wappen ", "iemand heeft een wapen en de burgemeester weet het "]) {
    assert.match(answersOf(question)[0], /^gevaar\//u, question);
  }
  assert.match(answersOf("hulp nu ")[0], /^gevaar\//u);
  assert.doesNotMatch(answersOf("burgemeester ")[0], /^gevaar\//u);
});

test("a question of which the guidebook has next to no word has no answer, one with a strange word has", () => {
  assert.deepEqual(answersOf("recept pannenkoeken collega "), []);
  assert.deepEqual(answersOf("quidditch zwerkbal "), []);
  assert.ok(answersOf("burgemeester zwerkbal ").length);
});

test("that something is asked is no subject, and what a page is called is one beside a strange word", () => {
  assert.deepEqual(answersOf("hoe vraag ik de zwerkbal aan "), []);
  assert.ok(answersOf("gevaar zwerkbal ").length);
  assert.ok(answersOf("gevaar collega ").length);
});

test("a word of which only a part is known, or an everyday word, is no sign of an answer or of none", () => {
  assert.deepEqual(answersOf("zwerkbalbrief kampvuur "), []);
  assert.ok(answersOf("vergeten burgemeester ineens ").length);
});

test("what means danger is answered, also in words that the page does not list itself", () => {
  const pages = [
    page("gevaar/", "Gevaar", [["", "", "Bel."]], { urgent: ["wapen"] }),
    page("club/", "Club", [["", "", "Een speler van de club."], ["speler", "Een speler", "De speler speelt."]]),
  ];
  const { answer } = engine({ pages, meanings: [["wapen", "pistool"]] });
  assert.equal(answer("de speler heeft een pistool bij de zwerkbal ").items[0][0].location, "gevaar/");
});

test("what a reader means by another language is found, and nothing else is said to be meant", () => {
  for (const question of ["bourgmestre ", "lord mayor "]) {
    const { pages, corrections } = asking.search(question);
    assert.equal([...pages].length > 0, true, question);
    assert.deepEqual([...corrections], []);
  }
});

test("the answer says which words of the question stand for nothing", () => {
  const texts = engine({ pages: ASKED });
  assert.deepEqual([...texts.answer("burgemeester zwerkbal ").unknown], ["zwerkbal"]);
});

const DANGER = new search.Index({
  pages: [
    page("gevaar/", "Is er gevaar?", [
      ["", "", "Is er gevaar met een wapen of een bom? Schieten, schieten, schieten."],
      ["acuut", "Bel nu", "Bel 112."],
      ["later", "Niet meteen", "Praat over het schieten met je chef."],
    ], { urgent: ["wapen", "bom", "schieten", "niet meer leven"] }),
    page("bos/", "Het bos", [["", "", "Een boom in het bos leeft lang."], ["boom", "De boom", "Elke boom telt."]]),
  ],
  meanings: [["schieten", "shoot"]],
});

/** @param {string} question */
const danger = (question) => {
  const [{ page: { url }, sections: [best] }] = DANGER.search(question).pages;
  return `${url}#${best.section.id}`;
};

for (const question of [
  ...["hij wil iemand doodschieten ", "neergeschoten ", "he wants to shoot someone ", "bommen ", "de boom heeft een wapen "],
  ...["hij wil niet meer leven ", "schiten "],
]) {
  test(`“${question}” shows first what to do at once`, () => {
    assert.equal(danger(question), "gevaar/#acuut");
  });
}

test("what danger is answered with says of no word that it is missing", () => {
  const pages = [page("gevaar/", "Gevaar", [["", "", "Bel."], ["acuut", "Bel nu", "Bel 112."]], { urgent: ["schieten"] })];
  const [[first]] = engine({ pages, meanings: [] }).answer("hij wil iemand doodschieten ").items;
  assert.deepEqual([first.location, { ...first.terms }], ["gevaar/#acuut", {}]);
});

test("a word that only looks like one of danger is none", () => {
  assert.match(danger("een boom in het bos "), /^bos\//u);
});

test("a tree is no bomb, also where the guidebook has no tree", () => {
  const pages = [page("gevaar/", "Is er gevaar?", [["", "", "Bel."], ["acuut", "Een bom", "Bel 112."]], { urgent: ["bom"] })];
  const trees = new search.Index({ pages, meanings: [["boom", "bomen"]] });
  assert.deepEqual([...trees.search("boom planten ").pages, ...trees.search("bomen ").pages], []);
  assert.equal(trees.search("bommen ").pages.length, 1);
});

const PARTS = [
  page("tafel/", "De tafel", [
    ["", "", "De burgemeester en de school en de burgemeester en de school. Tafel, tafel."],
    ["hoe-lang", "De duur", "Een overleg duurt een uur."],
    ["school", "Wie stuurt de school", "De school stuurt de directeur."],
    ["verzwijgen", "Moet je alles zeggen?", "Neen."],
  ]),
  page("weer/", "Morgen", [["", "", "Neem je tijd."]]),
];
const parts = new search.Index({ pages: PARTS, meanings: [] });

/** @param {string} question */
const part = (question) => [...parts.search(question).pages].map(({ page: { url }, sections: [best] }) => `${url}#${best?.section.id}`);

test("the section that answers comes before the top of its page, which only names the words", () => {
  assert.equal(part("wie stuurt de school ")[0], "tafel/#school");
});

test("a heading that says je answers who says ik or ge", () => {
  assert.equal(part("hoef ik alles te zeggen ")[0], "tafel/#verzwijgen");
  assert.equal(part("moet ge alles zeggen ")[0], "tafel/#verzwijgen");
});

test("the words of an id are words of their own", () => {
  assert.ok(!parts.vocabulary.words.has("hoelang"));
  assert.equal(part("hoe lang duurt overleg ")[0], "tafel/#hoe-lang");
});

test("an everyday word in a sentence is no subject, alone it is", () => {
  assert.ok(parts.search("is er dan tijd ").doubtful);
  assert.equal(part("tijd ")[0], "weer/#");
  assert.ok(!parts.search("tijd ").doubtful);
});

test("of a title and a strange word beside it, something near is shown and no more is said", () => {
  const { doubtful, pages } = asking.search("burgemeester zwerkbal ");
  assert.deepEqual([doubtful, pages.length > 0], [true, true]);
});

test("what a Flemish reader speaks is read as what is written", () => {
  assert.equal(part("moete gulder alles zeggen ")[0], "tafel/#verzwijgen");
});

test("a light page gives way by less than its weight, so that it is found when it is the one", () => {
  const light = [
    page("bron/", "Bronnen", [["", "", "De kranten die we lazen, op een rij."]], { weight: 0.3 }),
    page("rest/", "Overleg", [["", "", "Vraag in het overleg naar de bronnen, en lees geen kranten: dat zegt de burgemeester."]]),
  ];
  const found = new search.Index({ pages: light, meanings: [] }).search("kranten als bronnen ").pages;
  assert.equal(found[0].page.url, "bron/");
});

test("what comes near is shown on three pages at most, with the word that it may be no answer", () => {
  const more = ["a/", "b/", "c/"].map((url) => page(url, url, [["", "", "Neem je tijd."]]));
  const five = new search.Index({ pages: [...PARTS, ...more], meanings: [] });
  const near = five.search("is er dan tijd ");
  assert.deepEqual([near.doubtful, near.pages.length], [true, 3]);
  const sure = five.search("tijd ");
  assert.deepEqual([sure.doubtful, sure.pages.length], [false, 4]);
});

test("a story that holds much else is answered when one place has enough of it", () => {
  const story = "de directeur stuurt onze school naar zwerkbal quidditch sneeuwballen kampvuur luchtballon ";
  assert.equal(part(story)[0], "tafel/#school");
});

test("of a compound that is not known its last word says what it is", () => {
  const trainers = new search.Index({
    pages: [
      page("sport/", "Sport", [["", "", "Wie sport."], ["functies", "Functies", "Elke trainer zwijgt."]]),
      page("bal/", "Voetbal", [["", "", "De bal is rond."]]),
    ],
    meanings: [],
  });
  const [first] = trainers.search("boogschuttrainer ").pages;
  assert.equal(first.page.url, "sport/");
});

test("what something is called comes before where it is only named", () => {
  const pages = [
    page("woorden/", "Woorden", [["", "", ""], ["casus", "Casus", "Wie besproken wordt."]], { weight: 0.4 }),
    page("verloop/", "Verloop", [["", "", "Een casus begint."], ["eind", "Het einde", "Dan sluit een casus."]], { weight: 0.4 }),
  ];
  const [first] = new search.Index({ pages, meanings: [] }).search("casus ").pages;
  assert.equal(`${first.page.url}#${first.sections[0].section.id}`, "woorden/#casus");
});

test("a word that is only begun has an answer already, and so has a compound with a known beginning", () => {
  assert.equal(part("scho")[0]?.split("#")[0], "tafel/");
  assert.equal(part("burgem")[0]?.split("#")[0], "tafel/");
  assert.equal(part("burgemeestersketting ")[0]?.split("#")[0], "tafel/");
});
