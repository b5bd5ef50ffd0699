// Where the reader lands on a page. The reading aids remove and insert whole parts after the browser has scrolled, so
// this comes after all of them.
"use strict";

draaiboek.onPage(() => {
  const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (how?.type === "navigate") draaiboek.named()?.scrollIntoView(); // else the browser restores the old position
});
