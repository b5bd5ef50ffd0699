// What the scripts of the reading aids share; they run on every page, also after instant navigation.
"use strict";

var draaiboek = {
  /** Calls *start* now and after every page that instant navigation puts in place. */
  onPage(start) {
    window.document$ ? document$.subscribe(start) : start();
  },

  /** Which page of which edition this is (content.html): editie, dag, variant, pagina; null where there is none. */
  get page() {
    return document.querySelector("[data-editie]")?.dataset ?? null;
  },

  /** A new element with *attributes*, and words or elements *inside*. */
  make(name, attributes = {}, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  },

  /** A button with *words* that does *action*. */
  button(words, action) {
    const button = draaiboek.make("button", { type: "button", class: "lr-button" }, words);
    button.addEventListener("click", action);
    return button;
  },

  /** The words of the heading *heading*, without its ¶ and without what scripts put in it. */
  title(heading) {
    const copy = heading.cloneNode(true);
    for (const extra of copy.querySelectorAll(".headerlink, .lr-added")) extra.remove();
    return copy.textContent.trim();
  },
};
