// Says what changed since the edition that was last read here. Only that edition and its day are kept, not which pages
// were read or when, and no previews. The changes are asked from this very site, once an older edition is known.
"use strict";

{
  const { make, button, memory } = draaiboek;
  const KEY = "bezoek";
  const MOST = 6; // editions to look back
  const { alias, changes: folderOfChanges, core } = draaiboekShared;

  /** @type {Map<string, Promise<ChangesOfEdition | null>>} by edition */
  const lists = new Map();

  /**
   * The folder above the editions, or null when this is no published edition.
   *
   * @param {DOMStringMap} page
   */
  function root({ editie = "", omhoog = "" }) {
    const edition = new URL(omhoog, location.href);
    const folder = edition.pathname.split("/").at(-2) ?? "";
    const published = edition.protocol.startsWith("http") && [alias, editie].includes(folder);
    return published ? new URL("..", edition) : null;
  }

  /**
   * @param {string} edition
   * @param {URL} above
   */
  function changesOf(edition, above) {
    let list = lists.get(edition);
    if (!list) {
      const address = new URL(`${folderOfChanges}/${encodeURIComponent(edition)}/wijzigingen.json`, above);
      const none = () => null;
      list = fetch(address).then((answer) => (answer.ok ? answer.json() : null), none).catch(none);
      lists.set(edition, list);
    }
    return list;
  }

  /**
   * What changed on *page* since edition *last*, newest first; null when nobody knows.
   *
   * @param {DOMStringMap} page
   * @param {string} last
   * @param {URL} above
   */
  async function changes(page, last, above) {
    /** @type {Map<string, Change>} */
    const found = new Map();
    const { variant = "", pagina = "" } = page;
    let edition = page.editie;
    for (let count = 0; edition && edition !== last && count < MOST; count += 1) {
      const list = await changesOf(edition, above);
      if (!list) return count ? [...found.values()] : null;
      for (const change of list.varianten?.[variant]?.[pagina] ?? []) {
        if (!found.has(change.id)) found.set(change.id, change);
      }
      edition = list.van;
    }
    return [...found.values()];
  }

  /** @param {Change} change */
  function line({ id, titel, soort, regel }) {
    const heading = document.getElementById(id);
    const name = id ? titel : "Begin van de pagina";
    const what = heading ? make("a", { href: `#${id}` }, name) : name;
    return make("li", {}, what, `: ${soort}.`, regel ? ` ${regel}` : "");
  }

  /** @param {Change} change */
  function mark({ id, soort }) {
    const heading = document.getElementById(id);
    if (!heading?.matches("h1, h2, h3, h4, h5, h6") || heading.querySelector(".lr-changed")) return;
    (heading.querySelector(".lr-title") ?? heading).append(" ", make("span", { class: "lr-changed lr-added" }, soort));
  }

  /**
   * @param {DOMStringMap} page
   * @param {Change[] | null} found
   * @param {URL} above
   */
  function notice(page, found, above) {
    /** @type {HTMLElement[]} */
    const inside = [make("p", {}, make("strong", {}, `Sinds je laatste bezoek is editie ${page.editie} verschenen.`))];
    if (found?.length) {
      inside.push(make("p", {}, "Op deze pagina is gewijzigd:"), make("ul", {}, ...found.map(line)));
    } else if (found) {
      inside.push(make("p", {}, "Op deze pagina is niets gewijzigd."));
    }
    if (found) {
      const folder = page.variant === core ? "" : `${page.variant}/`;
      const { href } = new URL(`${folderOfChanges}/${page.editie}/${folder}`, above);
      inside.push(make("p", {}, make("a", { href }, "Bekijk alle wijzigingen")));
    }
    const seen = button("Gezien", () => {
      memory.write(KEY, { editie: page.editie, datum: page.dag });
      take();
      document.querySelector("h1")?.focus();
    });
    return make("section", { class: "lr-since", "aria-label": "Sinds je laatste bezoek" }, ...inside, seen);
  }

  function take() {
    for (const each of document.querySelectorAll(".lr-since, .lr-changed")) each.remove();
  }

  draaiboek.onPage(async () => {
    const page = draaiboek.container()?.dataset;
    const above = page && root(page);
    if (!above || document.querySelector(".lr-since")) return;
    const { editie, dag = "" } = page;
    const last = memory.read(KEY);
    if (!last?.editie) {
      if (!memory.wiped) memory.write(KEY, { editie, datum: dag });
      return;
    }
    // Whoever reads an older edition has missed nothing.
    if (last.editie === editie || !(dag >= last.datum)) return;
    const found = await changes(page, last.editie, above);
    if (draaiboek.container()?.dataset !== page || document.querySelector(".lr-since")) return; // the reader went on
    found?.forEach(mark);
    document.querySelector(".lr-tekst")?.before(notice(page, found, above));
  });

  document.addEventListener("draaiboek:wis", take);
}
