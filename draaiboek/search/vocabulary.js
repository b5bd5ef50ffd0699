/**
 * Vocabulary: which words of the guidebook a typed word stands for, and how sure that is.
 *
 * The order is what a reader expects: the word itself, a form of it, the start of a word, a compound that contains it
 * and a word with the same meaning. All of these always count: somebody who types "kinderen" also wants what is said
 * about minors, even if the word itself occurs somewhere. Only for a word that neither the guidebook nor a synonym
 * group has, a word with nearly the same spelling or sound is taken.
 */
(function (search) {
  "use strict";

  const { keys, sound, tokens, isStopWord } = search.words;

  const SURE = { exact: 1, form: 0.95, otherForm: 0.85, start: 0.6, begun: 0.5, compound: 0.6, meaning: 0.5, spelling: 0.8, half: 0.3 };
  const ONLY_MEANING = 0.9; // for a word that the guidebook does not have: nothing else can be meant
  const SHORTEST_START = 3;
  const SHORTEST_MISSPELLING = 4;
  const LONG = 6; // letters of a word whose beginning may be wrong: in a short one, that makes another word
  const ERRORS = [0, 0, 0, 0, 0, 1, 1.25, 1.25, 1.25, 2.25, 2.25, 2.25, 2.25, 2.25, 3.25]; // at most, by word length
  const CHANGED = 1.25; // a letter for a near one: seldom a typing error, often another word (wapen is not waren)
  const OTHER = 2; // for any other letter: scheiden is not schenden
  const ROWS = ["azertyuiop", "qsdfghjklm", "wxcvbn"]; // of a Belgian keyboard
  const VOWELS = "aeiouy";
  const HEARD = 0.5; // the penalty of a word that only sounds nearly the same: half a typing error

  class Vocabulary {
    /**
     * @param {Iterable<string>} words every folded word of the guidebook
     * @param {string[][]} meanings groups of words and phrases with the same meaning
     */
    constructor(words, meanings) {
      this.words = new Set(words);
      /** @type {Map<string, string[][]>} groups of words by the key of each member */
      this.groups = new Map();
      /** @type {{phrase: string[], single: string[]}[]} */
      this.phrases = [];
      /** @type {Map<string, string[]>} the words of phrases with the same meaning, by the key of each single word */
      this.loose = new Map();
      this.readMeanings(meanings);
      const meant = [...this.groups.values()].flat(2);
      this.lexicon = new search.Lexicon([...this.words, ...meant]);
      /** @type {Map<string, string>} the words that a misspelling can stand for, with their sound */
      this.spellings = new Map([...this.words, ...meant].filter(hasNoDigit).map((word) => [word, sound(word)]));
      /** @type {Map<string, string[]>} */
      this.byKey = new Map();
      /** @type {Map<string, string[]>} */
      this.byPart = new Map();
      for (const word of this.words) {
        keys(word).forEach((key) => add(this.byKey, key, word));
        new Set(this.lexicon.parts(word)).forEach((key) => add(this.byPart, key, word));
      }
    }

    /** @param {string[][]} meanings */
    readMeanings(meanings) {
      for (const group of meanings) {
        const members = group.map((member) => tokens(member).map((token) => token.word));
        const single = members.filter((member) => member.length === 1).map(([word]) => word);
        single.forEach((word) => add(this.groups, keys(word)[0], single));
        const phrases = members.filter((member) => member.length > 1);
        phrases.forEach((phrase) => this.phrases.push({ phrase, single }));
        const loose = phrases.flat().filter((word) => !isStopWord(word));
        single.forEach((word) => loose.forEach((other) => add(this.loose, keys(word)[0], other)));
      }
    }

    /**
     * Return what `word` stands for: a Map from words of the guidebook to certainty, from 0 to 1.
     *
     * @param {string} word
     * @param {boolean} typing whether the reader may still be typing this word
     */
    expand(word, typing) {
      /** @type {Map<string, number>} */
      const found = new Map();
      this.addForms(found, word, 1);
      const share = found.size ? SURE.meaning : ONLY_MEANING;
      this.addCompounds(found, word, SURE.compound);
      if (found.size) (this.lexicon.split(word) || []).forEach((half) => this.addForms(found, half, SURE.half));
      if (typing) this.addStarts(found, word, found.size ? 0 : SURE.begun);
      for (const other of this.alike(word)) {
        this.addForms(found, other, share);
        this.addCompounds(found, other, share * SURE.compound);
      }
      // Only a phrase has the same meaning, as "andere gemeenten" for intergemeentelijk: its words are better than
      // nothing.
      if (!found.size) {
        const loose = keys(word).flatMap((key) => this.loose.get(key) ?? []);
        loose.forEach((other) => this.addForms(found, other, SURE.meaning));
      }
      return found;
    }

    /**
     * Return the words with the same meaning as `word`, or as a word of which it is a form.
     *
     * @param {string} word
     */
    alike(word) {
      return new Set(keys(word).flatMap((key) => this.groups.get(key) ?? []).flat());
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
     * @param {number} least the least certainty that a longer word is meant
     */
    addStarts(found, word, least) {
      if (word.length < SHORTEST_START) return;
      for (const other of this.words) {
        if (other.startsWith(word)) raise(found, other, Math.max(least, SURE.start * Math.sqrt(word.length / other.length)));
      }
    }

    /**
     * Return the words nearest to `word`, which is itself unknown: one or two typing errors away in spelling or in
     * sound. The first letter must be right, because it is seldom the wrong one. If there is no such word, the first
     * letter of a long word may be missing, be preceded by another or be swapped with the second.
     *
     * @param {string} word
     */
    nearest(word) {
      if (word.length < SHORTEST_MISSPELLING || !hasNoDigit(word) || this.spellings.has(word)) return [];
      const heard = sound(word);
      let allowed = ERRORS[Math.min(word.length, ERRORS.length - 1)];
      /** @type {string[]} */
      let found = [];
      for (const [other, otherSound] of this.spellings) {
        if (otherSound[0] !== heard[0] || Math.abs(other.length - word.length) > allowed + 1) continue;
        const unheard = heard === otherSound ? 0 : distance(heard, otherSound, allowed) + HEARD;
        const errors = Math.min(unheard, distance(word, other, allowed));
        if (errors > allowed) continue;
        if (errors < allowed) found = [];
        allowed = errors;
        found.push(other);
      }
      if (!found.length && word.length >= LONG) found = [...this.spellings.keys()].filter((other) => beginsWrong(word, other));
      return found.sort((a, b) => Number(this.words.has(b)) - Number(this.words.has(a)));
    }

    /**
     * Return a Map as `expand` does, for words spelled like the one that was typed.
     *
     * @param {string[]} nearest
     */
    correct(nearest) {
      /** @type {Map<string, number>} */
      const found = new Map();
      for (const word of nearest) {
        this.expand(word, false).forEach((sure, other) => raise(found, other, sure * SURE.spelling));
      }
      return found;
    }
  }

  /** @param {string} word */
  function hasNoDigit(word) {
    return !/\d/.test(word);
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
   * Return whether `word` is `other` with one letter less or more at its beginning, or with the first two swapped.
   *
   * @param {string} word
   * @param {string} other
   */
  function beginsWrong(word, other) {
    return other.slice(1) === word || word.slice(1) === other || other === word[1] + word[0] + word.slice(2);
  }

  /**
   * Return the error of typing `a` instead of `b`.
   *
   * @param {string} a
   * @param {string} b
   */
  function changed(a, b) {
    if (a === b) return 0;
    if (VOWELS.includes(a) && VOWELS.includes(b)) return CHANGED;
    const beside = ROWS.some((row) => row.includes(a) && row.includes(b) && Math.abs(row.indexOf(a) - row.indexOf(b)) === 1);
    return beside ? CHANGED : OTHER;
  }

  /**
   * Return the edit distance (add, drop, change or swap letters) of `a` and `b`; more than `most` counts as most + 1.
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
        const change = last[j - 1] + changed(a[i - 1], b[j - 1]);
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
