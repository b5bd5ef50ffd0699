// Copying a reference: of the page at its foot, of a section at its ¶. The address holds the edition.
// Without JavaScript the foot shows the reference, and ¶ is a link.
"use strict";

{
  const { make, button, explain, title } = draaiboek;

  /**
   * The reference and address of the page, or of the section under *heading*. The template cite.html has its parts.
   *
   * @param {Element | null} heading
   */
  function reference(heading) {
    const copy = /** @type {Element} */ (document.querySelector(".lr-cite__text")?.cloneNode(true));
    const address = /** @type {Element} */ (copy.querySelector("[data-adres]"));
    if (heading) {
      copy.querySelector("[data-plaats]")?.replaceChildren(`, onder “${title(heading)}”,`);
      address.append(`#${encodeURIComponent(heading.id)}`);
    }
    return { text: copy.textContent ?? "", link: address.textContent ?? "" };
  }

  /**
   * Two buttons that copy, and a line that says how it went.
   *
   * @param {Element | null} heading
   */
  function buttons(heading) {
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
    const link = button("Kopieer link", () => copy(reference(heading).link));
    const text = button("Kopieer bronvermelding", () => copy(reference(heading).text));
    return make("div", { class: "lr-copy" }, link, text, status);
  }

  draaiboek.onPage(() => {
    const cite = document.querySelector(".lr-cite");
    if (!cite || cite.querySelector(".lr-copy")) return;
    cite.append(buttons(null));
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const marks = document.querySelectorAll(".lr-tekst :is(h2, h3, h4, h5, h6) > .headerlink");
    for (const mark of marks) {
      const heading = /** @type {HTMLElement} */ (mark.parentElement);
      const name = `Citeer of deel “${title(heading)}”`;
      mark.setAttribute("aria-label", `¶ ${name}`);
      // Else a screen reader says the name of the button with every heading.
      const words = make("span", { class: "lr-title", id: `lr-title-${heading.id}` });
      mark.before(words);
      words.append(...[...heading.childNodes].slice(0, -2));
      heading.setAttribute("aria-labelledby", words.id);
      explain(mark, name, () => [buttons(heading)], { preview: false });
    }
    draaiboek.oneStop([...marks], "De pijltjes gaan naar de volgende kop.");
  });
}
