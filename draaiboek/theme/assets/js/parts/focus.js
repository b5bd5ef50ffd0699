// After instant navigation the focus would be nowhere: it goes to the place in the address, or else to the heading of
// the new page, so that a screen reader says where the reader is.
"use strict";

{
  let first = true;
  draaiboek.onPage(() => {
    if (first) {
      first = false;
      return;
    }
    const place = draaiboek.named() || document.querySelector("h1");
    if (!place) return;
    place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
  });
}
