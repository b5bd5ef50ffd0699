// What the reading aids build their parts with.
"use strict";

/** A new element with *attributes*, and words or elements *inside*. */
draaiboek.make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
};

/** A button with *words* that does *action*. */
draaiboek.button = (words, action) => {
  const button = draaiboek.make("button", { type: "button", class: "lr-button" }, words);
  button.addEventListener("click", action);
  return button;
};

/** The words of *heading*, without its ¶, its mark and what scripts put in it. */
draaiboek.title = (heading) => {
  const copy = /** @type {Element} */ (heading.cloneNode(true));
  for (const extra of copy.querySelectorAll(".headerlink, .lr-merk, .lr-added")) extra.remove();
  return copy.textContent.trim();
};

/** The element of the page that says in data- attributes what it is (content.html): editie, dag, variant, pagina. */
draaiboek.container = () => document.querySelector("[data-pagina]");
