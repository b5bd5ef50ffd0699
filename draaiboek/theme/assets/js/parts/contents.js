// The list "op deze pagina" says where the reader is: at the last of its headings above the middle of the window.
"use strict";

{
  const ACTIVE = "md-nav__link--active";

  draaiboek.onPage(() => {
    const list = /** @type {HTMLElement | null} */ (document.querySelector(".lr-toc"));
    if (!list) return;
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const all = list.querySelectorAll("a[href^='#']");
    const links = [...all];
    const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    let waiting = false;

    function follow() {
      waiting = false;
      const line = innerHeight / 2;
      const at = headings.findLastIndex((heading) => heading && heading.checkVisibility() && heading.getBoundingClientRect().top < line);
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
