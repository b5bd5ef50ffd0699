// The page that a reader asked for, in the edition in force: offered only when it is there.
// Asks one file of our own site; without this script the plain links of the page remain.
(() => {
  "use strict";

  const EDITION = /^(?:actueel|20\d\d\.[1-9]\d?(?:\.[1-9]\d?)?)\//;
  const root = new URL(".", document.currentScript.src);

  const wanted = () => {
    const here = decodeURI(location.pathname);
    if (!here.startsWith(root.pathname)) {
      return null;
    }
    const rest = here.slice(root.pathname.length).replace(EDITION, "").replace(/(?:^|\/)index\.html$/, (tail) => tail[0] === "/" ? "/" : "");
    return rest === "" || rest.endsWith("/") || /\.[a-z0-9]+$/.test(rest) ? rest : `${rest}/`;
  };

  const found = (page, anchor, paths) => {
    const moved = paths.verhuisd[`${page}${anchor}`];
    if (moved !== undefined) {
      return moved;
    }
    const now = paths.paginas.includes(page) ? page : paths.verhuisd[page];
    return now === undefined ? null : `${now}${anchor}`;
  };

  const offer = (paths) => {
    const page = wanted();
    const place = page === null ? null : found(page, decodeURI(location.hash), paths);
    const line = document.getElementById("zelfde");
    if (place === null || line === null) {
      return;
    }
    line.querySelector("a").href = new URL(`actueel/${place}`, root).href;
    line.hidden = false;
  };

  fetch(new URL("paden.json", root), { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .then(offer)
    .catch(() => {});
})();
