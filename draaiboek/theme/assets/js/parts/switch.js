// Who switches to another sector stays at the same section: the links already lead to the same page.
"use strict";

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-same-page] a");
  if (link) link.hash = draaiboek.section({ others: true });
}, true);
