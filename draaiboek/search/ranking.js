/**
 * Ranking: which sections answer a question, and the order of their pages.
 *
 * A term counts more in a title than in a heading, and more in a heading than in the text; more when few sections have
 * it, and less for each repetition (BM25F). A section that has all terms of the question beats one that has some of
 * them, and one whose heading is nearly the question, or nearly a question that the page lists (`asked`), beats both.
 * A page with an urgent word (`urgent`) comes first when that word is in the question.
 */
(function (search) {
  "use strict";

  const { keys, tokens, isEveryday, isOfAnotherCounter, isStopWord } = search.words;

  /**
   * Counts of a word, by field.
   *
   * @typedef {{title: number, heading: number, id: number, summary: number, asked: number, text: number}} Counts
   */
  /** @typedef {{weighted: number, sure: number, heading: number, title: number, score: number}} InSection for a term */
  /** @typedef {{sum: number, sure: number, title: number, score: number}} OnPage for a term */
  /** @typedef {{heading: number[], asked: number[]}} Likeness of each section, by its heading and by its questions */
  /** @typedef {{rarity: number, sections: Map<number, InSection>, pages: Map<number, OnPage>}} Score of a term */

  /** @type {(keyof Counts)[]} */
  const FIELDS = ["title", "heading", "id", "summary", "asked", "text"];
  const WEIGHT = { title: 3, heading: 3, id: 1.5, summary: 1.5, asked: 2, text: 1 };
  const REPEAT = 1.4; // how soon repetitions of a word stop counting
  const LENGTH = 0.4; // how much its length counts against a section
  const PIECE = 0.8; // for a piece of a hyphenated word: wet in kader-wet
  const REPEAT_ON_PAGE = 5; // as REPEAT, for a page as a whole
  const RARE = 0.5; // in so small a text most words of a question occur once or never, which says less than in a library
  const LIGHT = 0.6; // how little a page with a low weight is penalised: it may be the very one that is sought
  const FEW = 0.4; // the share of its value that a heading keeps when it is about much else
  const LEAST = 0.12; // of the best score; below it a page is not an answer
  const [SAID, BY_HEADING, BY_ASKED] = [0, 6, 7]; // indexes in the measures
  const LEARNED = [4, 2, 2, 1, 3, 3, 1, 5, 5, -0.4]; // the weights of the measures (decision 0030)
  const SENTENCE = 3; // from four words on, a question is compared in full with a heading; one word only with one word
  const TOP = 2.5; // how much less the top of a page is worth than its sections for a sentence, which names no page
  const SMALL = 0.5; // the weight of a word like "mag" when a heading and a question are compared
  const UNKNOWN = 0.75; // the weight of a word that the guidebook does not have, relative to one that it has once
  const PART = 0.6; // how much a word counts at most when only part of it was found
  const URGENT = 3; // the bonus for the section that says what may not wait, when a word means danger
  const SHORT = 4; // letters of a word with which many others begin or end
  // Whether there is an answer at all (decision 0039): the weights of the evidence, and how much evidence it takes.
  const SURE = { score: 0.2, word: 1, unknown: -0.5, filling: 0.12, single: 1 };
  const [MOST_WORDS, MOST_FILLING] = [4, 8]; // the most that count
  const ASKING = /^vra(?:ag|agt|gen)$/; // says that something is asked, but not what
  const NAMED = 0.85; // how sure it must be that the guidebook has both words of a question for it to be about them
  const [NEAR, ANSWERED] = [1.3, 2.5]; // the evidence from which something near is shown, and from which it is an answer
  const MOST_NEAR = 3; // the most pages that are shown when there may be no answer

  class Index {
    /** @param {Texts} texts as written by draaiboek/render/search_texts.py */
    constructor({ pages, meanings }) {
      this.sections = pages.flatMap((page, number) =>
        page.sections.map((section, at) => {
          const asked = [...(section.asked ?? []), ...(at === firstOf(page) ? (page.urgent ?? []) : [])];
          return { ...section, asked, page, number, length: 0 };
        }),
      );
      this.pages = pages;
      /** @type {number[][]} the indexes of the sections of each page */
      this.places = pages.map(() => []);
      this.sections.forEach(({ number }, place) => this.places[number].push(place));
      /** @type {Map<string, Map<number, Counts>>} by word and index of the section */
      this.postings = new Map();
      this.sections.forEach((section, place) => this.addSection(section, place));
      this.vocabulary = new search.Vocabulary(this.postings.keys(), meanings);
      this.addAbbreviations();
      const lengths = this.sections.map((section) => section.length);
      this.average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
      this.unknown = UNKNOWN * this.rarity(1);
      this.phrasings = this.sections.flatMap((section, place) => this.phrasingsOf(section, place));
      /** @type {Map<string, [number, number][]>} by word: the index of a phrasing, and the index of the word in it */
      this.inPhrasings = new Map();
      this.phrasings.forEach(({ words }, number) => {
        words.forEach(({ forms }, at) => forms.forEach((form) => this.addToPhrasing(form, number, at)));
      });
      this.urgent = pages.map((page) => (page.urgent ?? []).map((phrase) => tokens(phrase).map(({ word }) => word)));
    }

    /**
     * Return the questions that section `place` answers, each as words with their weights: its heading, or the title of
     * its page for the lead of that page, and the questions that readers ask.
     *
     * @param {IndexedSection} section
     * @param {number} place
     */
    phrasingsOf({ id, title, page, asked }, place) {
      return [id ? title : page.title, ...asked].map((phrasing, number) => {
        const words = tokens(phrasing).map(({ word, parts }) => ({ forms: [word, ...parts], weight: this.weightOf(word) }));
        return { place, words, whole: words.reduce((sum, { weight }) => sum + weight, 0), heading: !number };
      });
    }

    /**
     * @param {string} word
     * @param {number} phrasing
     * @param {number} at
     */
    addToPhrasing(word, phrasing, at) {
      const places = this.inPhrasings.get(word);
      if (places) places.push([phrasing, at]);
      else this.inPhrasings.set(word, [[phrasing, at]]);
    }

    /** @param {string} word */
    weightOf(word) {
      return isStopWord(word) ? SMALL : Math.max(SMALL, this.rarity(this.postings.get(word)?.size ?? 0));
    }

    /** @param {number} spread the number of sections that have the word */
    rarity(spread) {
      return Math.log(1 + (this.sections.length - spread + 0.5) / (spread + 0.5)) ** RARE;
    }

    /**
     * @param {IndexedSection} section
     * @param {number} place
     */
    addSection(section, place) {
      const { id, title: heading, text } = section;
      const { title, summary } = id ? { title: "", summary: "" } : section.page;
      const asked = [...new Set(tokens(section.asked.join(" ")).map(({ word }) => word))].join(" ");
      // An id is words joined by hyphens, never a single hyphenated word: wie-beslist, hoe-lang.
      const fields = { title, heading, id: id.replace(/-/g, " "), summary, asked, text };
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
     * Return the pages that answer `text`, the best first; when it is doubtful whether any does, the nearest ones.
     *
     * @param {string} text
     */
    search(text) {
      const { terms, corrections } = search.readQuestion(text, this.vocabulary);
      const scores = terms.map((term) => this.scoreTerm(term));
      const urgent = this.pages.map((_, number) => this.mayNotWait(number, terms));
      const isUrgent = urgent.includes(true);
      const likeness = this.likeness(terms, scores);
      const measured = this.measure(terms, scores, likeness);
      const sure = isUrgent ? Infinity : this.certainty(terms, scores, measured);
      if (sure < NEAR) return { pages: [], terms, corrections, doubtful: false };
      const top = TOP * sentence(terms);
      const pages = this.pages.map((page, number) => this.scorePage(page, number, measured, urgent[number], top));
      const best = Math.max(...pages.map((page) => page.score));
      pages.filter((_, number) => urgent[number]).forEach((page) => (page.score += best));
      const answers = pages.filter((page) => page.score > 0 && page.score >= best * LEAST);
      const doubtful = (sure < ANSWERED || (!isUrgent && asksElsewhere(terms, scores))) && answers.length > 0;
      answers.sort((a, b) => b.score - a.score);
      return { pages: doubtful ? answers.slice(0, MOST_NEAR) : answers, terms, corrections, doubtful };
    }

    /**
     * Return the measures of each section, each from 0 to 1 or little more, in the order of `LEARNED`.
     *
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @param {Likeness} likeness
     */
    measure(terms, scores, likeness) {
      const whole = scores.reduce((total, { rarity }) => total + rarity, 0) || 1;
      const pages = this.pages.map((page, number) => {
        const found = scores.map((score) => score.pages.get(number));
        const sum = found.reduce((total, count) => total + (count ? count.score : 0), 0) / whole;
        const covered = share(terms, scores, (term) => (found[term] ? 1 : 0));
        const titled = share(terms, scores, (term) => found[term]?.title ?? 0) * this.filled(terms, page.title);
        const alike = Math.max(0, ...this.places[number].map((place) => Math.max(likeness.heading[place], likeness.asked[place])));
        return { said: sum * covered, titled, alike };
      });
      return this.sections.map((section, place) => {
        const found = scores.map((score) => score.sections.get(place));
        const weight = section.page.weight ** LIGHT;
        const page = pages[section.number];
        const said = found.reduce((total, count) => total + (count ? count.score : 0), 0) / whole;
        const covered = share(terms, scores, (term) => found[term]?.sure ?? 0);
        const headed = share(terms, scores, (term) => found[term]?.heading ?? 0) * this.filled(terms, section.title);
        return [
          said * weight, said * covered * weight, covered * covered * weight, headed * weight, page.said * weight,
          page.titled * weight, likeness.heading[place], likeness.asked[place], page.alike, said && !section.id ? 1 : 0,
        ];
      });
    }

    /**
     * Return the evidence that the guidebook answers a question: how good its best section is, how many words of the
     * subject one section contains together, and what share of those words the guidebook does not have. A list that
     * contains something else too looks like an answer. Everyday words are not part of the subject; somebody who asks
     * in a sentence, or with one word, more often means the guidebook's subject. One known whole word is enough, and so
     * are two. With one that is in a title or heading and an unknown one beside it, something near is shown: a small
     * guidebook scores low, and "aanvragen" asks for more.
     *
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @param {number[][]} measured of each section
     */
    certainty(terms, scores, measured) {
      if (terms.length === 1) return terms[0].found.size ? Infinity : -Infinity;
      const filling = terms.filter(({ filler }) => filler).length;
      const subject = terms
        .map((term, at) => ({ term, sections: scores[at].sections }))
        .filter(({ term }) => !term.filler && !isEveryday(term.read) && !ASKING.test(term.read));
      const unknown = subject.filter(({ term }) => !term.found.size).length / Math.max(1, subject.length);
      /** @param {number} place */
      const said = (place) =>
        subject.reduce((sum, { term, sections }) => sum + Math.min(term.partly ? PART : 1, sections.get(place)?.sure ?? 0), 0);
      const words = Math.max(...this.sections.map((_, place) => said(place)));
      const isNamed = subject.some(({ term, sections }) => !term.partly && hasInHeading(sections));
      const isKnown = subject.every(({ term }) => !term.partly && Math.max(0, ...term.found.values()) >= NAMED);
      if (subject.length === 2 && isKnown) return Infinity;
      const least = subject.length === 2 && isNamed && unknown <= 0.5 ? NEAR : -Infinity;
      return Math.max(
        least,
        SURE.score * Math.max(...measured.map(weighed)) +
        SURE.word * Math.min(MOST_WORDS, words) +
        SURE.unknown * unknown +
        SURE.filling * Math.min(MOST_FILLING, filling) +
        (subject.length < 2 && !subject.some(({ term }) => term.partly) ? SURE.single : 0),
      );
    }

    /**
     * Return whether the question has a word or phrase for which page `number` must not be missed. Only the first word
     * of a phrase may be replaced by a synonym: "flikken bellen" is "politie bellen", but "wat ik aan de politie
     * vertel" is not an alarm.
     *
     * @param {number} number
     * @param {Term[]} terms
     */
    mayNotWait(number, terms) {
      const read = terms.flatMap(({ read: word, filler }) => [word, (!filler && this.vocabulary.lexicon.half(word)) || word]);
      const said = [...new Set(read.flatMap((word) => [word, ...this.vocabulary.alike(word)]))];
      return this.urgent[number].some((phrase) =>
        phrase.every((word, at) => (at ? read : said).some((each) => isOrEndsWith(each, word))),
      );
    }

    /**
     * Return how well each section and each page answers one term: a number from 0 to the rarity of the term.
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
     * Return how much the question resembles one that a section answers by its heading, or one that readers ask about
     * it, from 0 to 1: the square of what they share, so that one word in common is next to nothing.
     *
     * @param {Term[]} terms
     * @param {Score[]} scores of these terms
     * @returns {Likeness}
     */
    likeness(terms, scores) {
      const weights = terms.map(({ filler, found }, at) => {
        if (filler) return SMALL;
        return found.size ? Math.max(SMALL, scores[at].rarity) : this.unknown;
      });
      const question = weights.reduce((sum, weight) => sum + weight, 0);
      const short = terms.length === 1 ? 1 : sentence(terms);
      const likeness = { heading: this.sections.map(() => 0), asked: this.sections.map(() => 0) };
      for (const [number, { reached, said }] of this.shared(terms)) {
        const { place, words, whole, heading } = this.phrasings[number];
        if (terms.length === 1 && words.length > 1) continue;
        const asked = reached.reduce((sum, sure, at) => sum + sure * weights[at], 0);
        const repeated = said.reduce((sum, sure, at) => sum + sure * words[at].weight, 0);
        const common = (asked + repeated) / (question + whole);
        // A single word is a question of its page, or only the name of something: then the weight of the page decides.
        const counts = terms.length === 1 && heading ? this.sections[place].page.weight : short;
        const alike = common * Math.min(asked / question, repeated / whole) * counts;
        const all = heading ? likeness.heading : likeness.asked;
        all[place] = Math.max(all[place], alike);
      }
      return likeness;
    }

    /**
     * Return, for each phrasing that shares a word with the question, how surely it has each term, and how surely the
     * question has each of its words.
     *
     * @param {Term[]} terms
     */
    shared(terms) {
      /** @type {Map<number, {reached: number[], said: number[]}>} */
      const found = new Map();
      terms.forEach((term, at) => {
        for (const [word, sure] of term.found) {
          for (const [number, place] of this.inPhrasings.get(word) ?? []) {
            let one = found.get(number);
            if (!one) {
              found.set(number, (one = { reached: terms.map(() => 0), said: this.phrasings[number].words.map(() => 0) }));
            }
            one.reached[at] = Math.max(one.reached[at], sure);
            one.said[place] = Math.max(one.said[place], sure);
          }
        }
      });
      return found;
    }

    /**
     * @param {PageText} page
     * @param {number} number
     * @param {number[][]} measured of each section
     * @param {boolean} isUrgent whether the first section of the page must not be missed
     * @param {number} top how much less its top is worth than its sections, when one of these is shown instead
     */
    scorePage(page, number, measured, isUrgent, top) {
      const first = page.sections[firstOf(page)].id;
      const sections = this.places[number]
        .map((place) => {
          const section = this.sections[place];
          const leads = isUrgent && section.id === first;
          return { section, own: hasOwn(measured[place]) || leads, score: weighed(measured[place]) + (leads ? URGENT : 0) };
        })
        .filter(({ own, score }) => own && score > 0);
      /** @param {typeof sections[0]} found */
      const shown = ({ section, score }) => score - (section.id ? 0 : top);
      sections.sort((a, b) => shown(b) - shown(a));
      return { page, score: Math.max(0, ...sections.map(({ score }) => score)), sections, urgent: isUrgent };
    }

    /**
     * Return how much of the heading `text` the question covers, from FEW to 1: it covers all of a short heading.
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
   * Return the share of the question, weighted by rarity, for which `value(index of the term)` is returned.
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

  /**
   * Return whether some section has a word in its title or heading.
   *
   * @param {Map<number, InSection>} sections that have the word
   */
  function hasInHeading(sections) {
    return [...sections.values()].some(({ heading, title }) => title >= NAMED || heading >= NAMED);
  }

  /**
   * Return whether a question has a word that belongs to another counter, and that no heading is about: subsidie
   * aanvragen.
   *
   * @param {Term[]} terms
   * @param {Score[]} scores of these terms
   */
  function asksElsewhere(terms, scores) {
    return terms.some(({ read }, at) => isOfAnotherCounter(read) && !hasInHeading(scores[at].sections));
  }

  /**
   * Return how much a question is a sentence, from 0 for a single word to 1.
   *
   * @param {Term[]} terms
   */
  function sentence(terms) {
    return Math.min(1, (terms.length - 1) / SENTENCE);
  }

  /**
   * Return the index of the section of `page` that says what may not wait: the first one below the lead.
   *
   * @param {PageText} page
   */
  function firstOf({ sections }) {
    return Math.min(1, sections.length - 1);
  }

  /**
   * Return whether `word` is the urgent word `meant`, a form of it, or a compound that ends with it: doodschieten.
   * Short words must also begin alike: boom (tree) is not bom (bomb), though they have the same stem.
   *
   * @param {string} word
   * @param {string} meant
   */
  function isOrEndsWith(word, meant) {
    const [key] = keys(meant);
    if (keys(word).includes(key)) return meant.length > SHORT || word.startsWith(meant);
    return meant.length > SHORT && key.length > SHORT && keys(word).some((each) => each.endsWith(key));
  }

  /**
   * Return whether the section itself answers part of the question, and not only its page.
   *
   * @param {number[]} measures of the section
   */
  function hasOwn(measures) {
    return [SAID, BY_HEADING, BY_ASKED].some((at) => measures[at] > 0);
  }

  /** @param {number[]} measures of a section */
  function weighed(measures) {
    return measures.reduce((total, value, at) => total + LEARNED[at] * value, 0);
  }

  search.Index = Index;
})(self.draaiboekSearch);
