// Copying a reference: of the page at its foot, of a section at its ¶. The address contains the edition.
// Without JavaScript the foot shows the reference, and ¶ is a link.
"use strict";

{
  const { copyButtons, explain, make, title } = draaiboek;

  /**
   * The reference and address of the page, or of the section under *heading*; cite.html has the parts.
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

  /** @param {Element | null} heading */
  const buttons = (heading) => copyButtons({
    "Kopieer link": () => reference(heading).link,
    "Kopieer bronvermelding": () => reference(heading).text,
  });

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
      // Otherwise a screen reader says the name of the button with every heading.
      const words = make("span", { class: "lr-title", id: `lr-title-${heading.id}` });
      mark.before(words);
      words.append(...[...heading.childNodes].slice(0, -2));
      heading.setAttribute("aria-labelledby", words.id);
      explain(mark, name, () => [buttons(heading)], { preview: false });
    }
    draaiboek.oneStop([...marks], "De pijltjes gaan naar de volgende kop.");
  });
}
