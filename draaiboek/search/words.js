/**
 * Words: how a text or a question is cut into words, and which words are forms of one another.
 *
 * Words are compared in their folded form: lower case, no accents, no hyphens or points inside (A-B is ab, T.E.R. is
 * ter, cliënt is client). Two words belong together when they share a key (`keys`).
 */
(function (search) {
  "use strict";

  /** A reference to an article of law is one word: art. 458ter, artikel 3. */
  const REFERENCE = /^art(?:ikel|\.)?\s*(?=\d)/i;
  const WORD = /art(?:ikel|\.)?\s*\d[\p{L}\p{N}]*|[\p{L}\p{N}]+(?:['’.\-\u2011\u2013/][\p{L}\p{N}]+)*/giu;
  const INSIDE = /['’.\-\u2011\u2013/]/;
  const POSSESSIVE = /['’]s$/i;
  const ELISION = /^(?:[cdjlmnst]|qu)['’](?=\p{L}{2})/iu; // French: l'école, d'âge

  /** Words that questions are full of and that say nothing about their subject; those of SAME and POINTER are too. */
  const STOP_WORDS = new Set(
    ("aan al alle alleen als alsof altijd art artikel ander andere anders bij bijna dan der doch door dus eens eigenlijk " +
    "elk elke en enkel even ga gaat gelden geldt graag hen hoeveel hoezo iets in indien ja kun maar mee meer men met " +
    "misschien na naar niemand nog nou nu of om omdat onder ook op paar rond s sinds soms te tegen ten ter tijdens toch " +
    "toen tot tussen uit van vanaf veel volgens voor vooral weer wel welk welke zei zelf zo zodat zonder zulke " +
    // the spoken language of Flanders
    "allee allemaal amai echt efkes effe effen es eventjes gade geweest gewoon gwn mss ofda omda asda idd ofzo nekeer " +
    "hare heel hunder hunne ist wrm zijne zomaar zon zoiets " +
    // English and French, for those who ask in these languages
    "and for to why with you au aux avec cest dans des dont du elle et faut il leur ma notre nous on ou par pas pour " +
    "sa se ses si son sur votre vous allowed an any be been by from has he her his if it its not of our she their them " +
    "they us will would"
    ).split(" "),
  );

  /**
   * Words that vary with the speaker but mean the same in a question: a heading says "je" where its reader says "ik" or
   * "ge", and "moet" where another says "hoeft". Each word of a line is read as the first one.
   */
  const SAME = new Map(
    [
      "ik wij we mij me je jij jou ge gij u mezelf jezelf i k ikke ekik kga wulder gulder gelle gullie ulle ulder",
      "mijn onze ons jouw jouwe jullie uw uwe mijne mijnen onzen my your mon",
      "iemand hij zij ze hem em m haar ie hun zich",
      "mag mogen moogt moogde magek magk mak mogek kmag kank kannek kunnek mocht mochten kan kunde kunnen kunt kon konden can may puis peut",
      "moet moeten moest moesten moe moete moetek moetk moek moeme mutte kmoet hoeft hoeven hoef must should dois doit",
      "is ben bent benk bennek kben kzen kzijn zenk zede zedde tis zijde zijn was waren zijt are est suis",
      "heb hebt heeft hebben had hadden gehad hedde hebde hebk hebbek hek kheb kem have ai",
      "word wordek wordk wordt worden werd werden",
      "zal zalk zullen zulle zou zouden zouk zoudt",
      "wil willen wilt wilde wilden wilk wou kwil",
      "doe doet doen deed deden do does",
      "zit zitten zat zaten kzit",
      "laat laten liet",
      "niet geen ni nie niemer nimeer",
      "niets niks",
      "de het een n ne nen den t the a un une le la les",
      "dit dat die deze da dees diene dienen dieje this that ce",
      "er daar hier doar ginder",
      "wie who qui",
      "wat wa wuk watte what quoi que quel quelle",
      "hoe oe how comment",
      "waar woar where",
      "wanneer wnr when quand",
      "over erover daarover hierover about omtrent",
    ].flatMap((line) => line.split(" ").map((word) => /** @type {[string, string]} */ ([word, line.split(" ")[0]]))),
  );

  /** Pronominal adverbs, which refer to something said before: daarvoor, erbij, hieruit. */
  const POINTER = /^(?:daar|er|hier|waar)(?:aan|achter|af|bij|binnen|door|heen|in|langs|mee|na|naar|naartoe|om|onder|op|over|tegen|toe|tussen|uit|van|voor)$/;

  /** Separable prefixes of verbs: uitnodigen, uitgenodigd. */
  const SEPARABLE = "aan|af|bij|binnen|dood|door|in|mee|mede|na|neer|om|op|over|samen|tegen|terug|toe|uit|vast|voor|weg";
  const BEGINNING = new RegExp(`^(?:${SEPARABLE})$`);
  const PARTICIPLE = new RegExp(`^(${SEPARABLE}|)ge(.{3,}[dt])$`);

  const BEFORE_A_VERB = new RegExp(`^(?:(?:${SEPARABLE})(?:be|ver|ont)?|be|ver|ont|her|er)?`);

  /** Diminutives: lijstje, gastjes, vriendinnetje. */
  const DIMINUTIVE = /^(.{3,}?)(?:et|t|p)?jes?$/;

  /** Plurals that no ending explains. */
  const IRREGULAR = new Map([["leden", "lid"], ["steden", "stad"]]);

  /** Words that would get the stem of another word: boom (tree) is not bom (bomb), weten (to know) is not wet (law). */
  const OWN_STEM = new Map([["boom", "boom"], ["bomen", "boom"], ["weten", "weten"], ["weet", "weten"]]);

  /** Strong verbs: the infinitive, then the past tense and the participle without ge-, which no ending explains. */
  const STRONG = new Map(
    ("bieden bood boden, bijten beet beten, blijven bleef bleven, breken brak braken broken, brengen bracht brachten, " +
    "buigen boog bogen, denken dacht dachten, doen deed deden daan, dragen droeg droegen, drijven dreef dreven, " +
    "dwingen dwong dwongen, eten at aten geten, gaan ging gingen, geven gaf gaven, grijpen greep grepen, hangen hing hingen, " +
    "helpen hielp hielpen holpen, houden hield hielden, kiezen koos kozen, kijken keek keken, komen kwam kwamen, " +
    "krijgen kreeg kregen, laten liet lieten, lezen las lazen, liegen loog logen, liggen lag lagen legen, lijden leed leden, " +
    "lopen liep liepen, nemen nam namen nomen, roepen riep riepen, schenden schond schonden, schieten schoot schoten, " +
    "schrijven schreef schreven, schrikken schrok schrokken, slaan slaat sloeg sloegen slagen, slapen sliep sliepen, " +
    "sluiten sloot sloten, snijden sneed sneden, spreken sprak spraken sproken, staan stond stonden, " +
    "steken stak staken stoken, stelen stal stalen stolen, sterven stierf stierven storven, treffen trof troffen, " +
    "trekken trok trokken, vallen viel vielen, vangen ving vingen, vechten vocht vochten, verliezen verloor verloren, " +
    "vergeten vergat vergaten, verdwijnen verdween verdwenen, vinden vond vonden, vliegen vloog vlogen, vragen vroeg vroegen, " +
    "weten wist wisten, werpen wierp wierpen worpen, wijzen wees wezen, winnen won wonnen, zeggen zei zeiden, " +
    "zenden zond zonden, zien zag zagen, zitten zat zaten zeten, zoeken zocht zochten, zwijgen zweeg zwegen")
      .split(", ")
      .flatMap((verb) => {
        const [infinitive] = verb.split(" ");
        return verb.split(" ").map((form) => /** @type {[string, string]} */ ([form, infinitive]));
      }),
  );

  /** An article of law inserted between two others: 458ter comes with 458. */
  const ARTICLE = /^((?:art)?\d{2,})(bis|ter|quater|quinquies|sexies)$/;

  /**
   * Everyday words: if the guidebook does not have one, that is not a sign that it does not answer.
   */
  const EVERYDAY = new Set(
    ("achteraf beetje beginnen begint begonnen beter binnenkort blijkbaar blijven brengen daarnet denken dikwijls ding dingen durf durven " +
    "eerlijk eerst eerste elkaar erbij ergens eventueel fijn gebeuren gebeurt gebeurde gelijk geloof gemakkelijk genoeg gisteren hierboven hieronder " +
    "goed goede groot grote heel hele helemaal heet heten houden ineens jaar jaren kennen keer kijken klein kleine komen komt kreeg " +
    "krijg krijgen krijgt laatste lang lastig later leggen letten liever liggen lijkt lopen lukt maakt maken maak meestal meneer " +
    "mensen mevrouw moeilijk moment morgen nemen nieuw nieuwe nooit nodig ofwel omgaan ooit opeens opletten plots precies proberen raakt " +
    "geraakt roept roepen sommige soort slecht slechte snel staan staat steeds stellen straks sturen thuis tijd tof toevallig trekt " +
    "trekken vaak vallen valt vandaag vergeten verder vind vinden vlug volgende volledig voelen voorbij vorige vorig waarschijnlijk " +
    "week weken weet weten werkt zag zeer zeker zet zetten zie zien ziet zoek zoeken zogezegd zowel toegelaten vh vd").split(" "),
  );

  /** What is asked at another counter, of a town hall or an employer: permits, fees, opening hours, jobs. */
  const COUNTER = new RegExp(
    "^(?:aanvra(?:ag|gen)|inschrijv(?:en|ing|ingen)|reserv(?:eren|atie)|openings?uren|uurrooster|wachtlijst|tarie(?:f|ven)|" +
    "(?:kost)?prij(?:s|zen)|salaris|wedde|verdien(?:t|en)?|vacatures?|sollicit.*|belasting.*|paspoort|identiteitskaart|" +
    "rijbewijs|parkeer.+|parkeren|.*vergunning|huisvuil|uitslag|tickets?|abonnement|studietoelage|opzegtermijn)$",
  );

  const stemmer = new DutchPorterStemmer();
  /** @type {Map<string, {word: string, parts: string[]}>} */
  const knownWords = new Map();
  /** @type {Map<string, string[]>} */
  const knownKeys = new Map();
  /** @type {Map<string, string>} */
  const knownStems = new Map();

  /**
   * Return `text` in lower case, without accents and without the punctuation inside words.
   *
   * @param {string} text
   */
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f'’.\-\u2011\u2013/]/g, "").toLowerCase();
  }

  /**
   * Return the words of `text` in order: `word` is folded; `parts` are the folded pieces of a word with a hyphen or a
   * slash (kader-wet: kader, wet); `start` and `end` are offsets in `text`.
   *
   * @param {string} text
   */
  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const { word, parts } = read(match[0]);
      found.push({ word, parts, start: match.index, end: match.index + match[0].length });
    }
    return found;
  }

  /** @param {string} text */
  function read(text) {
    let known = knownWords.get(text);
    if (!known) knownWords.set(text, (known = cut(text)));
    return known;
  }

  /** @param {string} text */
  function cut(text) {
    const bare = text.replace(POSSESSIVE, "").replace(ELISION, "");
    if (REFERENCE.test(bare)) {
      const number = fold(bare.replace(REFERENCE, ""));
      return { word: `art${number}`, parts: [number] };
    }
    const pieces = INSIDE.test(bare) ? bare.split(INSIDE).map(fold) : [];
    const word = fold(bare);
    return { word: SAME.get(word) ?? word, parts: pieces.filter((piece) => piece.length > 1 || /\d/.test(piece)) };
  }

  /**
   * Level out spellings that Dutch changes in inflection: vlees/vlezen, zaal/zalen, straf/straffen.
   *
   * @param {string} text a stem
   */
  function level(text) {
    return text.replace(/([a-z])\1+/g, "$1").replace(/v$/, "f").replace(/z$/, "s").replace(/dt$/, "d");
  }

  /** @param {string} word */
  function stem(word) {
    let known = knownStems.get(word);
    if (known === undefined) knownStems.set(word, (known = OWN_STEM.get(word) ?? level(stemmer.stemWord(word))));
    return known;
  }

  /**
   * Return the keys of `word`: first its stem, then the stems of the words of which it may be a form.
   *
   * The Snowball stemmer does not remove the endings of many forms (deelt, notities, uitgenodigd), so they are tried
   * too.
   *
   * @param {string} word
   */
  function keys(word) {
    let known = knownKeys.get(word);
    if (!known) {
      known = [...new Set([stem(word), ...forms(word).map(stem)])].filter((key) => key.length > 2 || key === word);
      knownKeys.set(word, known);
    }
    return known;
  }

  /** @param {string} word */
  function forms(word) {
    const article = ARTICLE.exec(word);
    if (article) return [article[1]];
    /** @type {string[]} */
    const found = [];
    const irregular = IRREGULAR.get(word);
    if (irregular) found.push(irregular);
    if (/\d/.test(word) || word.length < 5) return found;
    if (/[^dt]t$|d$/.test(word)) found.push(word.slice(0, -1));
    if (word.length > 5 ? /[aeiou]s$/.test(word) : /[aio]s$/.test(word)) found.push(word.slice(0, -1));
    if (/..eren$/.test(word)) found.push(word.slice(0, -4)); // kinderen, signaleren
    const small = DIMINUTIVE.exec(word);
    if (small) found.push(small[1], `${small[1]}t`);
    const quality = /^(.{4,}?)ba(?:ar|re)$/.exec(word); // afdrukbaar, bespreekbare
    if (quality) found.push(`${quality[1]}en`, quality[1]);
    found.push(...infinitives(word));
    const doer = /^(.{2,}(?!ig)..)ers?$/.exec(word);
    if (doer) found.push(doer[1]);
    const participle = PARTICIPLE.exec(word);
    if (participle) found.push(participle[1] + participle[2], participle[1] + participle[2].slice(0, -1));
    return found;
  }

  /**
   * Return the infinitives of which `word` may be a form: sprak, gesproken, uitgesproken, besproken.
   *
   * @param {string} word
   */
  function infinitives(word) {
    const [before] = /** @type {RegExpExecArray} */ (BEFORE_A_VERB.exec(word));
    /** @type {string[]} */
    const found = [];
    for (const start of new Set(["", before])) {
      const rest = word.slice(start.length);
      for (const form of [rest, rest.replace(/^ge/, "")]) {
        const infinitive = STRONG.get(form);
        if (infinitive) found.push(start + infinitive);
      }
    }
    return found;
  }

  /** @param {string} word */
  function isStopWord(word) {
    return STOP_WORDS.has(word) || SAME.has(word) || POINTER.test(word);
  }

  /** @param {string} word */
  function isEveryday(word) {
    return EVERYDAY.has(word);
  }

  /** @param {string} word */
  function isOfAnotherCounter(word) {
    return COUNTER.test(word);
  }

  /**
   * Letters that sound alike in Dutch are often typed for one another: privacie, korpschev, gevaarluk. In this order.
   *
   * @type {[RegExp, string][]}
   */
  const SOUNDS = [
    [/ai/g, "e"], // trainer
    [/oud(?=e)/g, "ouw"], // colloquial: ouwers, houwen
    [/oed(?=e)/g, "oei"],
    [/sch(?=[^aeiou]|$)/g, "s"],
    [/ch|gh|g/g, "g"],
    [/c(?=[eiy])/g, "s"],
    [/c|q/g, "k"],
    [/ks/g, "x"],
    [/ph/g, "f"],
    [/th/g, "t"],
    [/ij|ei/g, "y"],
    [/ie|i(?!e)|y$/g, "i"],
    [/ou|au/g, "ou"],
    [/v/g, "f"],
    [/z/g, "s"],
    [/d(?=t?$)/g, "t"],
    [/(.)\1+/g, "$1"],
  ];

  /**
   * Return the sound of `word`: words that are spelled differently but sound alike give the same result.
   *
   * @param {string} word
   */
  function sound(word) {
    return SOUNDS.reduce((text, [from, to]) => text.replace(from, to), word);
  }

  /** @param {string} word */
  function isSeparable(word) {
    return BEGINNING.test(word);
  }

  search.words = { fold, tokens, keys, stem, sound, isSeparable, isStopWord, isEveryday, isOfAnotherCounter };
})((self.draaiboekSearch = /** @type {SearchEngine} */ ({}))); // each of the other files adds its part
