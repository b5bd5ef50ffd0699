// A term shows its definition in place. Without JavaScript it is a link to the page Begrippen, with the definition as
// its title; that title is also what is shown here, so that no page has to be fetched.
"use strict";

draaiboek.onPage(() => {
  const { explain, make } = draaiboek;
  for (const term of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".lr-begrip[title]"))) {
    const definition = term.title;
    explain(term, term.textContent ?? "", () => [
      make("p", {}, definition),
      make("p", {}, make("a", { href: term.href }, "Meer bij Begrippen")),
    ]);
  }
});
