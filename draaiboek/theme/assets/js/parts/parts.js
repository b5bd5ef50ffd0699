// The building blocks of the reading aids.
"use strict";

/** Return a new element with *attributes*, and words or elements *inside*. */
draaiboek.make = (name, attributes = {}, ...inside) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
};

/** Return a button labelled *words* that runs *action*. */
draaiboek.button = (words, action) => {
  const button = draaiboek.make("button", { type: "button", class: "lr-button" }, words);
  button.addEventListener("click", action);
  return button;
};

/** Return the words of *heading*, without its ¶, its mark and what scripts added. */
draaiboek.title = (heading) => {
  const copy = /** @type {Element} */ (heading.cloneNode(true));
  for (const extra of copy.querySelectorAll(".headerlink, .lr-merk, .lr-added")) extra.remove();
  return copy.textContent.trim();
};

/** Return the element that describes the page in data- attributes (content.html): editie, dag, variant, pagina. */
draaiboek.container = () => document.querySelector("[data-pagina]");
