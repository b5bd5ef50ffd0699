// In a heading LIVC-R does not break at its hyphen. Menus have the same from their template; in the text itself the
// HTML has to stay as it was rendered, because the PDF is made of it.
"use strict";

draaiboek.onPage(() => {
  for (const heading of document.querySelectorAll(".lr-tekst :is(h1, h2, h3, h4)")) {
    const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
    for (const text of texts) {
      const at = text.data.indexOf("LIVC-R");
      if (at < 0 || text.parentElement?.matches(".lr-heel")) continue;
      const whole = document.createElement("span");
      whole.className = "lr-heel";
      const middle = text.splitText(at);
      middle.splitText("LIVC-R".length);
      middle.replaceWith(whole);
      whole.textContent = "LIVC-R";
    }
  }
});
