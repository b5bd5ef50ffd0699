// The search opens where the focus comes in and closes when it has left. Esc closes it too; then the focus is nowhere,
// and goes back to where the reader came from, or else to the first link of the header.
"use strict";

{
  const field = document.querySelector("[data-md-component=search-query]");
  const search = document.querySelector("[data-md-component=search]");
  let before = null;

  search?.addEventListener("focusin", ({ relatedTarget }) => {
    if (!search.contains(relatedTarget)) before = relatedTarget;
  });
  search?.addEventListener("focusout", ({ relatedTarget }) => {
    const open = document.getElementById("__search");
    if (open.checked && relatedTarget && !search.contains(relatedTarget)) open.click();
  });
  search?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.blur();
    const back = before?.isConnected ? before : document.querySelector(".lr-brand");
    requestAnimationFrame(() => back.focus());
  });
}
