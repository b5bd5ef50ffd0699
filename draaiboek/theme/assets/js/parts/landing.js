// Where the reader lands on a page. The reading aids take out and put in whole parts, after the browser or Material
// scrolled; so this comes after all of them. After instant navigation the focus would be nowhere: it goes to the place
// in the address, or else to the heading of the new page, so that a screen reader says where the reader is.
"use strict";

{
  let first = true;
  /** @type {number | null} */
  let back = null; // how far down the page was, for who comes back to it by the browser's buttons

  addEventListener("popstate", ({ state }) => (back = state?.y ?? null)); // Material wrote it down when the reader left
  addEventListener("click", () => (back = null), true);

  /** @param {HTMLElement | null} place */
  function start(place) {
    const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    if (how?.type === "navigate") place?.scrollIntoView(); // who reloads was put back where they were
  }

  // Not as `history.state` has it: of a reader who scrolled just before, that tells how far down the last page was.
  /** @param {HTMLElement | null} place */
  function go(place) {
    const heading = place ?? document.querySelector("h1");
    if (heading) draaiboek.focus(heading);
    if (place && back === null) place.scrollIntoView();
    else scrollTo(0, back ?? 0);
    back = null;
  }

  draaiboek.onPage(() => {
    (first ? start : go)(draaiboek.named());
    first = false;
  });
}
