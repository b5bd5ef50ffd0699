// The stops of a road (road.html) are one stop of the Tab key, at the page being read: otherwise there would be ten
// between the title and its text. Without JavaScript each is a stop.
"use strict";

draaiboek.onPage(() => {
  /** @type {NodeListOf<HTMLElement>} */
  const stops = document.querySelectorAll(".lr-road__item a");
  const here = [...stops].find((stop) => stop.matches("[aria-current]"));
  const stand = draaiboek.oneStop([...stops], "De pijltjes gaan naar de volgende.");
  if (here) stand(here);
});
