// Offers the requested page in the edition in force, if it exists there.
// Fetches one file of our own site; without this script the plain links of the page remain.
"use strict";

(() => {
  const { alias, edition, paths: pathsOf } = draaiboekShared;
  const EDITION = new RegExp(`^(?:${alias}|${edition})/`);
  const root = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);

  const wanted = () => {
    const here = decodeURI(location.pathname);
    if (!here.startsWith(root.pathname)) {
      return null;
    }
    const page = here.slice(root.pathname.length).replace(EDITION, "");
    const rest = page.replace(/(?:^|\/)index\.html$/, (tail) => (tail[0] === "/" ? "/" : ""));
    return rest === "" || rest.endsWith("/") || /\.[a-z0-9]+$/.test(rest) ? rest : `${rest}/`;
  };

  /**
   * @param {string} page
   * @param {string} anchor
   * @param {Paths} paths
   */
  const found = (page, anchor, paths) => {
    const moved = paths.verhuisd[`${page}${anchor}`];
    if (moved !== undefined) {
      return moved;
    }
    const now = paths.paginas.includes(page) ? page : paths.verhuisd[page];
    return now === undefined ? null : `${now}${anchor}`;
  };

  /** @param {Paths} paths */
  const offer = (paths) => {
    const page = wanted();
    const place = page === null ? null : found(page, decodeURI(location.hash), paths);
    const line = document.getElementById("zelfde");
    const link = line?.querySelector("a");
    if (place === null || !line || !link) {
      return;
    }
    link.href = new URL(`${alias}/${place}`, root).href;
    line.hidden = false;
  };

  fetch(new URL(pathsOf, root), { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then(offer)
    .catch(() => null);
})();
