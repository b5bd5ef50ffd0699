/**
 * Question: what a reader typed, as terms that the index can look up.
 *
 * A term is { text, found, weight }: the word as typed, a Map from words of the guidebook to how sure we are that they
 * are meant, and how much the term counts. Words that fill every question hardly count.
 */
(function (search) {
  "use strict";

  const { tokens, isStopWord } = search.words;

  const FILLER = 0.12;

  /** @typedef {{folded: string, typed: string}} Typed a word of the question, folded and as it was typed */

  /**
   * Return the terms of `text` and how its spelling was corrected.
   *
   * @param {string} text
   * @param {Vocabulary} vocabulary
   */
  function read(text, vocabulary) {
    const words = cut(text, vocabulary);
    const filling = words.every((word) => isStopWord(word.folded));
    /** @type {Correction[]} */
    const corrections = [];
    const terms = words.map((word, place) => {
      const filler = !filling && isStopWord(word.folded);
      const typing = place === words.length - 1 && !/\s$/.test(text);
      const found = filler
        ? new Map([[word.folded, 1]])
        : lookUp(word, typing, vocabulary, corrections);
      return { text: word.typed, found, filler, weight: filler ? FILLER : 1 };
    });
    join(words, terms, vocabulary);
    replacePhrases(words, terms, vocabulary);
    return { terms: terms.filter((term) => !term.filler || term.found.size), corrections };
  }

  /**
   * Cut `text` into words. One that the guidebook does not have counts as its pieces or its halves, if it has those.
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
      return pieces ? pieces.map((piece) => ({ folded: piece, typed: piece })) : [{ folded: word, typed }];
    });
  }

  /**
   * @param {Typed} word
   * @param {boolean} typing
   * @param {Vocabulary} vocabulary
   * @param {Correction[]} corrections where a correction is added
   */
  function lookUp(word, typing, vocabulary, corrections) {
    const found = vocabulary.expand(word.folded, typing);
    if (found.size) return found;
    const nearest = vocabulary.nearest(word.folded);
    if (nearest.length) {
      corrections.push({ typed: word.typed, meant: nearest[0] });
      return vocabulary.correct(nearest);
    }
    const half = vocabulary.lexicon.half(word.folded);
    return half ? vocabulary.expand(half, false) : vocabulary.expand(word.folded, true);
  }

  /**
   * Let two words that the guidebook writes as one stand for that one too: beroeps geheim.
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
   * Let a phrase that has an abbreviation stand for the abbreviation too: openbaar ministerie and OM.
   *
   * @param {Typed[]} words
   * @param {Term[]} terms
   * @param {Vocabulary} vocabulary
   */
  function replacePhrases(words, terms, vocabulary) {
    for (const { phrase, single } of vocabulary.phrases) {
      for (let place = 0; place + phrase.length <= words.length; place += 1) {
        if (!phrase.every((word, offset) => words[place + offset].folded === word)) continue;
        for (let offset = 0; offset < phrase.length; offset += 1) {
          single.forEach((word) => vocabulary.addForms(terms[place + offset].found, word, 0.9));
        }
      }
    }
  }

  search.readQuestion = read;
})(self.draaiboekSearch);
