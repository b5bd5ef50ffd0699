// In a heading the short name of the guidebook does not break at its hyphen. Menus have the same from their template;
// in the text itself the HTML has to stay as it was rendered, because the PDF is made of it.
"use strict";

draaiboek.onPage(() => {
  const name = document.querySelector(".lr-brand__name")?.textContent ?? "";
  if (!name.includes("-")) return;
  for (const heading of document.querySelectorAll(".lr-tekst :is(h1, h2, h3, h4)")) {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
    for (const text of texts) {
      const at = text.data.indexOf(name);
      if (at < 0 || text.parentElement?.matches(".lr-heel")) continue;
      const whole = document.createElement("span");
      whole.className = "lr-heel";
      const middle = text.splitText(at);
      middle.splitText(name.length);
      middle.replaceWith(whole);
      whole.textContent = name;
    }
  }
});
