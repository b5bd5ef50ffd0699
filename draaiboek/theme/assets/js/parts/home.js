// Which sector a reader works for: kept only when they ask for it, on the first page of that sector. The first page of
// the core then links there directly.
"use strict";

{
  const KEY = "sector";
  const { make, button, memory } = draaiboek;

  /**
   * On a sector's first page: the offer to keep it on this device, or to forget it.
   *
   * @param {HTMLElement} place
   */
  function ask(place) {
    const { keepSector: sector = "", naam: name = "" } = place.dataset;
    const kept = memory.read(KEY) === sector;
    const words = kept ? `Dit toestel onthoudt dat je voor ${name} leest.` : "";
    const keep = () => change(place, memory.write(KEY, sector) ? "" : "Je browser laat dat niet toe.");
    const forget = () => change(place, memory.write(KEY, null) ? "Vergeten." : "");
    const press = kept ? button("Vergeet mijn sector", forget) : button(`Onthoud dat ik voor ${name} lees`, keep);
    place.replaceChildren(make("span", { role: "status" }, words), " ", press);
    place.hidden = memory.refused;
  }

  /**
   * @param {HTMLElement} place
   * @param {string} words
   */
  function change(place, words) {
    ask(place);
    const status = place.querySelector("[role=status]");
    if (words && status) status.textContent = words;
    place.querySelector("button")?.focus();
  }

  /**
   * On the first page of the core: the link to the sector that was kept.
   *
   * @param {HTMLElement} place
   */
  function lead(place) {
    const kept = memory.read(KEY);
    for (const link of /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll("[data-sector]"))) link.hidden = link.dataset.sector !== kept;
    place.hidden = !place.querySelector("[data-sector]:not([hidden])");
  }

  function show() {
    /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-keep-sector]")).forEach(ask);
    /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-sectors]")).forEach(lead);
  }

  draaiboek.onPage(show);
  document.addEventListener("draaiboek:wis", show);
}
