// The button in the header that makes the page dark, or light again; Material's script does the rest.
"use strict";

{
  const form = document.querySelector(".lr-colours");
  const button = form?.querySelector("button");
  const [light, dark] = form?.querySelectorAll("input") ?? [];
  const show = () => button.setAttribute("aria-pressed", document.body.dataset.mdColorScheme === dark.dataset.mdColorScheme);

  if (button) {
    button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? light : dark).click());
    // Enter would press twice: Material's script listens for it too.
    button.addEventListener("keydown", (event) => event.stopPropagation());
    new MutationObserver(show).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
    show();
  }
}
