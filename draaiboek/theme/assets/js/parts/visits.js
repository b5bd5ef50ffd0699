// Says what changed since the edition that was last read here. Only that edition and its day are kept, not which pages
// were read or when, and no previews. The changes are asked from this very site, once an older edition is known.
"use strict";

{
  const { make, button, memory } = draaiboek;
  const KEY = "bezoek";
  const MOST = 6; // editions to look back
  const lists = new Map();

  /** The folder above the editions, or null when this is no published edition. */
  function root({ editie, omhoog }) {
    const edition = new URL(omhoog, location);
    const published = edition.protocol.startsWith("http") && ["actueel", editie].includes(edition.pathname.split("/").at(-2));
    return published ? new URL("..", edition) : null;
  }

  function changesOf(edition, above) {
    if (!lists.has(edition)) {
      const address = new URL(`wijzigingen/${encodeURIComponent(edition)}/wijzigingen.json`, above);
      const none = () => null;
      lists.set(edition, fetch(address).then((answer) => (answer.ok ? answer.json() : null), none).catch(none));
    }
    return lists.get(edition);
  }

  /** What changed on *page* since edition *last*, newest first; null when nobody knows. */
  async function changes(page, last, above) {
    const found = new Map();
    let edition = page.editie;
    for (let count = 0; edition && edition !== last && count < MOST; count += 1) {
      const list = await changesOf(edition, above);
      if (!list) return count ? [...found.values()] : null;
      for (const change of list.varianten?.[page.variant]?.[page.pagina] ?? []) {
        if (!found.has(change.id)) found.set(change.id, change);
      }
      edition = list.van;
    }
    return [...found.values()];
  }

  function line({ id, titel, soort, regel }) {
    const heading = document.getElementById(id);
    const name = id ? titel : "Begin van de pagina";
    const what = heading ? make("a", { href: `#${id}` }, name) : name;
    return make("li", {}, what, `: ${soort}.`, regel ? ` ${regel}` : "");
  }

  function mark({ id, soort }) {
    const heading = document.getElementById(id);
    if (!heading?.matches("h1, h2, h3, h4, h5, h6") || heading.querySelector(".lr-changed")) return;
    (heading.querySelector(".lr-title") ?? heading).append(" ", make("span", { class: "lr-changed lr-added" }, soort));
  }

  function notice(page, found, above) {
    const inside = [make("p", {}, make("strong", {}, `Sinds je laatste bezoek is editie ${page.editie} verschenen.`))];
    if (found?.length) {
      inside.push(make("p", {}, "Op deze pagina is gewijzigd:"), make("ul", {}, ...found.map(line)));
    } else if (found) {
      inside.push(make("p", {}, "Op deze pagina is niets gewijzigd."));
    }
    if (found) {
      const folder = page.variant === "kern" ? "" : `${page.variant}/`;
      const all = new URL(`wijzigingen/${page.editie}/${folder}`, above);
      inside.push(make("p", {}, make("a", { href: all }, "Bekijk alle wijzigingen")));
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
    const last = memory.read(KEY);
    if (!last?.editie) {
      if (!memory.wiped) memory.write(KEY, { editie: page.editie, datum: page.dag });
      return;
    }
    // Whoever reads an older edition has missed nothing.
    if (last.editie === page.editie || !(page.dag >= last.datum)) return;
    const found = await changes(page, last.editie, above);
    if (draaiboek.container()?.dataset !== page || document.querySelector(".lr-since")) return; // the reader went on
    found?.forEach(mark);
    document.querySelector(".lr-tekst").before(notice(page, found, above));
  });

  document.addEventListener("draaiboek:wis", take);
}
