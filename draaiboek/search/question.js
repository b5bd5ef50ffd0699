/**
 * Question: what a reader typed, as terms that the index can look up.
 *
 * A term is { text, read, found, weight, partly }: the word as typed and as it was read, a Map from words of the
 * guidebook to how sure we are that they are meant, how much the term counts, and whether only part of what was typed
 * is a word of the guidebook. Filler words hardly count, and everyday words less than others.
 */
(function (search) {
  "use strict";

  const { keys, tokens, isEveryday, isSeparable, isStopWord } = search.words;

  const FILLER = 0.25;
  const EVERYDAY = 0.4;
  const HALF = 0.5; // for a word of which only one half is known: uitnodigingsbrief
  const TAIL = 0.7; // if that is the last half, which says what it is: a voetbaltrainer is a trainer

  const MEANS = /\bw(?:uk|a(?:t|tte)?) (?:is|zijn) (?:dat|da|die|het)\b|\bwa(?:t|tte)? betekent?\b/i;
  const MEANING = "betekenis"; // the question that draaiboek/render/search_texts.py adds to each glossary entry

  /** @typedef {{folded: string, typed: string, piece?: boolean}} Typed a word of the question, folded and as it was typed, or a *piece* of one */

  /**
   * Return the terms of `text` and how its spelling was corrected.
   *
   * @param {string} text
   * @param {Vocabulary} vocabulary
   */
  function read(text, vocabulary) {
    const words = cut(text, vocabulary);
    const filling = words.every((word) => isStopWord(word.folded));
    const inPhrases = phrasesIn(words, vocabulary);
    const inPhrase = new Set(inPhrases.flatMap(({ places }) => places));
    /** @type {Correction[]} */
    const corrections = [];
    const terms = words.map((word, place) => {
      const filler = !filling && isStopWord(word.folded);
      const typing = place === words.length - 1 && !/\s$/.test(text);
      const found = filler
        ? new Map([[word.folded, 1]])
        : lookUp(word, typing, vocabulary, inPhrase.has(place) ? null : corrections);
      const meant = corrections.find(({ typed }) => typed === word.typed)?.meant;
      const partly = word.piece === true || (!filler && !meant && Math.max(0, ...found.values()) <= TAIL);
      return { text: word.typed, read: meant ?? word.folded, found, filler, weight: weightOf(word, filler), partly };
    });
    join(words, terms, vocabulary);
    joinVerbs(words, terms, vocabulary);
    replacePhrases(inPhrases, terms, vocabulary);
    askMeaning(text, terms, vocabulary);
    return { terms: terms.filter((term) => !term.filler || term.found.size), corrections };
  }

  /**
   * @param {Typed} word
   * @param {boolean} filler
   */
  function weightOf(word, filler) {
    if (filler) return FILLER;
    return isEveryday(word.folded) ? EVERYDAY : 1;
  }

  /**
   * Cut `text` into words. A word that the guidebook does not have is replaced by its pieces or halves, if it has
   * those.
   *
   * @param {string} text
   * @param {Vocabulary} vocabulary
   * @returns {Typed[]}
   */
  function cut(text, vocabulary) {
    return tokens(text).flatMap(({ word, parts, start, end }) => {
      const typed = text.slice(start, end);
      const typing = end === text.length;
      if (isStopWord(word) || vocabulary.expand(word, typing).size) return [{ folded: word, typed }];
      const pieces = parts.length ? parts : vocabulary.lexicon.split(word);
      return pieces ? pieces.map((piece) => ({ folded: piece, typed: piece, piece: true })) : [{ folded: word, typed }];
    });
  }

  /**
   * @param {Typed} word
   * @param {boolean} typing
   * @param {Vocabulary} vocabulary
   * @param {Correction[] | null} corrections to which a correction is added; null when the word must not be corrected
   */
  function lookUp(word, typing, vocabulary, corrections) {
    const found = vocabulary.expand(word.folded, typing);
    if (found.size || !corrections) return found;
    const nearest = vocabulary.nearest(word.folded);
    if (nearest.length) {
      corrections.push({ typed: word.typed, meant: nearest[0] });
      return vocabulary.correct(nearest);
    }
    const half = vocabulary.lexicon.half(word.folded);
    if (!half) return vocabulary.expand(word.folded, true);
    const share = word.folded.endsWith(half) ? TAIL : HALF;
    return new Map([...vocabulary.expand(half, false)].map(([other, sure]) => [other, sure * share]));
  }

  /**
   * Let two words that the guidebook writes as one also stand for that one: beroeps geheim.
   *
   * @param {Typed[]} words
   * @param {Term[]} terms
   * @param {Vocabulary} vocabulary
   */
  function join(words, terms, vocabulary) {
    for (let place = 0; place + 1 < words.length; place += 1) {
      for (const link of ["", "s"]) {
        const joined = words[place].folded + link + words[place + 1].folded;
        if (!vocabulary.words.has(joined) || joined.length < 6) continue;
        for (const term of [terms[place], terms[place + 1]]) {
          term.found.set(joined, 1);
          term.weight = 1;
          term.filler = false;
        }
      }
    }
  }

  /**
   * Let a verb that is separated from its prefix also stand for the whole verb: zegt … af, af te zeggen.
   *
   * @param {Typed[]} words
   * @param {Term[]} terms
   * @param {Vocabulary} vocabulary
   */
  function joinVerbs(words, terms, vocabulary) {
    words.forEach(({ folded: beginning }, at) => {
      if (!isSeparable(beginning)) return;
      const after = words[at + 1]?.folded === "te" ? [at + 2] : [];
      const before = [1, 2, 3, 4].map((back) => at - back);
      for (const place of [...after, ...before]) {
        const verb = words[place]?.folded;
        if (!verb || terms[place].filler) continue;
        const whole = vocabulary.expand(beginning + verb, false);
        whole.forEach((sure, word) => {
          terms[place].found.set(word, Math.max(sure, terms[place].found.get(word) ?? 0));
        });
        if (whole.size) return;
      }
    });
  }

  /**
   * Return the phrases of the vocabulary that occur in `words`, with the places of their words: openbaar ministerie.
   *
   * @param {Typed[]} words
   * @param {Vocabulary} vocabulary
   */
  function phrasesIn(words, vocabulary) {
    const found = [];
    for (const { phrase, single } of vocabulary.phrases) {
      for (let from = 0; from + phrase.length <= words.length; from += 1) {
        if (!phrase.every((word, offset) => isSame(words[from + offset].folded, word))) continue;
        found.push({ places: phrase.map((_, offset) => from + offset), single });
      }
    }
    return found;
  }

  /**
   * @param {string} word
   * @param {string} other
   */
  function isSame(word, other) {
    return word === other || (!isStopWord(word) && keys(word)[0] === keys(other)[0]);
  }

  /**
   * Let a phrase also stand for the words with the same meaning: openbaar ministerie and OM.
   *
   * @param {{places: number[], single: string[]}[]} phrases
   * @param {Term[]} terms
   * @param {Vocabulary} vocabulary
   */
  function replacePhrases(phrases, terms, vocabulary) {
    for (const { places, single } of phrases) {
      for (const term of places.map((place) => terms[place])) {
        if (term.filler) continue;
        single.forEach((word) => vocabulary.addForms(term.found, word, 0.9));
      }
    }
  }

  /**
   * Let "ocad wat is dat" and "wat betekent ocad" ask for the meaning of that word, which the glossary answers.
   *
   * @param {string} text
   * @param {Term[]} terms
   * @param {Vocabulary} vocabulary
   */
  function askMeaning(text, terms, vocabulary) {
    if (!MEANS.test(text) || terms.filter((term) => !term.filler && term.read !== MEANING).length !== 1) return;
    const filling = terms.find((term) => term.filler && term.read === "wat");
    if (filling) Object.assign(filling, { read: MEANING, found: vocabulary.expand(MEANING, false), filler: false, weight: 1 });
  }

  search.readQuestion = read;
})(self.draaiboekSearch);
