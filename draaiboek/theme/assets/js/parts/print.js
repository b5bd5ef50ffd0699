// Instant navigation writes every link in full; on paper only the address of another website is of use (print.css).
"use strict";

draaiboek.onPage(() => {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".lr-tekst a[href]"))) {
    link.classList.toggle("lr-inside", link.host === location.host);
  }
});
