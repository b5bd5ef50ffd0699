// A footnote can be read where its reference is. Without JavaScript the reference links to the foot of the page.
"use strict";

draaiboek.onPage(() => {
  const { explain, make, oneStop } = draaiboek;

  /**
   * @param {HTMLAnchorElement} mark
   * @param {Element} note
   */
  function text(mark, note) {
    const copy = /** @type {Element} */ (note.cloneNode(true));
    for (const way of copy.querySelectorAll(".footnote-backref")) way.remove();
    for (const named of copy.querySelectorAll("[id]")) named.removeAttribute("id");
    const label = mark.parentElement?.nextElementSibling;
    // "te controleren" after the reference says how reliable the source is; the note must not be read without it.
    if (label?.matches(".lr-controle") && !label.previousSibling?.textContent?.trim()) {
      copy.prepend(make("p", {}, label.cloneNode(true)));
    }
    const down = make("a", { href: mark.hash }, "Naar de noten");
    // The single back link of a note leads to the reference that was followed.
    const back = /** @type {HTMLAnchorElement | null} */ (note.querySelector(".footnote-backref"));
    down.addEventListener("click", () => back && (back.hash = mark.parentElement?.id ?? ""));
    return [...copy.childNodes, make("p", {}, down)];
  }

  /** The note references, grouped by the heading above them. */
  function below() {
    /** @type {HTMLElement[][]} */
    const groups = [[]];
    /** @type {NodeListOf<HTMLElement>} */
    const places = document.querySelectorAll(".lr-tekst :is(h2, h3, h4, h5, h6), .footnote-ref");
    for (const place of places) {
      if (place.matches(".footnote-ref")) groups.at(-1)?.push(place);
      else groups.push([]);
    }
    return groups;
  }

  for (const mark of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".footnote-ref"))) {
    const note = draaiboek.at(mark.hash);
    if (!note) continue;
    const name = `Noot ${mark.textContent.trim()}`;
    mark.setAttribute("aria-label", name);
    explain(mark, name, () => text(mark, note));
  }

  // The references below one heading are one tab stop; so are the back links, at the note that the reader came to.
  for (const marks of below()) oneStop(marks, "De pijltjes gaan naar de volgende noot.");
  /** @type {NodeListOf<HTMLElement>} */
  const backs = document.querySelectorAll(".footnote-backref");
  const stand = oneStop([...backs], "De pijltjes gaan naar de volgende.");
  const follow = () => {
    const back = /** @type {HTMLElement | null | undefined} */ (draaiboek.named()?.querySelector(".footnote-backref"));
    if (back) stand(back);
  };
  addEventListener("hashchange", follow);
  follow();
});
