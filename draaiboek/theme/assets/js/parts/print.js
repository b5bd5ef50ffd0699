// Printing. On paper only addresses of other websites are of use (print.css). Each page has a button, and so has each
// list: that one prints only the section around it.
"use strict";

{
  const ONE = "lr-prints-one";
  const HERE = "lr-prints";
  const level = (/** @type {Element} */ element) => Number(/^H([2-6])$/.exec(element.tagName)?.[1] ?? 9);

  /**
   * The heading above *list*, and everything below it down to the next heading of the same or a higher level.
   *
   * @param {Element} list
   */
  function around(list) {
    let block = list.closest("[data-artikel] > *, .lr-sector > *");
    while (block && level(block) === 9) block = block.previousElementSibling;
    if (!block) return [];
    const found = [block];
    for (let next = block.nextElementSibling; next && level(next) > level(block); next = next.nextElementSibling) {
      if (!next.matches(".footnote")) found.push(next);
    }
    return found;
  }

  /**
   * The notes that *parts* refer to; each has its number set explicitly, in case earlier ones are not printed.
   *
   * @param {Element[]} parts
   */
  function notes(parts) {
    const marks = parts.flatMap((part) => [.../** @type {NodeListOf<HTMLAnchorElement>} */ (part.querySelectorAll(".footnote-ref"))]);
    return marks.flatMap((mark) => {
      const note = /** @type {HTMLLIElement | null} */ (draaiboek.at(mark.hash));
      if (note) note.value = Number(mark.textContent);
      return note ? [note] : [];
    });
  }

  draaiboek.printOnly = (list) => {
    const parts = around(list);
    const shown = [...parts, ...notes(parts)];
    for (const part of shown) part.classList.add(HERE);
    document.documentElement.classList.toggle(ONE, parts.length > 0);
    addEventListener("afterprint", () => {
      for (const part of shown) part.classList.remove(HERE);
      document.documentElement.classList.remove(ONE);
    }, { once: true });
    print();
  };

  draaiboek.onPage(() => {
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".lr-tekst a[href]"))) {
      link.classList.toggle("lr-inside", link.host === location.host);
    }
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print][hidden]"))) {
      place.hidden = false;
      place.querySelector("button")?.addEventListener("click", () => print());
    }
  });
}
