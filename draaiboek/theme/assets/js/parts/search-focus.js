// The search opens where the focus comes in, and Esc closes it; then the focus is nowhere. It goes back to where the
// reader came from, or else to the first link of the header.
"use strict";

{
  const field = document.querySelector("[data-md-component=search-query]");
  const search = document.querySelector("[data-md-component=search]");
  let before = null;

  search?.addEventListener("focusin", ({ relatedTarget }) => {
    if (!search.contains(relatedTarget)) before = relatedTarget;
  });
  search?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.blur();
    const back = before?.isConnected ? before : document.querySelector(".lr-brand");
    requestAnimationFrame(() => back.focus());
  });
}
