// Light or dark: what the reader chose, or else the device's setting. Runs where the button is, before the page is
// drawn, so that it does not flash. Reading stores nothing on the device; only a choice is kept, for all editions.
"use strict";

{
  const KEY = `draaiboek.${document.querySelector('meta[name="draaiboek"]')?.getAttribute("content")}.kleuren`;
  const DARK = "donker";
  const button = /** @type {HTMLButtonElement} */ (document.querySelector(".lr-colours__button"));
  const device = matchMedia("(prefers-color-scheme: dark)");
  let chosen = kept();

  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // even reading may be forbidden
    }
  }

  function keep() {
    try {
      localStorage.setItem(KEY, String(chosen));
    } catch {
      button.title = `${button.getAttribute("aria-label")}. Je browser laat niet toe dat deze website je keuze onthoudt.`;
    }
  }

  const isDark = () => (chosen ? chosen === DARK : device.matches);

  function show() {
    const { body } = document;
    body.setAttribute("data-md-color-switching", ""); // in Material's style sheet: change at once, without fading
    body.setAttribute("data-md-color-scheme", isDark() ? "slate" : "default");
    button.setAttribute("aria-pressed", String(isDark()));
    setTimeout(() => body.removeAttribute("data-md-color-switching"));
  }

  button.addEventListener("click", () => {
    chosen = isDark() ? "licht" : DARK;
    keep();
    show();
  });
  device.addEventListener("change", show);
  show();
  button.hidden = false;
  document.documentElement.classList.replace("no-js", "js");
  document.documentElement.classList.add("lr-runs-first");
}
