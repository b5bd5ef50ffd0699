// A decision aid, one question at a time. The page holds all questions and outcomes, each below its own heading, and
// each answer is a link to the next: so it works without JavaScript and prints in full. Here all but one are hidden on
// screen. Where the reader is stands in the address (#question), so Back works; nothing is kept.
"use strict";

{
  const { make, button, title } = draaiboek;
  // As load/decision_aids.py writes an answer; data-bron tells it from an editor's own list.
  const ANSWER = "[data-bron^='docs/_data/beslisboom.yml'] li > strong:first-child + a[href*='#']";
  let aid = null; // the aid on this page
  let chosen = new Map(); // which answer was chosen, by the id of its question

  const level = (element) => Number(/^H([1-6])$/.exec(element.tagName)?.[1] ?? 7);

  /** The question or outcome under *heading*: its elements, and its answers as { words, to }. */
  function step(heading) {
    const elements = [heading];
    for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
      if (level(next) <= level(heading) || next.matches(".footnote")) break;
      elements.push(next);
    }
    const links = elements.flatMap((element) => [...element.querySelectorAll(ANSWER)]);
    const answers = links.map((link) => {
      return { words: link.closest("li").querySelector("strong").textContent, to: link.hash.slice(1), link };
    });
    return { id: heading.id, heading, elements, answers };
  }

  function above(element) {
    let here = element.closest(".lr-tekst > *");
    while (here && level(here) > 6) here = here.previousElementSibling;
    return here;
  }

  function read() {
    const links = [...document.querySelectorAll(`.lr-tekst ${ANSWER}`)];
    if (!links.length) return null;
    const first = above(links[0]);
    const targets = links.map((link) => document.getElementById(link.hash.slice(1)));
    const steps = new Map([first, ...targets].filter(Boolean).map((heading) => [heading.id, step(heading)]));
    return { first: steps.get(first.id), steps, at: null };
  }

  /** The answers from the first question to *id*; none when the reader came there another way. */
  function path(id) {
    const trail = [];
    for (let here = aid.first; here && here.id !== id; ) {
      const answer = here.answers[chosen.get(here.id)];
      if (!answer) return [];
      trail.push({ question: here, words: answer.words });
      here = aid.steps.get(answer.to);
    }
    return trail;
  }

  function choices({ id, answers }) {
    const items = answers.map(({ words, to }, index) => {
      const link = make("a", { class: "lr-aid__answer", href: `#${to}` }, words);
      link.addEventListener("click", () => chosen.set(id, index));
      return make("li", {}, link);
    });
    return make("ul", { class: "lr-aid__answers lr-aid__part" }, ...items);
  }

  function trail(current) {
    const items = path(current.id).map(({ question, words }) => {
      const name = title(question.heading);
      const change = make("a", { href: `#${question.id}`, "aria-label": `Wijzig je antwoord op: ${name}` }, "Wijzig");
      return make("li", {}, make("span", {}, name), " ", make("strong", {}, words), " ", change);
    });
    return items.length ? [make("p", { class: "lr-aid__label" }, "Jouw antwoorden"), make("ol", {}, ...items)] : [];
  }

  function clear() {
    for (const part of document.querySelectorAll(".lr-aid__part")) part.remove();
    for (const hidden of document.querySelectorAll(".lr-aid__hidden")) hidden.classList.remove("lr-aid__hidden");
  }

  /** Shows the step *id* alone; *move*: with the focus. */
  function show(id, move) {
    clear();
    const current = aid.steps.get(id);
    aid.at = id;
    for (const other of aid.steps.values()) {
      if (other !== current) other.elements.forEach((element) => element.classList.add("lr-aid__hidden"));
    }
    // The list of contents would give the questions away.
    for (const link of document.querySelectorAll(".lr-toc a")) {
      if (aid.steps.has(decodeURIComponent(link.hash.slice(1)))) link.closest("li").classList.add("lr-aid__hidden");
    }
    const { heading, elements, answers } = current;
    // Who came to a question by another way does not get a number.
    const number = id === aid.first.id || path(id).length ? `Vraag ${path(id).length + 1}` : "Vraag";
    const kind = make("span", { class: "lr-aid__kind lr-aid__part lr-added" }, answers.length ? number : "Uitkomst");
    (heading.querySelector(".lr-title") ?? heading).prepend(kind);
    heading.before(danger());
    if (answers.length) {
      const list = answers[0].link.closest("ul");
      list.classList.add("lr-aid__hidden");
      list.after(choices(current));
    }
    elements.at(-1).after(make("div", { class: "lr-aid__foot lr-aid__part" }, ...trail(current), controls()));
    if (move) land(heading);
  }

  function land(heading) {
    draaiboek.focus(heading);
    heading.scrollIntoView();
  }

  function danger() {
    const call = (number) => make("a", { href: `tel:${number}` }, number);
    return make("p", { class: "lr-aid__danger lr-aid__part" },
      make("strong", {}, "Acuut gevaar?"), " Bel ", call("112"), " of ", call("101"), ".");
  }

  function controls() {
    const again = make("a", { class: "lr-button", href: `#${aid.first.id}` }, "Begin opnieuw");
    again.addEventListener("click", () => chosen.clear());
    return make("p", { class: "lr-aid__controls" }, again, button("Toon alle vragen", leave));
  }

  function leave() {
    const { heading } = aid.steps.get(aid.at);
    clear();
    aid.at = null;
    const enter = button("Toon één vraag tegelijk", () => show(heading.id, true));
    aid.first.heading.before(make("p", { class: "lr-aid__part lr-aid__controls" }, enter));
    land(heading);
  }

  const target = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));

  /** The step that is or holds what the address names. */
  function named() {
    return target() && [...aid.steps.values()].find(({ elements }) => elements.some((each) => each.contains(target())));
  }

  function follow() {
    if (!aid?.at || !aid.first.heading.isConnected) return;
    const found = location.hash ? named() : aid.first;
    if (!found || found.id === aid.at) return;
    show(found.id, true);
    if (location.hash && target() !== found.heading) target().scrollIntoView();
  }

  draaiboek.onPage(() => {
    chosen = new Map();
    clear();
    aid = read();
    if (aid) show((named() ?? aid.first).id, false);
  });
  window.addEventListener("hashchange", follow);
}
