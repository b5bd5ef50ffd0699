// The menu of editions, and the notice on an edition that is not in force. Both come from two files at the root of the
// publication, so that an old edition tells of its successors without ever changing: versions.json (mike's, with our
// properties) and paden.json (the addresses of the edition in force). A preview has neither, and is asked for neither.
"use strict";

{
  const NAMES = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december"];
  const asked = new Map();

  draaiboek.onPage(async () => {
    const line = document.querySelector("[data-edition]");
    if (!line) return;
    const place = placeOf(line);
    const editions = place && await read(place.root, "versions.json");
    if (!editions) {
      if (!place) line.hidden = true;
      return;
    }
    const current = inForce(editions);
    showMenu(line, place, editions, current);
    await showNotice(place, editions, current);
  });

  /** Where this page stands: its edition and variant, the root of all editions, its path inside the edition; null in a preview. */
  function placeOf(line) {
    const root = new URL(line.dataset.root, location);
    const [folder, ...path] = location.pathname.slice(root.pathname.length).split("/");
    const id = line.dataset.edition;
    return folder === id || folder === "actueel" ? { id, root, path: path.join("/"), variant: line.dataset.variant } : null;
  }

  function read(root, name) {
    const address = new URL(name, root).href;
    if (!asked.has(address)) {
      asked.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null));
    }
    return asked.get(address);
  }

  /** The newest edition that is valid today and not withdrawn. */
  function inForce(editions) {
    return sorted(editions).find((edition) => edition.properties?.status !== "ingetrokken" && !isToCome(edition));
  }

  /** Tell whether *edition* applies from a day that the reader's clock has not reached. */
  function isToCome(edition) {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
    return (edition.properties?.geldig_van ?? "") > today.join("-");
  }

  function sorted(editions) {
    return [...editions].sort((one, other) => compare(other.version, one.version));
  }

  function compare(one, other) {
    return one.localeCompare(other, "nl", { numeric: true });
  }

  function showMenu(line, place, editions, current) {
    const list = element("ul");
    for (const edition of sorted(editions)) {
      const item = element("li");
      item.append(linkTo(edition, place, current));
      list.append(item);
    }
    const panel = element("div", "lr-editions__panel");
    panel.append(list, line.querySelector("a"));
    const menu = element("details", "lr-editions__menu");
    menu.append(element("summary", "lr-editions__summary", "Andere editie"), panel);
    line.append(menu);
  }

  function linkTo(edition, place, current) {
    const link = element("a");
    const mine = edition.version === place.id;
    link.href = new URL(`${folderOf(edition)}/${place.path}`, place.root);
    link.addEventListener("click", () => (link.hash = draaiboek.section()));
    if (mine) link.setAttribute("aria-current", "true");
    const title = element("strong", "", `Editie ${edition.version}`);
    link.append(title, ` ${validity(edition, current)}${mine ? " (die lees je nu)" : ""}`);
    return link;
  }

  /** Say in words when *edition* is valid. */
  function validity(edition, current) {
    const { geldig_van: from, geldig_tot: until, status } = edition.properties ?? {};
    if (status === "ingetrokken") return "is ingetrokken";
    if (edition === current) return `geldt nu, sinds ${words(from)}`;
    if (until && until <= from) return "heeft nooit gegolden";
    if (isToCome(edition)) return until ? `geldt van ${words(from)} tot ${words(until)}` : `geldt vanaf ${words(from)}`;
    return until ? `gold van ${words(from)} tot ${words(until)}` : `gold vanaf ${words(from)}`;
  }

  async function showNotice(place, editions, current) {
    const mine = editions.find((edition) => edition.version === place.id);
    const notice = document.querySelector("[data-edition-notice]");
    if (!mine || !notice || mine === current) return;
    const { status, reden: reason } = mine.properties ?? {};
    const text = status === "ingetrokken" && reason
      ? `Editie ${mine.version} is ingetrokken: ${reason}`
      : `Let op: editie ${mine.version} ${validity(mine, current)}.`;
    const said = notice.querySelector("p");
    said.replaceChildren(element("strong", "", text));
    if (current) {
      const link = element("a", "", `Lees deze tekst in editie ${current.version}, die nu geldt.`);
      link.href = await sameText(place, current);
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        location.assign(await sameText(place, current, draaiboek.section()));
      });
      said.append(" ", link);
    }
    notice.hidden = false;
  }

  /** The address of this page and *section* in *edition*: there, or where it moved to, or else the first page. */
  async function sameText(place, edition, section = "") {
    const paths = (await read(place.root, "paden.json")) ?? {};
    const known = paths.editie === edition.version;
    const moved = (known && paths.verhuisd) || {};
    const hash = section && `#${section}`;
    let path = moved[place.path + hash] ?? (moved[place.path] ? moved[place.path] + hash : place.path + hash);
    if (known && !paths.paginas.includes(path.split("#")[0])) path = place.variant;
    return new URL(`${folderOf(edition)}/${path}`, place.root);
  }

  function folderOf(edition) {
    return edition.aliases?.includes("actueel") ? "actueel" : edition.version;
  }

  function words(date) {
    const [year, month, day] = date.split("-");
    return `${Number(day)} ${NAMES[Number(month) - 1]} ${year}`;
  }

  function element(name, className = "", text = "") {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }
}
