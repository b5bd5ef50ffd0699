// Copying to the clipboard, for what a reader takes along: a reference (cite.js) or a letter (letter.js).
"use strict";

/** Return a button for each of *texts*, by label, that copies what its function returns; and a status line. */
draaiboek.copyButtons = (texts) => {
  const { make, button } = draaiboek;
  const status = make("p", { class: "lr-copy__status", role: "status" });

  /** @param {string} text */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = "Gekopieerd";
    } catch {
      // The browser refuses: no https, or the reader did not allow it.
      const field = make("textarea", { readonly: "", rows: "4", "aria-label": "Tekst om te kopiëren" });
      field.value = text;
      status.replaceChildren("Kopieer de geselecteerde tekst zelf.", field);
      field.select();
    }
  }

  const buttons = Object.entries(texts).map(([words, text]) => button(words, () => copy(text())));
  return make("div", { class: "lr-copy" }, ...buttons, status);
};
