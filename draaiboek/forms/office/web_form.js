/* The form of a consultation in a browser: rows of remarks, saved as a file. Nothing is sent, nothing is remembered. */
"use strict";
{
  /** @typedef {{ editie: string, sector: string, alineas: [number, string, string, string][] }} Asked */
  /** @typedef {{ alinea: string, opmerking: string, voorstel: string }} Remark */
  /** @typedef {{ editie: string, sector: string, functie: string, organisatie: string, opmerkingen: Remark[] }} Saved */

  const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const asked = /** @type {Asked} */ (JSON.parse(byId("alineas").textContent ?? "{}"));
  const paragraphs = new Map(asked.alineas.map((each) => [String(each[0]), each]));
  const rows = byId("rijen");
  const told = byId("melding");

  const field = (/** @type {ParentNode} */ from, /** @type {string} */ name) =>
    /** @type {HTMLInputElement | HTMLTextAreaElement} */ (from.querySelector(name));
  const written = (/** @type {ParentNode} */ from, /** @type {string} */ name) => field(from, name).value.trim();

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

  const count = () =>
    rows.querySelectorAll("legend").forEach((legend, at) => (legend.textContent = `Opmerking ${at + 1}`));

  const add = () => {
    const template = /** @type {HTMLTemplateElement} */ (byId("rij"));
    rows.append(template.content.cloneNode(true));
    const row = /** @type {HTMLElement} */ (rows.lastElementChild);
    count();
    row.querySelector(".alinea")?.addEventListener("input", () => show(row));
    return row;
  };

  /** @returns {Remark} */
  const remark = (/** @type {ParentNode} */ row) => ({
    alinea: number(row),
    opmerking: written(row, ".opmerking"),
    voorstel: written(row, ".voorstel"),
  });
  const isFilled = (/** @type {Remark} */ { alinea, opmerking, voorstel }) => Boolean(alinea || opmerking || voorstel);
  const filled = () => [...rows.children].map(remark).filter(isFilled);

  /** Return what a file that this page saved holds, or null when it is no such file of this round. */
  const saved = (/** @type {string} */ text) => {
    try {
      const found = /** @type {Saved} */ (JSON.parse(text));
      return found.editie === asked.editie && found.sector === asked.sector && found.opmerkingen.every(Boolean) ? found : null;
    } catch {
      return null;
    }
  };

  /** Show the remarks of a saved file below those that are written already; empty rows give way to them. */
  const reopen = (/** @type {Saved} */ { functie, organisatie, opmerkingen }) => {
    field(document, "#functie").value ||= functie;
    field(document, "#organisatie").value ||= organisatie;
    [...rows.children].filter((row) => !isFilled(remark(row))).forEach((row) => row.remove());
    for (const { alinea, opmerking, voorstel } of opmerkingen) {
      const row = add();
      field(row, ".alinea").value = alinea;
      field(row, ".opmerking").value = opmerking;
      field(row, ".voorstel").value = voorstel;
      show(row);
    }
    if (!rows.children.length) add();
  };

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

  const chosen = /** @type {HTMLInputElement} */ (byId("verder"));
  chosen.addEventListener("change", async () => {
    const [file] = chosen.files ?? [];
    if (!file) return;
    chosen.value = ""; // so that the same file can be chosen again
    const found = saved(await file.text());
    if (found) reopen(found);
    told.textContent = found
      ? `${file.name} staat hierboven. Wijzig wat je wilt, en bewaar opnieuw.`
      : `${file.name} is geen bestand dat deze pagina bewaarde.`;
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
