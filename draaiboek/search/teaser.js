/** Teaser: the sentences of a section that answer the question, with the found words in <mark>. */
(function (search) {
  "use strict";

  const { tokens } = search.words;

  const LONGEST = 220;

  // A line that begins with it says whose text follows, or what the columns of a table hold: it can be found, but
  // answers nothing where there is more (search_texts.py).
  const ASIDE = "\t";

  /**
   * A sentence ends before a capital: "art. 458 Sw. (oud)" is not an end. A question is not an end either: what follows
   * answers it or says what to do then, and neither is worth much without the other.
   */
  const END = /([.!]["”]?)\s+(?=[\p{Lu}"“‘])/gu;

  /** @typedef {Map<string, Mark>} Marks by the word that was found */

  /**
   * Return `text` as HTML, with every word marked that is in `sure`.
   *
   * @param {string} text
   * @param {Marks} sure
   */
  function mark(text, sure) {
    let [html, from] = ["", 0];
    for (const token of tokens(text)) {
      if (!isFound(token, sure)) continue;
      html += `${escape(text.slice(from, token.start))}<mark>${escape(text.slice(token.start, token.end))}</mark>`;
      from = token.end;
    }
    return html + escape(text.slice(from));
  }

  /**
   * Return one or two sentences of `text` as HTML: those with most of what was asked, in their own order.
   * Where the text begins with the answer, its first sentence is one of them.
   *
   * @param {string} text
   * @param {Marks} sure
   * @param {boolean} [answersFirst] whether the text begins with the answer
   */
  function teaser(text, sure, answersFirst = false) {
    const lines = text.split("\n");
    const told = lines.filter((line) => !line.startsWith(ASIDE));
    const sentences = (told.length ? told : lines.map((line) => line.slice(ASIDE.length))).flatMap(sentencesOf);
    if (!sentences.length) return "";
    const scored = sentences.map((sentence, place) => ({ sentence, place, score: score(sentence, sure) }));
    const best = [...scored].sort((a, b) => b.score - a.score || a.place - b.place);
    const first = answersFirst ? scored[0] : best[0];
    const second = best.find((each) => each !== first);
    const chosen = [first];
    if (second && second.sentence.length + first.sentence.length <= LONGEST) chosen.push(second);
    chosen.sort((a, b) => a.place - b.place);
    const beside = chosen.length > 1 && chosen[1].place === chosen[0].place + 1 && /[.!?]["”]?$/.test(chosen[0].sentence);
    return chosen.map(({ sentence }) => mark(shorten(sentence, sure), sure)).join(beside ? " " : " … ");
  }

  /**
   * Return the sentences of a block of text; what somebody says between quotation marks is not cut into pieces.
   *
   * @param {string} block
   */
  function sentencesOf(block) {
    /** @type {string[]} */
    const found = [];
    for (const piece of block.replace(END, "$1\n").split("\n").filter(Boolean)) {
      const before = found.at(-1);
      if (before && isOpen(before)) found[found.length - 1] = `${before} ${piece}`;
      else found.push(piece);
    }
    return found;
  }

  /**
   * Return whether a quotation in `text` does not end there.
   *
   * @param {string} text
   */
  function isOpen(text) {
    return text.lastIndexOf("“") > text.lastIndexOf("”");
  }

  /**
   * Different words that were found count; the same word twice does not.
   *
   * @param {string} sentence
   * @param {Marks} sure
   */
  function score(sentence, sure) {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const token of tokens(sentence)) {
      const term = termOf(token, sure);
      if (term) found.set(term.text, Math.max(found.get(term.text) || 0, term.sure));
    }
    return [...found.values()].reduce((sum, value) => sum + value, 0);
  }

  /**
   * @param {string} sentence
   * @param {Marks} sure
   */
  function shorten(sentence, sure) {
    if (sentence.length <= LONGEST) return sentence;
    const first = tokens(sentence).find((token) => isFound(token, sure));
    const from = first ? Math.max(0, sentence.lastIndexOf(" ", Math.max(0, first.start - LONGEST / 2))) : 0;
    const end = sentence.indexOf(" ", from + LONGEST);
    const piece = sentence.slice(from, end < 0 ? undefined : end).trim();
    const before = `${from ? "… " : ""}${isOpen(sentence.slice(0, from)) ? "“" : ""}`;
    const after = end < 0 ? "" : ` …${isOpen(sentence.slice(0, end)) ? "”" : ""}`;
    return `${before}${piece}${after}`;
  }

  /**
   * @param {Token} token
   * @param {Marks} sure
   */
  function isFound(token, sure) {
    return Boolean(termOf(token, sure));
  }

  /**
   * @param {Token} token
   * @param {Marks} sure
   */
  function termOf({ word, parts }, sure) {
    return sure.get(word) || parts.map((part) => sure.get(part)).find(Boolean);
  }

  /** @param {string} text */
  function escape(text) {
    return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  }

  search.mark = mark;
  search.teaser = teaser;
})(self.draaiboekSearch);
