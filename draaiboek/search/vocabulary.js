/**
 * Vocabulary: which words of the guidebook a typed word stands for, and how sure that is.
 *
 * The order is what a reader expects: the word itself, a form of it, the start of a word, a compound that holds it,
 * a word with the same meaning and, only when none of these exists, a word that is spelled nearly the same.
 */
(function (search) {
  "use strict";

  const { keys, tokens, isStopWord } = search.words;

  const SURE = { exact: 1, form: 0.95, otherForm: 0.85, start: 0.75, compound: 0.65, meaning: 0.6, spelling: 0.5, half: 0.3 };
  const SHORTEST_START = 3;
  const SHORTEST_MISSPELLING = 4;

  class Vocabulary {
    /**
     * @param {Iterable<string>} words every folded word of the guidebook
     * @param {string[][]} meanings groups of words and phrases that mean the same
     */
    constructor(words, meanings) {
      this.words = new Set(words);
      this.lexicon = new search.Lexicon(this.words);
      /** @type {Map<string, string[]>} */
      this.byKey = new Map();
      /** @type {Map<string, string[]>} */
      this.byPart = new Map();
      /** @type {Map<string, string[][]>} */
      this.groups = new Map();
      /** @type {{phrase: string[], single: string[]}[]} */
      this.phrases = [];
      for (const word of this.words) {
        keys(word).forEach((key) => add(this.byKey, key, word));
        new Set(this.lexicon.parts(word)).forEach((key) => add(this.byPart, key, word));
      }
      this.readMeanings(meanings);
    }

    /** @param {string[][]} meanings */
    readMeanings(meanings) {
      for (const group of meanings) {
        const members = group.map((member) => tokens(member).map((token) => token.word));
        const single = members.filter((member) => member.length === 1).map(([word]) => word);
        single.forEach((word) => add(this.groups, keys(word)[0], single));
        members.filter((member) => member.length > 1).forEach((phrase) => this.phrases.push({ phrase, single }));
      }
    }

    /**
     * Return what `word` stands for: a Map from words of the guidebook to how sure that is, from 0 to 1.
     *
     * @param {string} word
     * @param {boolean} typing whether the reader may still be typing this word
     */
    expand(word, typing) {
      /** @type {Map<string, number>} */
      const found = new Map();
      this.addForms(found, word, 1);
      this.addCompounds(found, word, SURE.compound);
      if (found.size) (this.lexicon.split(word) || []).forEach((half) => this.addForms(found, half, SURE.half));
      if (typing) this.addStarts(found, word);
      for (const group of this.groups.get(keys(word)[0]) || []) {
        for (const other of group) {
          this.addForms(found, other, SURE.meaning);
          this.addCompounds(found, other, SURE.meaning * SURE.compound);
        }
      }
      return found;
    }

    /**
     * @param {Map<string, number>} found
     * @param {string} word
     * @param {number} share
     */
    addForms(found, word, share) {
      if (this.words.has(word)) raise(found, word, SURE.exact * share);
      keys(word).forEach((key, rank) => {
        for (const other of this.byKey.get(key) || []) {
          const same = rank === 0 && keys(other)[0] === key;
          raise(found, other, (same ? SURE.form : SURE.otherForm) * share);
        }
      });
    }

    /**
     * @param {Map<string, number>} found
     * @param {string} word
     * @param {number} share
     */
    addCompounds(found, word, share) {
      if (isStopWord(word)) return;
      for (const key of keys(word)) {
        for (const other of this.byPart.get(key) || []) raise(found, other, share);
      }
    }

    /**
     * @param {Map<string, number>} found
     * @param {string} word
     */
    addStarts(found, word) {
      if (word.length < SHORTEST_START) return;
      for (const other of this.words) {
        if (other.startsWith(word)) raise(found, other, SURE.start * Math.sqrt(word.length / other.length));
      }
    }

    /**
     * Return the nearest words to `word`, which the guidebook does not have: one or two typing errors away. The first
     * letter is right: it seldom is the wrong one.
     *
     * @param {string} word
     */
    nearest(word) {
      if (word.length < SHORTEST_MISSPELLING || /\d/.test(word)) return [];
      let allowed = word.length < 9 ? 1 : 2;
      /** @type {string[]} */
      let found = [];
      for (const other of this.words) {
        if (other[0] !== word[0] || Math.abs(other.length - word.length) > allowed) continue;
        const errors = distance(word, other, allowed);
        if (errors > allowed) continue;
        if (errors < allowed) found = [];
        allowed = errors;
        found.push(other);
      }
      return found;
    }

    /**
     * Return a Map as `expand` does, for words that are spelled like the one that was typed.
     *
     * @param {string[]} nearest
     */
    correct(nearest) {
      /** @type {Map<string, number>} */
      const found = new Map();
      nearest.forEach((word) => this.addForms(found, word, SURE.spelling));
      return found;
    }
  }

  /**
   * @template T
   * @param {Map<string, T[]>} map
   * @param {string} key
   * @param {T} value
   */
  function add(map, key, value) {
    const values = map.get(key);
    if (values) values.push(value);
    else map.set(key, [value]);
  }

  /**
   * @param {Map<string, number>} map
   * @param {string} key
   * @param {number} value
   */
  function raise(map, key, value) {
    map.set(key, Math.max(value, map.get(key) ?? 0));
  }

  /**
   * Return how many letters to add, drop, change or swap between `a` and `b`; more than `most` counts as most + 1.
   *
   * @param {string} a
   * @param {string} b
   * @param {number} most
   */
  function distance(a, b, most) {
    /** @type {number[]} */
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, place) => place);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const change = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
        row[j] = Math.min(change, last[j] + 1, row[j - 1] + 1);
        const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
        if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  search.Vocabulary = Vocabulary;
})(self.draaiboekSearch);
