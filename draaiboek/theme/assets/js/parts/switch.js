// Who switches to another sector stays at the same section, where the link already leads to the same page.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-same-page]");
  if (link) link.hash = draaiboek.section({ others: true });
}, true);
