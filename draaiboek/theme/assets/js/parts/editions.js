// The menu of editions, and the notice on an edition that is not in force. Both come from two files at the root of the
// publication, so that an old edition shows its successors without ever changing: versions.json (mike's, with our
// properties) and paden.json (the addresses of the edition in force). A preview has neither, and requests neither.
"use strict";

{
  const { alias, all, withdrawn, versions, paths: pathsOf } = draaiboekShared;
  const { longDate, make } = draaiboek;
  const ALL = `${all}/`;
  /** @type {Map<string, Promise<any>>} */
  const asked = new Map();

  draaiboek.onPage(async () => {
    /** @type {HTMLElement | null} */
    const line = document.querySelector("[data-edition]");
    if (!line) return;
    const place = placeOf(line.dataset);
    /** @type {ListedEdition[] | null} */
    const editions = place && await read(place.root, versions);
    if (!place || !editions) {
      line.hidden ||= !place;
      return;
    }
    const current = inForce(editions);
    showMenu(line, place, editions, current);
    await showNotice(place, editions, current);
  });

  /**
   * The place of this page: its edition and variant, the root of all editions, its path within the edition; null in a
   * preview.
   *
   * @param {DOMStringMap} line
   * @returns {PlaceOfPage | null}
   */
  function placeOf({ edition: id = "", root: up = "", variant = "" }) {
    const root = new URL(up, location.href);
    const [folder, ...path] = location.pathname.slice(root.pathname.length).split("/");
    return folder === id || folder === alias ? { id, root, path: path.join("/"), variant } : null;
  }

  /**
   * @param {URL} root
   * @param {string} name
   */
  function read(root, name) {
    const address = new URL(name, root).href;
    if (!asked.has(address)) {
      asked.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
    }
    return asked.get(address);
  }

  /**
   * The newest edition that is valid today and not withdrawn.
   *
   * @param {ListedEdition[]} editions
   */
  function inForce(editions) {
    return sorted(editions).find((edition) => edition.properties?.status !== withdrawn && !isToCome(edition));
  }

  /**
   * Return whether *edition* applies from a day that the reader's clock has not reached.
   *
   * @param {ListedEdition} edition
   */
  function isToCome(edition) {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    return (edition.properties?.geldig_van ?? "") > today.join("-");
  }

  /** @param {ListedEdition[]} editions */
  function sorted(editions) {
    return [...editions].sort((one, other) => compare(other.version, one.version));
  }

  /**
   * @param {string} one
   * @param {string} other
   */
  function compare(one, other) {
    return one.localeCompare(other, "nl", { numeric: true });
  }

  /**
   * @param {HTMLElement} line
   * @param {PlaceOfPage} place
   * @param {ListedEdition[]} editions
   * @param {ListedEdition | undefined} current
   */
  function showMenu(line, place, editions, current) {
    const items = sorted(editions).map((edition) => make("li", {}, linkTo(edition, place, current)));
    const others = [...line.querySelectorAll("a")].slice(0, 1);
    const panel = make("div", { class: "lr-editions__panel" }, make("ul", {}, ...items), ...others);
    const number = make("span", { class: "lr-editions__this" }, place.id);
    const words = make("span", { class: "lr-editions__others" }, " Andere editie");
    const summary = make("summary", { class: "lr-editions__summary" }, number, words);
    line.append(make("details", { class: "lr-editions__menu" }, summary, panel));
  }

  /**
   * @param {ListedEdition} edition
   * @param {PlaceOfPage} place
   * @param {ListedEdition | undefined} current
   */
  function linkTo(edition, place, current) {
    const mine = edition.version === place.id;
    const link = make("a", { href: new URL(`${folderOf(edition)}/${place.path}`, place.root).href });
    link.addEventListener("click", async (event) => {
      link.hash = draaiboek.section();
      if (!place.path.startsWith(ALL) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.assign(await thatIsThere(place.path + link.hash, place, edition));
    });
    if (mine) link.setAttribute("aria-current", "true");
    const title = make("strong", {}, `Editie ${edition.version}`);
    link.append(title, ` ${validity(edition, current)}${mine ? " (die lees je nu)" : ""}`);
    return link;
  }

  /**
   * Return in words when *edition* is valid.
   *
   * @param {ListedEdition} edition
   * @param {ListedEdition | undefined} current
   */
  function validity(edition, current) {
    const { geldig_van: from = "", geldig_tot: until, status } = edition.properties ?? {};
    if (status === withdrawn) return "is ingetrokken";
    if (edition === current) return `geldt nu, sinds ${longDate(from)}`;
    if (until && until <= from) return "heeft nooit gegolden";
    if (isToCome(edition)) return until ? `geldt van ${longDate(from)} tot ${longDate(until)}` : `geldt vanaf ${longDate(from)}`;
    return until ? `gold van ${longDate(from)} tot ${longDate(until)}` : `gold vanaf ${longDate(from)}`;
  }

  /**
   * @param {PlaceOfPage} place
   * @param {ListedEdition[]} editions
   * @param {ListedEdition | undefined} current
   */
  async function showNotice(place, editions, current) {
    const mine = editions.find((edition) => edition.version === place.id);
    /** @type {HTMLElement | null} */
    const notice = document.querySelector("[data-edition-notice]");
    const said = notice?.querySelector("p");
    if (!mine || !notice || !said || mine === current) return;
    const { status, reden: reason } = mine.properties ?? {};
    const text = status === withdrawn && reason
      ? `Editie ${mine.version} is ingetrokken: ${reason}`
      : `Let op: editie ${mine.version} ${validity(mine, current)}.`;
    said.replaceChildren(make("strong", {}, text));
    if (current) {
      const href = await sameText(place, current);
      const link = make("a", { href }, `Lees deze tekst in editie ${current.version}, die nu geldt.`);
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        location.assign(await sameText(place, current, draaiboek.section()));
      });
      said.append(" ", link);
    }
    notice.hidden = false;
  }

  /**
   * The address of *path* in *edition*. An edition from before the variant of all sectors has the same text in the
   * core, or in the sector that owns the page.
   *
   * @param {string} path
   * @param {PlaceOfPage} place
   * @param {ListedEdition} edition
   */
  async function thatIsThere(path, place, edition) {
    const address = new URL(`${folderOf(edition)}/${path}`, place.root);
    if (!path.startsWith(ALL)) return address.href;
    const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
    return answer?.ok === false ? new URL(`${folderOf(edition)}/${path.slice(ALL.length)}`, place.root).href : address.href;
  }

  /**
   * The address of this page and *section* in *edition*: the same, or its new one, or else that of the first page.
   *
   * @param {PlaceOfPage} place
   * @param {ListedEdition} edition
   * @param {string} [section]
   */
  async function sameText(place, edition, section = "") {
    /** @type {Paths | null} */
    const paths = await read(place.root, pathsOf);
    const known = paths?.editie === edition.version ? paths : null;
    const moved = known?.verhuisd ?? {};
    const hash = section && `#${section}`;
    let path = moved[place.path + hash] ?? (moved[place.path] ? moved[place.path] + hash : place.path + hash);
    if (known && !known.paginas.includes(path.split("#")[0])) {
      const less = path.startsWith(ALL) ? path.slice(ALL.length) : place.variant;
      path = [less, place.variant].find((each) => known.paginas.includes(each.split("#")[0])) ?? "";
    }
    return known ? new URL(`${folderOf(edition)}/${path}`, place.root).href : thatIsThere(path, place, edition);
  }

  /** @param {ListedEdition} edition */
  function folderOf(edition) {
    return edition.aliases?.includes(alias) ? alias : edition.version;
  }
}
