// Where the texts of all sectors are side by side (the variant `alle`), folded: ticking sectors opens their texts and
// hides those of the others. What was ticked is kept on this device, and nothing else is.
"use strict";

{
  const KEY = "sectoren";
  const { make, memory } = draaiboek;
  /** @returns {HTMLElement[]} */
  const pieces = () => [...document.querySelectorAll("[data-artikel] [data-sector]")].filter((each) => each instanceof HTMLElement);
  /** @returns {HTMLFormElement | null} */
  const form = () => document.querySelector("[data-choose-sectors]");

  /** @param {HTMLFormElement} place */
  function boxes(place) {
    return [...place.querySelectorAll("input")];
  }

  /** @param {HTMLFormElement} place */
  function ticked(place) {
    return boxes(place).filter((box) => box.checked);
  }

  /**
   * Open the pieces of the sectors that are ticked and hide the others; with none ticked all are there, folded.
   *
   * @param {HTMLFormElement} place
   */
  function apply(place) {
    const chosen = ticked(place).map((box) => box.value);
    for (const piece of pieces()) {
      const isChosen = chosen.includes(piece.dataset.sector ?? "");
      piece.hidden = chosen.length > 0 && !isChosen;
      if (piece instanceof HTMLDetailsElement) piece.open = isChosen;
    }
    tell(place);
  }

  /** @param {HTMLFormElement} place */
  function tell(place) {
    const status = place.querySelector("[role=status]");
    if (!status) return;
    const names = list(ticked(place).map((box) => box.dataset.naam ?? ""));
    const hidden = pieces().filter((piece) => piece.hidden).length;
    const shown = pieces().length - hidden;
    const own = shown ? `${count(shown)} van ${names}` : `niets van ${names}`;
    const rest = hidden ? ` Verborgen: ${count(hidden)} van anderen.` : "";
    status.textContent = names ? `Op deze pagina: de kerntekst, en ${own}.${rest}` : "";
  }

  /** @param {number} number */
  function count(number) {
    return number === 1 ? "1 stuk" : `${number} stukken`;
  }

  /** @param {string[]} names */
  function list(names) {
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} en ${names[names.length - 1]}`;
  }

  /**
   * Show, after the name of each sector, how many pieces of its text the page has.
   *
   * @param {HTMLFormElement} place
   */
  function tally(place) {
    for (const box of boxes(place)) {
      const own = pieces().filter((piece) => piece.dataset.sector === box.value).length;
      box.parentElement?.append(make("span", { class: "lr-sectors__number" }, `(${own})`));
    }
  }

  /** @param {HTMLFormElement} place */
  function restore(place) {
    const kept = memory.read(KEY);
    const slugs = Array.isArray(kept) ? kept : [];
    for (const box of boxes(place)) box.checked = slugs.includes(box.value);
    apply(place);
  }

  /** Open and show what surrounds the target of the address, whatever is ticked: a reader who follows a link wants it. */
  function reveal() {
    const place = draaiboek.named();
    const piece = place?.closest("[data-artikel] [data-sector]");
    if (!place || !(piece instanceof HTMLElement)) return;
    piece.hidden = false;
    if (piece instanceof HTMLDetailsElement) piece.open = true;
    const choice = form();
    if (choice) tell(choice);
    place.scrollIntoView();
  }

  /** @param {HTMLFormElement} place */
  function start(place) {
    place.hidden = pieces().length === 0;
    if (place.hidden) return;
    place.querySelector("details")?.toggleAttribute("open", matchMedia("(min-width: 45em)").matches);
    tally(place);
    restore(place);
    place.addEventListener("change", () => {
      const chosen = ticked(place).map((box) => box.value);
      memory.write(KEY, chosen.length ? chosen : null);
      apply(place);
    });
    reveal();
  }

  draaiboek.onPage(() => {
    const place = form();
    if (place) start(place);
  });
  addEventListener("hashchange", reveal);
  document.addEventListener("draaiboek:wis", () => {
    const place = form();
    if (place && !place.hidden) restore(place);
  });

  // Paper cannot be unfolded: what is in sight is printed in full.
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = pieces().filter((piece) => piece instanceof HTMLDetailsElement).filter((piece) => !piece.open && !piece.hidden);
    for (const piece of opened) piece.open = true;
  });
  addEventListener("afterprint", () => {
    for (const piece of opened) piece.open = false;
    opened = [];
  });
}
