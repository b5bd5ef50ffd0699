/**
 * Answer: the last part of search.js, and what the search box talks to.
 *
 * As a worker it loads texts.js itself, posts { type: READY } once the index is built, and answers every
 * { type: QUERY, data: text } with { type: RESULT, data }. On a page that was opened from a file, where browsers
 * refuse workers, the search box loads this file and texts.js as scripts and calls `draaiboekSearch.answer(text)`.
 *
 * `data.items` is what the search box draws (theme/assets/js/parts/search-results.js): a list of pages, each a list of
 * documents { location, title, text, score, terms, also }. One document of a page has no # in its location. The first,
 * and all with the same score, are shown; `also` ones of the first page too, by their titles; the others are behind
 * "Nog … vindplaatsen". `title` and `text` are HTML.
 */
(function (search) {
  "use strict";

  const [READY, QUERY, RESULT] = [1, 2, 3];
  const MOST_SECTIONS = 6;
  // Of the first page, as many sections more by their titles as score nearly as much: a tenth of the readers needs one
  // of these (decision 0088).
  const MOST_ALSO = 2;
  const NEARLY = 0.6;
  const FROM_FILE = self.location.protocol === "file:";

  /** @type {SearchIndex | null} */
  let index = null;

  /**
   * Return the answers to the question `text`, whether they are doubtful, how its misspelled words were read, and which
   * of its words are unknown.
   *
   * @param {string} text
   * @returns {SearchAnswer}
   */
  function answer(text) {
    index ??= new search.Index({ pages: pagesOf(self.draaiboekTexts), meanings: self.draaiboekTexts.meanings });
    if (!text.trim()) return { items: [], doubtful: false, corrections: [], unknown: [] };
    const { pages, terms, corrections, doubtful } = index.search(text);
    const sure = marks(terms);
    const items = pages.map((found) => documents(found, terms, sure));
    if (items.length) items[0] = withAlso(items[0]);
    const unknown = terms.filter((term) => !term.filler && !term.found.size).map((term) => term.text);
    return { items, doubtful, corrections, unknown };
  }

  /**
   * Return the pages with their sections, in order; texts.js stores sections by field, with 0 for an absent field.
   *
   * @param {StoredTexts} texts
   * @returns {PageText[]}
   */
  function pagesOf({ pages, sections }) {
    const fields = Object.entries(sections);
    let next = 0;
    return pages.map((page) => {
      const own = Array.from({ length: page.sections }, (_, at) =>
        Object.fromEntries(fields.map(([name, values]) => [name, values[next + at]]).filter(([, value]) => value !== 0)),
      );
      next += page.sections;
      return { ...page, sections: /** @type {any} */ (own) };
    });
  }

  /**
   * Return which words to mark: those that stand for a word of the question, except its filler words.
   *
   * @param {Term[]} terms
   */
  function marks(terms) {
    /** @type {Map<string, Mark>} */
    const sure = new Map();
    for (const term of terms.filter((each) => !each.filler)) {
      term.found.forEach((value, word) => {
        const known = sure.get(word);
        if (!known || known.sure < value) sure.set(word, { text: term.text, sure: value });
      });
    }
    return sure;
  }

  /**
   * @param {FoundPage} found
   * @param {Term[]} terms
   * @param {Map<string, Mark>} sure
   * @returns {FoundDocument[]}
   */
  function documents({ page, score, sections, urgent }, terms, sure) {
    // Whoever may be in danger need not read which words were not found.
    const asked = urgent ? [] : terms;
    const sectors = self.draaiboekTexts.sectors ?? {};
    const lead = sections.find(({ section }) => !section.id);
    const shown = sections.slice(0, MOST_SECTIONS).filter(({ section }) => section.id);
    const parts = shown.map((part) => ({
      location: address(page.url, part.section.id),
      title: search.mark(part.section.under ?? part.section.title, sure),
      of: sectors[part.section.of ?? ""], // that of the page is said there
      // Below a question is its answer; where danger is meant, whom to call.
      text: paragraph(part.section.text, sure, part.section.title.endsWith("?") || (urgent && part === sections[0])),
      score: part.score,
      terms: missing(part.section, page, asked),
    }));
    const first = lead && lead === sections[0];
    const [section] = page.sections;
    const whole = {
      location: address(page.url, ""),
      title: search.mark(page.title, sure),
      of: sectors[page.of ?? ""],
      text: first ? paragraph(page.summary || section.text, sure) : "",
      score: first || !parts.length ? score : 0,
      terms: first ? missing({ ...section, text: `${page.summary} ${section.text}` }, page, asked) : {},
    };
    return first || !parts.length ? [whole, ...parts] : [...parts, whole];
  }

  /**
   * Return `found`, the documents of a page, the best first, with those marked that answer nearly as well.
   *
   * @param {FoundDocument[]} found
   */
  function withAlso(found) {
    const [best, ...others] = found;
    const nearly = others.filter(({ location, score }) => location.includes("#") && score < best.score && score >= NEARLY * best.score);
    const also = new Set(nearly.slice(0, MOST_ALSO));
    return found.map((each) => ({ ...each, also: also.has(each) }));
  }

  /**
   * @param {string} text
   * @param {Map<string, Mark>} sure
   * @param {boolean} [answersFirst]
   */
  function paragraph(text, sure, answersFirst) {
    const html = search.teaser(text, sure, answersFirst);
    return html && `<p>${html}</p>`;
  }

  /**
   * Return, for every word of the question, whether `section` has it or lists it in its questions; the box shows those
   * that are missing. Everyday words are left out: nobody misses them.
   *
   * @param {SectionText} section
   * @param {PageText} page
   * @param {Term[]} terms
   */
  function missing(section, page, terms) {
    const words = search.words.tokens([page.title, section.title, section.text, ...(section.asked ?? [])].join(" "));
    const here = new Set(words.flatMap(({ word, parts }) => [word, ...parts]));
    const asked = terms.filter((term) => !term.filler && !search.words.isEveryday(term.read));
    return Object.fromEntries(asked.map((term) => [term.text, [...term.found.keys()].some((word) => here.has(word))]));
  }

  /**
   * A web server serves a folder's index.html; for a folder opened from a file a browser would list its contents.
   *
   * @param {string} url
   * @param {string} id of the section, or ''
   */
  function address(url, id) {
    return `${url}${FROM_FILE && (!url || url.endsWith("/")) ? "index.html" : ""}${id ? `#${id}` : ""}`;
  }

  search.answer = answer;

  if (typeof self.importScripts === "function") {
    self.importScripts("texts.js");
    self.addEventListener("message", ({ data }) => {
      if (data.type === QUERY) self.postMessage({ type: RESULT, data: answer(data.data) });
    });
    answer("");
    self.postMessage({ type: READY });
  }
})(self.draaiboekSearch);
