// A text to copy, such as a letter, is a quotation with places to fill in. A button copies it as plain text: on a phone
// it is hard to select, and the terms in it would come along as links.
"use strict";

draaiboek.onPage(() => {
  const { copyButtons } = draaiboek;

  /**
   * The words of *block*, line by line.
   *
   * @param {Element} block
   */
  function words(block) {
    const copy = /** @type {Element} */ (block.cloneNode(true));
    for (const extra of copy.querySelectorAll("sup, .lr-merk, .lr-popover")) extra.remove();
    for (const end of copy.querySelectorAll("br")) end.replaceWith("\n");
    return (copy.textContent ?? "").split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
  }

  /** @param {Element} block */
  function lines(block) {
    if (!block.matches("ul, ol")) return words(block);
    const sign = (/** @type {number} */ at) => (block.matches("ol") ? `${at + 1}.` : "-");
    return [...block.children].map((item, at) => `${sign(at)} ${words(item)}`).join("\n");
  }

  for (const letter of document.querySelectorAll(".lr-tekst blockquote:has(.lr-invullen)")) {
    letter.after(copyButtons({ "Kopieer deze tekst": () => [...letter.children].map(lines).join("\n\n") }));
  }
});
