// Copying to the clipboard: used by what a reader takes along, a reference (cite.js) or a letter (letter.js).
"use strict";

/** A button for each of *texts*, by its words, that copies what the function beside it returns; and how it went. */
draaiboek.copyButtons = (texts) => {
  const { make, button } = draaiboek;
  const status = make("p", { class: "lr-copy__status", role: "status" });

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Gekopieerd";
    } catch {
      // The browser does not let us: no https, or the reader refused.
      const field = make("textarea", { readonly: "", rows: "4", "aria-label": "Tekst om te kopiëren" });
      field.value = text;
      status.replaceChildren("Kopieer de geselecteerde tekst zelf.", field);
      field.select();
    }
  }

  const buttons = Object.entries(texts).map(([words, text]) => button(words, () => copy(text())));
  return make("div", { class: "lr-copy" }, ...buttons, status);
};
