// Shows what changed since the edition that was last read here. Only that edition and its day are kept, not which pages
// were read or when, and no previews. The changes are fetched from this same site, once an older edition is known.
"use strict";

{
  const { make, button, memory } = draaiboek;
  const KEY = "bezoek";
  const MOST = 6; // the most editions to look back
  const { alias, changes: folderOfChanges, core, all } = draaiboekShared;

  /** @returns {HTMLInputElement[]} the check box of each sector, on a page with all of them */
  const sectors = () => [...document.querySelectorAll("[data-choose-sectors] input")].filter((each) => each instanceof HTMLInputElement);

  /** @type {Map<string, Promise<ChangesOfEdition | null>>} by edition */
  const lists = new Map();

  /**
   * The folder above the editions, or null when this is not a published edition.
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
   * What changed on *page* since edition *last*, newest first; null when it is not known.
   *
   * @param {DOMStringMap} page
   * @param {string} last
   * @param {URL} above
   */
  async function changes(page, last, above) {
    /** @type {Map<string, FoundChange>} */
    const found = new Map();
    let edition = page.editie;
    for (let count = 0; edition && edition !== last && count < MOST; count += 1) {
      const list = await changesOf(edition, above);
      if (!list) return count ? [...found.values()] : null;
      for (const [id, change] of changesOn(page, list)) {
        if (!found.has(id)) found.set(id, change);
      }
      edition = list.van;
    }
    return [...found.values()];
  }

  /**
   * The changes of *page* in *list*, by the id of the section. In the variant of all sectors those are the changes of
   * the core, and what changed only in the text of some sectors, with their names.
   *
   * @param {DOMStringMap} page
   * @param {ChangesOfEdition} list
   */
  function changesOn({ variant = "", pagina = "" }, { varianten = {} }) {
    const sector = sectorOf({ variant, pagina });
    const own = sector ? pagina.slice(sector.length + 1) : pagina;
    const together = variant === all && !sector;
    /** @param {string} slug */
    const listed = (slug) => varianten[slug]?.[own] ?? [];
    /** @type {Map<string, FoundChange>} */
    const found = new Map(listed(together ? core : sector || variant).map((change) => [change.id, { ...change, of: [] }]));
    const others = together ? Object.keys(varianten).filter((slug) => slug !== core) : [];
    for (const slug of others) {
      for (const change of listed(slug)) {
        const known = found.get(change.id);
        if (!known) found.set(change.id, { ...change, of: [slug] });
        else if (known.of.length) known.of.push(slug);
      }
    }
    return found;
  }

  /**
   * The sector that owns this page in the variant of all sectors: there the page is in a folder of its name.
   *
   * @param {DOMStringMap} page
   */
  function sectorOf({ variant, pagina = "" }) {
    return variant === all ? sectors().find(({ value }) => pagina.startsWith(`${value}/`))?.value ?? "" : "";
  }

  /** @param {FoundChange} change */
  function kind({ soort, of }) {
    const names = of.map((slug) => sectors().find(({ value }) => value === slug)?.dataset.naam ?? slug);
    return names.length ? `${soort} voor ${names.join(", ")}` : soort;
  }

  /** @param {FoundChange} change */
  function line(change) {
    const { id, titel, regel } = change;
    const heading = document.getElementById(id);
    const name = id ? titel : "Begin van de pagina";
    const what = heading ? make("a", { href: `#${id}` }, name) : name;
    return make("li", {}, what, `: ${kind(change)}.`, regel ? ` ${regel}` : "");
  }

  /** @param {FoundChange} change */
  function mark(change) {
    const { id } = change;
    const heading = document.getElementById(id);
    if (!heading?.matches("h1, h2, h3, h4, h5, h6") || heading.querySelector(".lr-changed")) return;
    (heading.querySelector(".lr-title") ?? heading).append(" ", make("span", { class: "lr-changed lr-added" }, kind(change)));
  }

  /**
   * @param {DOMStringMap} page
   * @param {FoundChange[] | null} found
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
      // The variant of all sectors has no page of changes: that of the core links to those of the sectors.
      const slug = page.variant === all ? sectorOf(page) : page.variant;
      const folder = slug && slug !== core ? `${slug}/` : "";
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
