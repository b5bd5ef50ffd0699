// The menus of pages, sectors and editions are <details>: Esc closes them and returns the focus, and a click outside
// closes them; they close when the focus moves on, and opening one closes the others.
"use strict";

{
  const MENUS = ".lr-menu, .lr-switch__menu, .lr-editions__menu";

  /** @returns {NodeListOf<HTMLDetailsElement>} */
  const openMenus = () => document.querySelectorAll(`:is(${MENUS})[open]`);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary")?.focus();
    }
  });

  /** @param {Event} event with a target outside the menus: otherwise they would cover what Tab reaches next */
  function closeOthers({ target }) {
    for (const menu of openMenus()) {
      if (target instanceof Node && !menu.contains(target)) menu.open = false;
    }
  }

  document.addEventListener("focusin", closeOthers);
  document.addEventListener("click", closeOthers);
}
