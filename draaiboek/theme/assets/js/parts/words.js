// The short name of the guidebook does not break at its hyphen. In pages the program sees to that (render/html.py); this
// does it for what a script shows. Spans, and no other sign: what a reader copies or looks for stays the same.
"use strict";

/**
 * Returns *element*, in whose text the name stays together.
 *
 * @template {Element} E
 * @param {E} element
 */
function keepTogether(element) {
  const name = document.querySelector(".lr-brand__name")?.textContent ?? "";
  if (!name.includes("-")) return element;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) {
    if (text.parentElement?.matches(".lr-heel") || !text.data.includes(name)) continue;
    text.replaceWith(...text.data.split(name).flatMap((piece, at) => {
      if (!at) return [piece];
      const whole = document.createElement("span");
      whole.className = "lr-heel";
      whole.textContent = name;
      return [whole, piece];
    }));
  }
  return element;
}
