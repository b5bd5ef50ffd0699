// Where the reader lands on a page. The reading aids take out and put in whole parts, after the browser scrolled; so this
// comes after all of them.
"use strict";

draaiboek.onPage(() => {
  const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  if (how?.type === "navigate") draaiboek.named()?.scrollIntoView(); // who reloads or goes back was put back where they were
});
