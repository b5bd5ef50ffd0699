// A table that is wider than the screen scrolls by itself. It is then a tab stop, with the name of the heading above it
// (WCAG 2.1.1, 4.1.2); a table that fits is not.
"use strict";

{
  /** @param {Element} table */
  const above = (table) => {
    const headings = [...document.querySelectorAll(".lr-tekst :is(h1, h2, h3, h4, h5)")];
    const nearest = headings.findLast(
      (heading) => heading.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return nearest ? draaiboek.title(nearest) : "";
  };

  /** @param {HTMLElement} scroller */
  const name = (scroller) => {
    if (scroller.scrollWidth <= scroller.clientWidth) {
      for (const attribute of ["tabindex", "role", "aria-label"]) scroller.removeAttribute(attribute);
      return;
    }
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
    scroller.setAttribute("aria-label", `Tabel: ${above(scroller)}`);
  };

  const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => name(/** @type {HTMLElement} */ (target))));
  const scrollers = () => {
    for (const table of document.querySelectorAll(".lr-tekst table")) {
      const scroller = draaiboek.make("div", { class: "lr-scroll" });
      table.replaceWith(scroller);
      scroller.append(table);
      watcher.observe(scroller);
    }
  };

  draaiboek.onPage(scrollers);
}
