// A move inside the page is left to the browser. Material's instant navigation takes the first one for a visit to
// another page: it fetches the page anew, puts that in the place of what the reader had opened, and scrolls again before
// our scripts have been over it. Loaded before Material's bundle, so that this listener for popstate comes first.
"use strict";

{
  /** @param {Location | URL | HTMLAnchorElement} address */
  const page = ({ origin, pathname, search }) => origin + pathname + search;
  let shown = page(location);

  addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest("a");
    if (link && link.hasAttribute("href") && page(link) === page(location)) link.target ||= "_self"; // instant navigation does not touch a target
  }, true);

  addEventListener("popstate", (event) => {
    if (page(location) !== shown) return;
    event.stopImmediatePropagation();
    // Where instant navigation has been, the browser no longer puts the reader back where they were.
    if (history.scrollRestoration === "manual" && event.state) scrollTo(0, event.state.y);
  });

  // Not yet when this runs: Material's subject of every page that it goes to.
  addEventListener("DOMContentLoaded", () => window.location$?.subscribe((url) => (shown = page(url))));
}
