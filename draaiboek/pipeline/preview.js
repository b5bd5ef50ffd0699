// A preview page follows the text: it reloads when it changed, and shows what is wrong on top of the old page.
"use strict";

{
  /** @typedef {{bestand: string, regel: number, kolom: number, code: string, melding: string, gevolgen: number,
   *   hint: string}} Fault a mistake as `check` reports it
   * @typedef {{index: number, words: string, top: number}} View a piece of text and its offset from the window's top */

  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { versie: mine = "", nieuws: address = "" } = script.dataset;
  const kept = `voorbeeld:${location.pathname}`;
  let known = 0; // the number of the last message; the first is 1

  /**
   * Show what is wrong, above the page; remove that panel when *errors* is empty.
   *
   * @param {Fault[]} errors
   */
  function show(errors) {
    document.querySelector(".voorbeeld-fouten")?.remove();
    if (!errors.length) return;
    const panel = document.createElement("aside");
    panel.className = "voorbeeld-fouten";
    panel.setAttribute("role", "alert");
    panel.setAttribute("aria-label", "Fouten in de tekst");
    const title = document.createElement("h2");
    title.textContent = errors.length === 1 ? "1 fout in de tekst" : `${errors.length} fouten in de tekst`;
    const list = document.createElement("ol");
    for (const { bestand, regel, kolom, code, melding, gevolgen, hint } of errors) {
      const item = document.createElement("li");
      const place = document.createElement("code");
      place.textContent = `${bestand}:${regel}:${kolom}`;
      const told = gevolgen ? ` (en ${gevolgen} ${gevolgen === 1 ? "gevolg" : "gevolgen"})` : "";
      item.append(place, ` ${code} ${melding}${told}`);
      if (hint) {
        const remedy = document.createElement("p");
        remedy.textContent = hint;
        item.append(remedy);
      }
      list.append(item);
    }
    const note = document.createElement("p");
    note.textContent = "Je ziet de pagina zoals ze was voor de fout.";
    panel.append(title, list, note);
    document.body.prepend(panel);
  }

  const texts = () => [...document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, tr)")];

  /**
   * Return the first piece of text in view; null at the top of the page.
   *
   * @returns {View | null}
   */
  function view() {
    const all = texts();
    const index = all.findIndex((each) => each.getBoundingClientRect().top > 0);
    if (!scrollY || index < 0) return null;
    return { index, words: all[index].textContent ?? "", top: all[index].getBoundingClientRect().top };
  }

  /** Reload the page if it changed; what is open stays open, and the reader stays at the same place. */
  async function renew() {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    if (answer.headers.get("ETag") === `"${mine}"`) return;
    const open = [...document.querySelectorAll("details")].map((each) => each.open);
    sessionStorage.setItem(kept, JSON.stringify({ open, seen: view() }));
    location.reload();
  }

  function restore() {
    const text = sessionStorage.getItem(kept);
    if (!text) return;
    sessionStorage.removeItem(kept);
    const { open, seen } = JSON.parse(text);
    document.querySelectorAll("details").forEach((each, index) => (each.open = open[index] ?? each.open));
    if (seen) stay(seen);
  }

  /**
   * Keep what the reader was looking at in place while other scripts of the page still insert things above it.
   *
   * @param {View} seen
   */
  function stay({ index, words, top }) {
    const all = texts();
    const same = all.filter((each) => each.textContent === words);
    const far = (/** @type {Element} */ each) => Math.abs(all.indexOf(each) - index);
    const element = same.sort((one, other) => far(one) - far(other))[0] ?? all[index];
    if (!element) return;
    const end = performance.now() + 1500;
    let left = false;
    const leave = () => (left = true);
    for (const sign of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(sign, leave, { once: true });
    const move = () => {
      const off = element.getBoundingClientRect().top - top;
      if (Math.abs(off) > 1) scrollBy({ top: off, behavior: "instant" });
      if (!left && performance.now() < end) requestAnimationFrame(move);
    };
    move();
  }

  new EventSource(address).addEventListener("message", async ({ data }) => {
    const { versie, fouten } = JSON.parse(data);
    const isNew = versie !== known;
    known = versie;
    show(fouten);
    if (!fouten.length && isNew) await renew();
  });
  if (document.readyState === "complete") restore();
  else addEventListener("load", restore);
}
