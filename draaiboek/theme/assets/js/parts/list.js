// A field that filters a long list by what was typed (long-list.html): rows of tables, or sections. The rest of the
// text is hidden meanwhile, so that the results are below the field. When nothing matches, the rest is shown without
// the list, with a way to search all pages. Nothing is stored.
"use strict";

{
  const { button } = draaiboek;
  const HIDDEN = "lr-find__hidden";
  const PHONE = matchMedia("(max-width: 44.984375em)");

  /** @param {string} text */
  function plain(text) {
    return text.normalize("NFD").replace(/[\p{M}\u00ad]/gu, "").replace(/[‘’]/g, "'").replace(/\s+/g, " ").trim().toLowerCase();
  }

  /** @param {Element} element */
  const level = (element) => Number(/^H([2-6])$/.exec(element.tagName)?.[1] ?? 9);

  /**
   * The entry that begins at *first*: its elements, the elements around and above it, and the text it is found by.
   *
   * @param {Element} first
   * @param {Record<string, string>} others
   */
  function entry(first, others) {
    const elements = [first];
    for (let next = first.nextElementSibling; next && level(next) > level(first); next = next.nextElementSibling) {
      if (!next.matches(".footnote")) elements.push(next);
    }
    const title = first.querySelector("th")?.textContent ?? draaiboek.title(first);
    const name = plain(`${title} ${others[title.trim()] ?? ""}`);
    const text = plain(elements.map((each) => each.textContent).join(" "));
    return { elements, name, text: `${name} ${text}`, above: above(first) };
  }

  /** @param {Element} first */
  function above(first) {
    /** @type {Element[]} */
    const ways = [];
    for (let here = first; !here.matches("[data-artikel]") && here.parentElement; here = here.parentElement) {
      if (here !== first) ways.push(here);
      let least = level(here);
      for (let before = here.previousElementSibling; before; before = before.previousElementSibling) {
        if (level(before) < least) ways.push(before);
        least = Math.min(least, level(before));
      }
    }
    return ways;
  }

  /**
   * @param {HTMLFormElement} form
   * @param {Element} article
   * @param {HTMLInputElement} field
   * @param {Element} said
   */
  function start(form, article, field, said) {
    const others = JSON.parse(form.dataset.words ?? "{}");
    const entries = [...article.querySelectorAll(form.dataset.find ?? "")].map((each) => entry(each, others));
    const listed = parts(entries);
    const all = new Set([...between(form, article), ...article.children, ...listed]);

    function show() {
      const typed = plain(field.value);
      const shown = found(entries, typed.split(" "));
      const kept = parts(shown);
      const stays = (/** @type {Element} */ each) => !typed || (shown.length ? kept.has(each) : !listed.has(each));
      for (const each of all) each.classList.toggle(HIDDEN, !stays(each));
      said.replaceChildren(...(typed ? result(shown.length) : []));
      // On a phone the keyboard leaves little of the screen.
      if (typed && PHONE.matches) form.scrollIntoView();
    }

    /** @param {number} count */
    function result(count) {
      if (count) return [`${count} van ${entries.length}`];
      return ["Niet gevonden in deze lijst.", button("Zoek op alle pagina’s", everywhere)];
    }

    function everywhere() {
      /** @type {HTMLInputElement | null} */
      const search = document.querySelector(".md-search__input");
      if (search) search.value = field.value;
      search?.focus();
    }

    field.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      field.blur(); // closes the keyboard of a phone
    });
    /** @param {string} hash of a place: if it is hidden, it is shown again, with the whole list */
    function reveal(hash) {
      const place = draaiboek.at(hash);
      if (!place || place.checkVisibility()) return;
      field.value = "";
      show();
      place.scrollIntoView();
    }

    addEventListener("hashchange", () => reveal(location.hash));
    // No hashchange when the same link was followed before; a link that opens a note has prevented its default.
    addEventListener("click", ({ target, defaultPrevented }) => {
      /** @type {HTMLAnchorElement | null} */
      const link = target instanceof Element ? target.closest("a[href^='#']") : null;
      if (link && !defaultPrevented) reveal(link.hash);
    });
    form.hidden = false;
  }

  /**
   * Those of *entries* whose name contains all *words*; if there are none, those whose text does.
   *
   * @param {ListEntry[]} entries
   * @param {string[]} words
   */
  function found(entries, words) {
    const named = entries.filter(({ name }) => words.every((word) => name.includes(word)));
    return named.length ? named : entries.filter(({ text }) => words.every((word) => text.includes(word)));
  }

  /**
   * What is between *form* and *article*: other ways into the list.
   *
   * @param {Element} form
   * @param {Element} article
   */
  function between(form, article) {
    const siblings = [...(form.parentElement?.children ?? [])];
    return siblings.slice(siblings.indexOf(form) + 1, siblings.indexOf(article));
  }

  /** @param {ListEntry[]} entries */
  function parts(entries) {
    return new Set(entries.flatMap((each) => [...each.elements, ...each.above]));
  }

  draaiboek.onPage(() => {
    /** @type {HTMLFormElement | null} */
    const form = document.querySelector("[data-find]");
    const article = document.querySelector("[data-artikel]");
    const field = form?.querySelector("input");
    const said = form?.querySelector("[role=status]");
    if (form && article && field && said) start(form, article, field, said);
  });
}
