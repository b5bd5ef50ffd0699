/**
 * Compounds: Dutch writes them as one word, so somebody who types "overleg" has to find "casusoverleg", and vice versa.
 *
 * The words of the guidebook itself are the dictionary: a word is a compound when both its halves occur in the text.
 */
(function (search) {
  "use strict";

  const { keys, stem, isEveryday, isStopWord } = search.words;

  const LINKS = ["", "s", "en", "e", "n", "er"];
  const SHORTEST = 4;
  const PREFIX = /^(?:ge|be|ver|ont|her|er|aan|af|mis|on|op|uit|in)$/; // only begins a word, is not one by itself

  /** Endings that look like a word but only inflect the word before them. */
  const ENDINGS = new Set(["baar", "heid", "heden", "ling", "loos", "lijk", "lijke", "schap", "achtig", "ingen", "ring"]);

  /** The words that compounds of one guidebook are made of. */
  class Lexicon {
    /** @param {Iterable<string>} words folded words */
    constructor(words) {
      this.words = new Set();
      this.stems = new Set();
      for (const word of words) {
        if (word.length < SHORTEST || /\d/.test(word) || isStopWord(word)) continue;
        this.words.add(word);
        this.stems.add(stem(word));
      }
    }

    /**
     * Return the two halves of `word`, or null when it is not a compound of known words.
     *
     * @param {string} word
     * @returns {[string, string] | null}
     */
    split(word) {
      for (let cut = word.length - SHORTEST; cut >= SHORTEST; cut -= 1) {
        const tail = word.slice(cut);
        const head = this.isTail(tail) && this.head(word.slice(0, cut));
        if (head) return [head, tail];
      }
      return null;
    }

    /**
     * Return the known half of `word` when the other is unknown: uitnodigingsbrief gives uitnodiging. An everyday word
     * at the end says nothing about the whole: weglopen is not a kind of lopen.
     *
     * @param {string} word
     */
    half(word) {
      for (let cut = word.length - 3; cut >= 5; cut -= 1) {
        const head = this.head(word.slice(0, cut));
        if (head) return head;
      }
      for (let cut = 3; cut <= word.length - 5; cut += 1) {
        const tail = word.slice(cut);
        if (this.words.has(tail) && !isEveryday(tail) && !PREFIX.test(word.slice(0, cut))) return tail;
      }
      return null;
    }

    /** @param {string} tail */
    isTail(tail) {
      return !ENDINGS.has(tail) && (this.words.has(tail) || (tail.length > SHORTEST && this.stems.has(stem(tail))));
    }

    /** @param {string} start */
    head(start) {
      for (const link of LINKS) {
        const head = start.endsWith(link) ? start.slice(0, start.length - link.length) : "";
        if (head.length >= SHORTEST && this.words.has(head)) return head;
      }
      return null;
    }

    /**
     * Return the keys of every part of `word`, including the parts of its parts.
     *
     * @param {string} word
     * @returns {string[]}
     */
    parts(word) {
      const halves = this.split(word);
      return halves ? halves.flatMap((half) => [...keys(half), ...this.parts(half)]) : [];
    }
  }

  search.Lexicon = Lexicon;
})(self.draaiboekSearch);
