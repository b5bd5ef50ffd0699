// Material opens the search on the bare keys f, s and /, and turns pages on p, n, comma and full stop. Who speaks to
// the computer, or leans on a key, sets those off by accident (WCAG 2.2, 2.1.4). Loaded before Material's bundle.
"use strict";

window.addEventListener("keydown", (event) => {
  const bare = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (bare && !typing && event.key !== " ") event.stopImmediatePropagation();
}, true);

// Material closes the search on Tab, before the focus can come to its results; search-focus.js closes it when the
// focus has left.
window.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && event.target.closest?.(".md-search")) event.stopImmediatePropagation();
}, true);
