/**
 * Ranking: which sections answer a question, and in which order their pages come.
 *
 * A term counts more in a title than in a heading than in the text, more when few sections have it, and less the more
 * often it is repeated (BM25F). A section that has all terms of the question beats one that has some of them.
 */
(function (search) {
  "use strict";

  const { tokens, isStopWord } = search.words;

  /** @typedef {{title: number, heading: number, id: number, summary: number, text: number}} Counts of a word, by field */
  /** @typedef {{weighted: number, sure: number, heading: number, title: number, score: number}} InSection of a term */
  /** @typedef {{sum: number, sure: number, title: number, score: number}} OnPage of a term */
  /** @typedef {{rarity: number, sections: Map<number, InSection>, pages: Map<number, OnPage>}} Score of a term */

  /** @type {(keyof Counts)[]} */
  const FIELDS = ["title", "heading", "id", "summary", "text"];
  const WEIGHT = { title: 3, heading: 3, id: 1.5, summary: 1.5, text: 1 };
  const REPEAT = 1.4; // how soon a repeated word stops counting
  const LENGTH = 0.4; // how much a long text counts against a section
  const PIECE = 0.8; // a piece of a word with a hyphen: wet in kader-wet
  const REPEAT_ON_PAGE = 5; // idem, for a page as a whole
  const WHOLE_PAGE = 0.8; // what the page as a whole adds to its best section
  const FEW = 0.4; // of what a heading is worth, when it is about much else
  const LEAST = 0.12; // of the best score; below it a page is no answer

  class Index {
    /** @param {Texts} texts what draaiboek/render/search_texts.py wrote */
    constructor({ pages, meanings }) {
      this.sections = pages.flatMap((page, number) =>
        page.sections.map((section) => ({ ...section, page, number, length: 0 })),
      );
      this.pages = pages;
      /** @type {Map<string, Map<number, Counts>>} by word and place of the section */
      this.postings = new Map();
      this.sections.forEach((section, place) => this.addSection(section, place));
      this.vocabulary = new search.Vocabulary(this.postings.keys(), meanings);
      this.addAbbreviations();
      const lengths = this.sections.map((section) => section.length);
      this.average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    }

    /**
     * @param {IndexedSection} section
     * @param {number} place
     */
    addSection(section, place) {
      const { id, title: heading, text } = section;
      const { title, summary } = id ? { title: "", summary: "" } : section.page;
      const fields = { title, heading, id, summary, text };
      for (const field of FIELDS) {
        for (const { word, parts } of tokens(fields[field])) {
          if (field === "text" && isStopWord(word)) continue;
          section.length += 1;
          this.post(word, place, field, 1);
          parts.forEach((part) => this.post(part, place, field, PIECE));
        }
      }
    }

    /**
     * @param {string} word
     * @param {number} place
     * @param {keyof Counts} field
     * @param {number} count
     */
    post(word, place, field, count) {
      let sections = this.postings.get(word);
      if (!sections) this.postings.set(word, (sections = new Map()));
      let counts = sections.get(place);
      if (!counts) sections.set(place, (counts = { title: 0, heading: 0, id: 0, summary: 0, text: 0 }));
      counts[field] += count;
    }

    /** Count a phrase that has an abbreviation as that abbreviation too, in sections that do not use it. */
    addAbbreviations() {
      for (const { phrase, single } of this.vocabulary.phrases) {
        const places = phrase.flatMap((word) => this.postings.get(word) ?? []);
        if (places.length < phrase.length) continue;
        const text = phrase.join(" ");
        for (const place of places[0].keys()) {
          if (!places.every((sections) => sections.has(place))) continue;
          const words = tokens(this.sections[place].text).map((token) => token.word).join(" ");
          if (!words.includes(text)) continue;
          single.filter((word) => this.postings.has(word)).forEach((word) => this.post(word, place, "text", 1));
        }
      }
    }

    /**
     * Return the pages that answer `text`, the best first.
     *
     * @param {string} text
     */
    search(text) {
      const { terms, corrections } = search.readQuestion(text, this.vocabulary);
      const content = terms.filter((term) => !term.filler);
      if (!content.some((term) => term.found.size)) return { pages: [], terms, corrections };
      const scores = terms.map((term) => this.scoreTerm(term));
      const sections = this.sections.map((section, place) => this.scoreSection(terms, scores, place));
      const pages = this.pages.map((page, number) => this.scorePage(page, number, terms, scores, sections));
      const best = Math.max(...pages.map((page) => page.score));
      const answers = pages.filter((page) => page.score > 0 && page.score >= best * LEAST);
      return { pages: answers.sort((a, b) => b.score - a.score), terms, corrections };
    }

    /**
     * Return how well each section and each page answers one term: a number from 0 to the term's rarity.
     *
     * @param {Term} term
     */
    scoreTerm(term) {
      /** @type {Map<number, InSection>} */
      const counts = new Map();
      for (const [word, sure] of term.found) {
        for (const [place, fields] of this.postings.get(word) || []) {
          let count = counts.get(place);
          if (!count) counts.set(place, (count = { weighted: 0, sure: 0, heading: 0, title: 0, score: 0 }));
          const long = 1 - LENGTH + (LENGTH * this.sections[place].length) / this.average;
          for (const field of FIELDS) {
            count.weighted += (sure * WEIGHT[field] * fields[field]) / (field === "text" ? long : 1);
          }
          count.sure = Math.max(count.sure, sure);
          if (fields.heading) count.heading = Math.max(count.heading, sure);
          if (fields.title) count.title = Math.max(count.title, sure);
        }
      }
      return this.weigh(term, counts);
    }

    /**
     * @param {Term} term
     * @param {Map<number, InSection>} counts
     */
    weigh(term, counts) {
      const spread = [...counts.values()].filter((count) => count.sure >= 0.5).length || counts.size;
      const rarity = Math.log(1 + (this.sections.length - spread + 0.5) / (spread + 0.5)) * term.weight;
      /** @type {Map<number, OnPage>} */
      const pages = new Map();
      for (const [place, count] of counts) {
        count.score = (rarity * count.sure * count.weighted) / (REPEAT + count.weighted);
        const { number } = this.sections[place];
        let page = pages.get(number);
        if (!page) pages.set(number, (page = { sum: 0, sure: 0, title: 0, score: 0 }));
        page.sum += count.weighted;
        page.sure = Math.max(page.sure, count.sure);
        page.title = Math.max(page.title, count.title);
      }
      for (const page of pages.values()) page.score = (rarity * page.sure * page.sum) / (REPEAT_ON_PAGE + page.sum);
      return { rarity, sections: counts, pages };
    }

    /**
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @param {number} place
     */
    scoreSection(terms, scores, place) {
      const found = scores.map((score) => score.sections.get(place));
      const sum = found.reduce((total, count) => total + (count ? count.score : 0), 0);
      if (!sum) return 0;
      const covered = share(terms, scores, (term) => (found[term] ? 1 : 0));
      const heading = share(terms, scores, (term) => found[term]?.heading ?? 0);
      return sum * covered * (1 + heading * this.filled(terms, this.sections[place].title));
    }

    /**
     * @param {PageText} page
     * @param {number} number
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @param {number[]} sectionScores
     */
    scorePage(page, number, terms, scores, sectionScores) {
      const found = scores.map((score) => score.pages.get(number));
      const sum = found.reduce((total, count) => total + (count ? count.score : 0), 0);
      const covered = share(terms, scores, (term) => (found[term] ? 1 : 0));
      const title = share(terms, scores, (term) => found[term]?.title ?? 0);
      const sections = this.sections
        .map((section, place) => ({ section, score: sectionScores[place] }))
        .filter(({ section, score }) => section.number === number && score > 0)
        .sort((a, b) => b.score - a.score);
      const best = sections.length ? sections[0].score : 0;
      const titled = 1 + title * this.filled(terms, page.title);
      const score = (best + WHOLE_PAGE * sum * covered) * titled * page.weight;
      return { page, score, sections };
    }

    /**
     * Return how much of the heading `text` the question is about, from FEW to 1: a short heading says it all.
     *
     * @param {Term[]} terms
     * @param {string} text
     */
    filled(terms, text) {
      const content = tokens(text).filter(({ word }) => !isStopWord(word));
      if (!content.length) return 1;
      /** @param {string} word */
      const isAsked = (word) => terms.some((term) => term.found.has(word));
      const asked = content.filter(({ word, parts }) => [word, ...parts].some(isAsked));
      return FEW + ((1 - FEW) * asked.length) / content.length;
    }
  }

  /**
   * Return which share of the question, by rarity, has the value that `value(place of the term)` gives.
   *
   * @param {Term[]} terms
   * @param {Score[]} scores
   * @param {(place: number) => number} value
   */
  function share(terms, scores, value) {
    let [part, whole] = [0, 0];
    terms.forEach((term, place) => {
      part += scores[place].rarity * value(place);
      whole += scores[place].rarity;
    });
    return whole ? part / whole : 0;
  }

  search.Index = Index;
})(self.draaiboekSearch);
