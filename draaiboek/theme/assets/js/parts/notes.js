// A footnote can be read where its mark stands. Without JavaScript the mark leads to the foot of the page.
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
    // "te controleren" behind the mark says how sure the source is; the note may not be read without it.
    if (label?.matches(".lr-controle") && !label.previousSibling?.textContent?.trim()) {
      copy.prepend(make("p", {}, label.cloneNode(true)));
    }
    const down = make("a", { href: mark.hash }, "Naar de noten");
    // The one way back of a note leads to the mark that was followed.
    const back = /** @type {HTMLAnchorElement | null} */ (note.querySelector(".footnote-backref"));
    down.addEventListener("click", () => back && (back.hash = mark.parentElement?.id ?? ""));
    return [...copy.childNodes, make("p", {}, down)];
  }

  /** The marks of notes, those below one heading together. */
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

  // The notes below one heading are one stop; so are the ways back, at the note that the reader came to.
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
