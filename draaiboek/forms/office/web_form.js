/* The form of a consultation in a browser: rows of remarks, saved as a file. Nothing is sent, nothing is remembered. */
"use strict";
{
  /** @typedef {{ editie: string, sector: string, alineas: [number, string, string, string][] }} Asked */

  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const asked = /** @type {Asked} */ (JSON.parse(byId("alineas").textContent ?? "{}"));
  const paragraphs = new Map(asked.alineas.map((each) => [String(each[0]), each]));
  const rows = byId("rijen");
  const told = byId("melding");

  const written = (/** @type {ParentNode} */ from, /** @type {string} */ name) =>
    /** @type {HTMLInputElement | HTMLTextAreaElement} */ (from.querySelector(name)).value.trim();

  /** Return the number that was typed in *row*, even if it was copied with its brackets: [12]. */
  const number = (/** @type {ParentNode} */ row) => written(row, ".alinea").replace(/^\[\s*(\d+)\s*\]$/, "$1");

  /** Show the paragraph whose number was typed, so that nobody comments on the wrong one. */
  const show = (/** @type {Element} */ row) => {
    const typed = number(row);
    const found = paragraphs.get(typed);
    const text = found ? found[3] : `Alinea ${typed} staat niet in de leeskopie.`;
    const place = /** @type {HTMLElement} */ (row.querySelector(".tekst"));
    place.textContent = typed ? text : "";
  };

  const add = () => {
    const template = /** @type {HTMLTemplateElement} */ (byId("rij"));
    rows.append(template.content.cloneNode(true));
    const row = /** @type {HTMLElement} */ (rows.lastElementChild);
    /** @type {HTMLElement} */ (row.querySelector("legend")).textContent = `Opmerking ${rows.children.length}`;
    row.querySelector(".alinea")?.addEventListener("input", () => show(row));
    return row;
  };

  const filled = () =>
    [...rows.children]
      .map((row) => ({
        alinea: number(row),
        opmerking: written(row, ".opmerking"),
        voorstel: written(row, ".voorstel"),
      }))
      .filter((each) => each.alinea || each.opmerking || each.voorstel);

  const save = (/** @type {object} */ content, /** @type {string} */ name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/json" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  // Nothing is remembered: whoever closes the page with words that are in no file is asked first.
  let isKept = true;
  byId("formulier").addEventListener("input", () => (isKept = false));
  addEventListener("beforeunload", (event) => {
    if (!isKept) event.preventDefault();
  });

  byId("erbij").addEventListener("click", () => /** @type {HTMLElement} */ (add().querySelector(".alinea")).focus());

  byId("formulier").addEventListener("submit", (event) => {
    event.preventDefault();
    const remarks = filled();
    const wrong = remarks.find((each) => each.alinea && !paragraphs.has(each.alinea));
    if (remarks.length === 0 || wrong) {
      told.textContent = wrong ? `Alinea ${wrong.alinea} staat niet in de leeskopie.` : "Er is nog geen opmerking.";
      return;
    }
    const used = new Set(remarks.map((each) => each.alinea));
    const name = `opmerkingen-${asked.sector}-${asked.editie}.json`;
    save(
      {
        editie: asked.editie,
        sector: asked.sector,
        functie: written(document, "#functie"),
        organisatie: written(document, "#organisatie"),
        opmerkingen: remarks,
        alineas: asked.alineas.filter((each) => used.has(String(each[0]))),
      },
      name,
    );
    isKept = true;
    told.textContent = `Bewaard als ${name}. Stuur dat bestand terug naar wie je het formulier gaf.`;
  });

  add();
}
