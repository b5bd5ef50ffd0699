// How the answer of search/answer.js is drawn: a group per page, with an option for each place that was found.
// An option is a link, so that it also opens in another tab. `title` and `text` are HTML of our own making.
"use strict";

{
  let count = 0;

  /**
   * @param {string} name
   * @param {string} className
   * @param {Record<string, string>} [attributes]
   * @param {(Node | string)[]} inside
   */
  function make(name, className, attributes = {}, ...inside) {
    const element = document.createElement(name);
    element.className = className;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  /**
   * @param {string} name
   * @param {string} className
   * @param {string} text of our own making
   */
  function html(name, className, text) {
    const element = make(name, className);
    element.innerHTML = text;
    return element;
  }

  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} inside
   */
  function option(name, attributes, ...inside) {
    count += 1;
    const own = { role: "option", id: `lr-found-${count}`, "aria-selected": "false", ...attributes };
    return make(name, "md-search-result__link lr-search__option", own, ...inside);
  }

  /** @param {Record<string, boolean>} terms */
  function missing(terms) {
    const words = Object.keys(terms).filter((word) => !terms[word]);
    if (!words.length) return [];
    const struck = words.flatMap((word) => [" ", make("del", "", {}, word)]);
    return [make("p", "md-search-result__terms", {}, "Niet gevonden:", ...struck)];
  }

  /** @param {FoundDocument} found */
  function about(found) {
    return [html("div", "lr-search__teaser", found.text), ...missing(found.terms)];
  }

  /** @param {FoundDocument} found */
  function badge({ of }) {
    return of ? [" ", make("span", `lr-badge lr-variant lr-variant--${of.colour || "geen"}`, {}, of.title)] : [];
  }

  /**
   * @param {FoundDocument} found
   * @param {URL} base
   * @param {Node[]} before its title
   * @param {(Node | string)[]} inside
   */
  function place(found, base, before, ...inside) {
    const { href } = new URL(found.location, base);
    const whole = found.location.includes("#") ? "section" : "page";
    const kind = found.also ? "also" : whole;
    return option("a", { href }, ...before, html("span", `lr-search__${kind}`, found.title), ...badge(found), ...inside);
  }

  /**
   * The button that precedes the hidden *places*; search-field.js shows them.
   *
   * @param {HTMLElement[]} places
   */
  function more(places) {
    if (!places.length) return [];
    for (const each of places) each.hidden = true;
    const words = places.length === 1 ? "Nog 1 vindplaats" : `Nog ${places.length} vindplaatsen`;
    const opener = option("button", { type: "button" }, `${words} op deze pagina`);
    opener.classList.add("lr-search__more");
    return [opener, ...places];
  }

  /**
   * The page of *documents*: what was found as surely as the first, titles of what was found nearly as surely, and a
   * button for the rest. The page has an option of its own only when it is the answer; otherwise its name stands in that
   * of the best section, so that whoever taps it lands where the answer is.
   *
   * @param {FoundDocument[]} documents
   * @param {URL} base
   */
  function group(documents, base) {
    const [best] = documents;
    const page = documents.find(({ location }) => !location.includes("#")) ?? best;
    const places = best === page ? documents : documents.filter((each) => each !== page);
    const cut = places.findIndex(({ score }) => score < best.score);
    const sure = cut < 0 ? places.length : cut;
    const where = best === page ? [] : [make("span", "lr-search__where", {}, html("span", "", page.title), ...badge(page))];
    const options = places.map((each, at) => {
      // The page's own text is shown only when no section answers as well.
      const inside = each.also || (each === page && sure > 1) ? [] : about(each);
      return place(each, base, at ? [] : where, ...inside);
    });
    options[0].dataset.best = "";
    const shown = sure + places.filter(({ also }) => also).length;
    const inside = [...options.slice(0, shown), ...more(options.slice(shown))];
    const name = html("span", "", page.title).textContent ?? "";
    return make("div", "md-search-result__item", { role: "group", "aria-label": name }, ...inside);
  }

  /** Return the elements for *items*; *base* is the address of the variant. */
  searchBox.draw = (items, base) => items.map((documents) => keepTogether(group(documents, base)));
}
