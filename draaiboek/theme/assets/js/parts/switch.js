// Switching to another sector keeps the section, where the link already leads to the same page.
"use strict";

document.addEventListener("click", ({ target }) => {
  const link = target instanceof Element && target.closest("a");
  if (link && link.matches("[data-same-page]")) link.hash = draaiboek.section({ others: true });
}, true);
