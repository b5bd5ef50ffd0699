/**
 * Ranking: which sections answer a question, and in which order their pages come.
 *
 * A term counts more in a title than in a heading than in the text, more when few sections have it, and less the more
 * often it is repeated (BM25F). A section that has all terms of the question beats one that has some of them, and one
 * whose heading is nearly the question, or a question that the page says readers ask (`asked`), beats both.
 * A page with a word that may not wait (`urgent`) comes first when that word is asked.
 */
(function (search) {
  "use strict";

  const { keys, tokens, isEveryday, isStopWord } = search.words;

  /**
   * Counts of a word, by field.
   *
   * @typedef {{title: number, heading: number, id: number, summary: number, asked: number, text: number}} Counts
   */
  /** @typedef {{weighted: number, sure: number, heading: number, title: number, score: number}} InSection of a term */
  /** @typedef {{sum: number, sure: number, title: number, score: number}} OnPage of a term */
  /** @typedef {{rarity: number, sections: Map<number, InSection>, pages: Map<number, OnPage>}} Score of a term */

  /** @type {(keyof Counts)[]} */
  const FIELDS = ["title", "heading", "id", "summary", "asked", "text"];
  const WEIGHT = { title: 3, heading: 3, id: 1.5, summary: 1.5, asked: 2, text: 1 };
  const REPEAT = 1.4; // how soon a repeated word stops counting
  const LENGTH = 0.4; // how much a long text counts against a section
  const PIECE = 0.8; // a piece of a word with a hyphen: wet in kader-wet
  const REPEAT_ON_PAGE = 5; // idem, for a page as a whole
  const WHOLE_PAGE = 0.8; // what the page as a whole adds to its best section
  const FEW = 0.4; // of what a heading is worth, when it is about much else
  const LEAST = 0.12; // of the best score; below it a page is no answer
  const ALIKE = 2.4; // what a heading that is the question adds to its section, in shares of what the question weighs
  const SENTENCE = 3; // from four words on, a question is compared in full with a heading; one word only with one that a page asks for
  const SMALL = 0.8; // what a word like "mag" weighs in a heading or a question that are compared
  const UNKNOWN = 0.75; // what a word that the guidebook does not have weighs, of what one weighs that it has once
  const EVERYDAY = 0.2; // and an everyday word, of that
  const PART = 0.6; // how much of a word is said at most where only a part of it is
  const ON_PAGE = 0.8; // what it is worth that a page says what no single section of it does
  const ANSWERED = 0.45; // the share of a question that one place must say, or there is no answer to it here
  const ASKED = 0.4; // or how much of a heading, or of what a page says readers ask, it must be

  class Index {
    /** @param {Texts} texts what draaiboek/render/search_texts.py wrote */
    constructor({ pages, meanings }) {
      this.sections = pages.flatMap((page, number) =>
        page.sections.map((section) => {
          const asked = [...(section.asked ?? []), ...(section.id ? [] : (page.urgent ?? []))];
          return { ...section, asked, page, number, length: 0 };
        }),
      );
      this.pages = pages;
      /** @type {Map<string, Map<number, Counts>>} by word and place of the section */
      this.postings = new Map();
      this.sections.forEach((section, place) => this.addSection(section, place));
      this.vocabulary = new search.Vocabulary(this.postings.keys(), meanings);
      this.addAbbreviations();
      const lengths = this.sections.map((section) => section.length);
      this.average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
      this.unknown = UNKNOWN * this.rarity(1);
      this.phrasings = this.sections.map((section) => this.phrasingsOf(section));
      this.urgent = pages.map((page) => (page.urgent ?? []).map((phrase) => tokens(phrase).map(({ word }) => word)));
    }

    /**
     * Return the questions that `section` answers, each as its words with what they weigh: its heading, or the title of
     * its page for what stands on top, and what readers ask.
     *
     * @param {IndexedSection} section
     */
    phrasingsOf({ id, title, page, asked }) {
      return [id ? title : page.title, ...asked].map((phrasing, place) => {
        const words = tokens(phrasing).map(({ word, parts }) => ({ forms: [word, ...parts], weight: this.weightOf(word) }));
        return { words, whole: words.reduce((sum, { weight }) => sum + weight, 0), heading: !place };
      });
    }

    /** @param {string} word */
    weightOf(word) {
      return isStopWord(word) ? SMALL : Math.max(SMALL, this.rarity(this.postings.get(word)?.size ?? 0));
    }

    /** @param {number} spread in how many sections a word stands */
    rarity(spread) {
      return Math.log(1 + (this.sections.length - spread + 0.5) / (spread + 0.5));
    }

    /**
     * @param {IndexedSection} section
     * @param {number} place
     */
    addSection(section, place) {
      const { id, title: heading, text } = section;
      const { title, summary } = id ? { title: "", summary: "" } : section.page;
      const asked = [...new Set(tokens(section.asked.join(" ")).map(({ word }) => word))].join(" ");
      const fields = { title, heading, id, summary, asked, text };
      for (const field of FIELDS) {
        for (const { word, parts } of tokens(fields[field])) {
          if ((field === "text" || field === "asked") && isStopWord(word)) continue;
          if (field !== "asked") section.length += 1;
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
      if (!counts) sections.set(place, (counts = { title: 0, heading: 0, id: 0, summary: 0, asked: 0, text: 0 }));
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
      const scores = terms.map((term) => this.scoreTerm(term));
      const urgent = this.pages.map((_, number) => this.mayNotWait(number, terms));
      const isUrgent = urgent.includes(true);
      if (!isUrgent && !this.isAnswered(terms, scores)) return { pages: [], terms, corrections };
      const weight = ALIKE * scores.reduce((total, { rarity }) => total + rarity, 0);
      const sections = this.sections.map((_, place) => ({
        text: this.scoreSection(terms, scores, place),
        alike: weight * this.likeness(terms, scores, place),
      }));
      const pages = this.pages.map((page, number) => this.scorePage(page, number, terms, scores, sections));
      const best = Math.max(...pages.map((page) => page.score));
      pages.filter((_, number) => urgent[number]).forEach((page) => (page.score += best));
      const answers = pages.filter((page) => page.score > 0 && page.score >= best * LEAST);
      return { pages: answers.sort((a, b) => b.score - a.score), terms, corrections };
    }

    /**
     * Say whether the guidebook answers a question: whether one place says enough of it, or is asked for it. A list with
     * something else looks like an answer. What no place says weighs as much as a rare word, everyday words little.
     *
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     */
    isAnswered(terms, scores) {
      return this.said(terms, scores) >= ANSWERED ||
        this.sections.some((_, place) => this.likeness(terms, scores, place) >= ASKED);
    }

    /**
     * Return which share of a question, from 0 to 1, the place says that says most of it.
     *
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     */
    said(terms, scores) {
      const content = terms.map((term, at) => ({ term, ...scores[at] })).filter(({ term }) => !term.filler);
      const weights = content.map(({ term, rarity }) => {
        if (isEveryday(term.read)) return EVERYDAY * this.unknown;
        return term.found.size && !term.partly ? Math.max(SMALL, rarity) : this.unknown;
      });
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      /** @param {(at: number) => number | undefined} sure */
      const part = (sure) =>
        content.reduce((sum, { term }, at) => sum + weights[at] * Math.min(sure(at) ?? 0, term.partly ? PART : 1), 0) / whole;
      const sections = this.sections.map((_, place) => part((at) => content[at].sections.get(place)?.sure));
      const pages = this.pages.map((_, number) => ON_PAGE * part((at) => content[at].pages.get(number)?.sure));
      return content.length ? Math.max(...sections, ...pages) : 0;
    }

    /**
     * Say whether the question has a word or phrase that page `number` may not be missed for.
     *
     * @param {number} number
     * @param {Term[]} terms
     */
    mayNotWait(number, terms) {
      const meant = terms.flatMap(({ read }) => [read, ...this.vocabulary.alike(read)]);
      const asked = new Set(meant.flatMap((word) => keys(word)));
      return this.urgent[number].some((phrase) => phrase.every((word) => asked.has(keys(word)[0])));
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
      const rarity = this.rarity(spread) * term.weight;
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
     * Return how much the question is one that section `place` answers by its heading, from 0 to 1: the square of what
     * they share, so that one word in common is next to nothing.
     *
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @param {number} place
     */
    likeness(terms, scores, place) {
      const weights = terms.map(({ filler, found }, at) => {
        if (filler) return SMALL;
        return found.size ? Math.max(SMALL, scores[at].rarity) : this.unknown;
      });
      const question = weights.reduce((sum, weight) => sum + weight, 0);
      let best = 0;
      for (const { words, whole, heading } of this.phrasings[place]) {
        if (terms.length === 1 && (heading || words.length > 1)) continue;
        const reached = terms.map(() => 0);
        let said = 0;
        for (const { forms, weight } of words) {
          let most = 0;
          terms.forEach((term, at) => {
            const sure = Math.max(...forms.map((form) => term.found.get(form) ?? 0));
            if (sure > reached[at]) reached[at] = sure;
            if (sure > most) most = sure;
          });
          said += weight * most;
        }
        const asked = reached.reduce((sum, sure, at) => sum + sure * weights[at], 0);
        const common = (asked + said) / (question + whole);
        best = Math.max(best, common * Math.min(asked / question, said / whole));
      }
      return terms.length === 1 ? best : best * Math.min(1, (terms.length - 1) / SENTENCE);
    }

    /**
     * @param {PageText} page
     * @param {number} number
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @param {{text: number, alike: number}[]} sectionScores
     */
    scorePage(page, number, terms, scores, sectionScores) {
      const found = scores.map((score) => score.pages.get(number));
      const sum = found.reduce((total, count) => total + (count ? count.score : 0), 0);
      const covered = share(terms, scores, (term) => (found[term] ? 1 : 0));
      const title = share(terms, scores, (term) => found[term]?.title ?? 0);
      const sections = this.sections
        .map((section, place) => ({ section, ...sectionScores[place] }))
        .filter(({ section, text, alike }) => section.number === number && text + alike > 0)
        .map(({ section, text, alike }) => ({ section, text, alike, score: text + alike }))
        .sort((a, b) => b.score - a.score);
      const best = Math.max(0, ...sections.map(({ text }) => text));
      const alike = Math.max(0, ...sections.map((each) => each.alike));
      const titled = 1 + title * this.filled(terms, page.title);
      // What a page says readers ask, it answers, however seldom it is the answer to anything else.
      const score = (best + WHOLE_PAGE * sum * covered) * titled * page.weight + alike;
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
