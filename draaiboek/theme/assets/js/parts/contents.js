// The list "op deze pagina" shows where the reader is: at the first heading in the upper half of the window, where a
// link of the list brings it; without one, at the section that continues from above.
"use strict";

{
  const ACTIVE = "md-nav__link--active";

  draaiboek.onPage(() => {
    const list = /** @type {HTMLElement | null} */ (document.querySelector(".lr-toc"));
    if (!list) return;
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const all = list.querySelectorAll("a[href^='#']");
    const links = [...all];
    const headings = links.map((link) => draaiboek.at(link.hash));
    let waiting = false;

    function follow() {
      waiting = false;
      if (!list?.checkVisibility()) return; // on a phone another list, under the title, is used
      const tops = headings.map((heading) => (heading?.checkVisibility() ? heading.getBoundingClientRect().top : NaN));
      const seen = tops.findIndex((top) => top >= 0 && top < innerHeight / 2);
      const at = seen >= 0 ? seen : tops.findLastIndex((top) => top < 0);
      links.forEach((link, number) => link.classList.toggle(ACTIVE, number === at));
    }

    function later() {
      if (!waiting) requestAnimationFrame(follow);
      waiting = true;
    }

    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    later();
  });
}
