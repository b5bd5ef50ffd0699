// The short name of the guidebook and those of laws do not break at their hyphens. In pages the program ensures that
// (render/html.py); this does it for what a script shows. With spans and no other characters, so that copying and
// searching still work.
"use strict";

/**
 * Return *element* with these names in its text kept unbroken.
 *
 * @template {Element} E
 * @param {E} element
 */
function keepTogether(element) {
  /** @type {HTMLElement | null} */
  const brand = document.querySelector("[data-samen]");
  const names = (brand?.dataset.samen ?? "").split("|").filter(Boolean);
  if (!names.length) return element;
  const name = new RegExp(`(${names.map((each) => each.replace(/[^\p{L}\p{N}]/gu, "\\$&")).join("|")})`);
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) {
    if (text.parentElement?.matches(".lr-heel") || !name.test(text.data)) continue;
    text.replaceWith(...text.data.split(name).map((piece, at) => {
      if (at % 2 === 0) return piece;
      const whole = document.createElement("span");
      whole.className = "lr-heel";
      whole.textContent = piece;
      return whole;
    }));
  }
  return element;
}
