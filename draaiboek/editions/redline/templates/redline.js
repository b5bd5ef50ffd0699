// Moves from change to change with two buttons for the keyboard; without this script the overview has the same links.
"use strict";

(() => {
  const changes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-wijziging]")]);
  const bar = /** @type {HTMLElement | null} */ (document.querySelector("[data-sprong]"));
  const state = document.querySelector("[data-stand]");
  const previous = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-vorige]"));
  const next = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-volgende]"));
  if (!changes.length || !bar || !state || !previous || !next) {
    return;
  }
  const EDGE = 80; // pixels from the top of the window within which a change counts as the one being read
  let at = -1; // the change last jumped to, and the scroll position at that time
  let top = -1;

  /** The number of the change being read; -1 above the first. The last ones cannot be scrolled to the top. */
  const here = () =>
    Math.abs(window.scrollY - top) < 2
      ? at
      : changes.filter((each) => each.getBoundingClientRect().top <= EDGE).length - 1;

  /** @param {number} number */
  const show = (number) => {
    if (number < 0) {
      state.textContent = changes.length === 1 ? "1 wijziging" : `${changes.length} wijzigingen`;
      return;
    }
    const link = document.createElement("a");
    link.href = `#${changes[number].id}`;
    link.textContent = changes[number].textContent;
    state.replaceChildren(`${number + 1} van ${changes.length}: `, link);
  };

  // The focus stays on the button, so that one key moves from change to change; the link leads to the text.
  /** @param {number} step */
  const go = (step) => {
    at = Math.min(Math.max(here() + step, 0), changes.length - 1);
    changes[at].scrollIntoView();
    top = window.scrollY;
    show(at);
  };

  previous.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  bar.hidden = false;
  show(location.hash ? here() : -1);
})();
