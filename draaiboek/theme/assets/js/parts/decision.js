// A decision aid, one question at a time. The page contains all questions and outcomes, each below its own heading, and
// each answer is a link to the next: so it works without JavaScript and prints in full. Here all but one are hidden on
// screen. The address (#question) says where the reader is, and the state of that history entry how they got there, so
// that Back works and a reloaded page still shows it; nothing outlives the tab (decisions/0054).
"use strict";

{
  const { make, button, memory, title } = draaiboek;
  // As content/decision_aids.py writes an answer; data-bron distinguishes it from an editor's own list.
  const ANSWER = "[data-bron^='docs/_data/beslisboom.yml'] li > strong:first-child + a[href*='#']";
  /** @type {DecisionAid | null} the aid on this page */
  let aid = null;
  /** @type {Map<string, number>} which answer was chosen, by the id of its question */
  let chosen = new Map();

  /** @param {Element} element */
  const level = (element) => Number(/^H([1-6])$/.exec(element.tagName)?.[1] ?? 7);

  /** @param {Element} element */
  function linksIn(element) {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = element.querySelectorAll(ANSWER);
    return [...links];
  }

  /**
   * The question or outcome under *heading*: its elements, and its answers.
   *
   * @param {HTMLElement} heading
   * @returns {DecisionStep}
   */
  function step(heading) {
    /** @type {Element[]} */
    const elements = [heading];
    for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
      if (level(next) <= level(heading) || next.matches(".footnote")) break;
      elements.push(next);
    }
    const answers = elements.flatMap(linksIn).map((link) => ({
      words: link.closest("li")?.querySelector("strong")?.textContent ?? "",
      to: link.hash.slice(1),
      link,
    }));
    return { id: heading.id, heading, elements, answers };
  }

  /** @param {Element} element */
  function above(element) {
    let here = element.closest(".lr-tekst > *");
    while (here && level(here) > 6) here = here.previousElementSibling;
    return /** @type {HTMLElement | null} */ (here);
  }

  function read() {
    const links = [...document.querySelectorAll(".lr-tekst")].flatMap(linksIn);
    const heading = links.length ? above(links[0]) : null;
    if (!heading) return null;
    const first = step(heading);
    const targets = links.flatMap((link) => draaiboek.at(link.hash) ?? []);
    const others = targets.filter((target) => target !== heading).map(step);
    const steps = new Map([first, ...others].map((each) => [each.id, each]));
    return { first, steps, at: null };
  }

  /**
   * The answers from the first question to *id*; none when the reader arrived there another way.
   *
   * @param {string} id
   */
  function path(id) {
    const walked = [];
    for (let here = aid?.first; here && here.id !== id; ) {
      const answer = here.answers[chosen.get(here.id) ?? -1];
      if (!answer) return [];
      walked.push({ question: here, words: answer.words });
      here = aid?.steps.get(answer.to);
    }
    return walked;
  }

  /** @param {DecisionStep} step */
  function choices({ id, answers }) {
    const items = answers.map(({ words, to }, index) => {
      const link = make("a", { class: "lr-aid__answer", href: `#${to}` }, words);
      link.addEventListener("click", () => chosen.set(id, index));
      return make("li", {}, link);
    });
    return make("ul", { class: "lr-aid__answers lr-aid__part" }, ...items);
  }

  /** @param {DecisionStep} current */
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

  /**
   * Show only the step *id*; *move* says whether to move the focus there.
   *
   * @param {string} id
   * @param {boolean} move
   */
  function show(id, move) {
    clear();
    const current = aid?.steps.get(id);
    if (!aid || !current) return;
    aid.at = id;
    hideOthers(aid.steps, current);
    const { heading, elements, answers } = current;
    // A question that was reached another way gets no number.
    const number = id === aid.first.id || path(id).length ? `Vraag ${path(id).length + 1}` : "Vraag";
    const kind = make("span", { class: "lr-aid__kind lr-aid__part lr-added" }, answers.length ? number : "Uitkomst");
    (heading.querySelector(".lr-title") ?? heading).prepend(kind);
    const [line] = danger();
    if (line) {
      heading.before(line);
      heading.style.setProperty("--lr-above", `${line.offsetHeight}px`); // three lines, when letters are large
    }
    if (answers.length) {
      const list = answers[0].link.closest("ul");
      list?.classList.add("lr-aid__hidden");
      list?.after(choices(current));
    }
    // First the way on: after a long road the answers fill two screens of a phone.
    elements.at(-1)?.after(make("div", { class: "lr-aid__foot lr-aid__part" }, controls(current, aid.first), ...trail(current)));
    if (move) land(heading);
  }

  /**
   * @param {Map<string, DecisionStep>} steps
   * @param {DecisionStep} current
   */
  function hideOthers(steps, current) {
    for (const other of steps.values()) {
      if (other !== current) other.elements.forEach((element) => element.classList.add("lr-aid__hidden"));
    }
    // The table of contents would give the questions away.
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".lr-toc a"))) {
      if (steps.has(draaiboek.at(link.hash)?.id ?? "")) link.closest("li")?.classList.add("lr-aid__hidden");
    }
  }

  /** @param {HTMLElement} heading */
  function land(heading) {
    draaiboek.focus(heading);
    heading.scrollIntoView();
  }

  /** Danger does not wait for a question: the numbers to call that this page mentions, once each. */
  function danger() {
    const links = [...document.querySelectorAll("[data-artikel] a[href^='tel:']")];
    const calls = [...new Set(links.map((link) => link.textContent ?? ""))].flatMap((number, at) => [
      at ? " of " : " Bel ",
      make("a", { href: `tel:${number}` }, number),
    ]);
    const words = make("strong", {}, "Acuut gevaar?");
    return calls.length ? [make("p", { class: "lr-aid__danger lr-aid__part" }, words, ...calls, ".")] : [];
  }

  /**
   * @param {DecisionStep} current
   * @param {DecisionStep} first
   */
  function controls(current, first) {
    const again = make("a", { class: "lr-button", href: `#${first.id}` }, "Begin opnieuw");
    again.addEventListener("click", () => chosen.clear());
    const ways = current === first ? [] : [again]; // at the first question there is nothing to start again
    return make("p", { class: "lr-aid__controls" }, ...ways, button("Toon alle vragen", leave));
  }

  function leave() {
    const heading = aid?.steps.get(aid.at ?? "")?.heading;
    if (!aid || !heading) return;
    clear();
    aid.at = null;
    const enter = button("Toon één vraag tegelijk", () => show(heading.id, true));
    aid.first.heading.before(make("p", { class: "lr-aid__part lr-aid__controls" }, enter));
    land(heading);
  }

  /** The step that is or contains the target of the address. */
  function named() {
    const place = draaiboek.named();
    return place && aid && [...aid.steps.values()].find(({ elements }) => elements.some((each) => each.contains(place)));
  }

  function follow() {
    if (!aid?.at || !aid.first.heading.isConnected) return;
    const found = location.hash ? named() : aid.first;
    if (!found || found.id === aid.at) return;
    remember();
    show(found.id, true);
    const place = draaiboek.named();
    if (place !== found.heading) place?.scrollIntoView();
  }

  /** Take the answers from this history entry, or store in it those that led here. */
  function remember() {
    if (memory.wiped) return;
    if (history.state?.answers) chosen = new Map(history.state.answers);
    else history.replaceState({ answers: [...chosen] }, "");
  }

  draaiboek.onPage(() => {
    aid = read();
    if (aid && history.state) remember();
    if (aid) show((named() ?? aid.first).id, false);
  });
  addEventListener("hashchange", follow);
  document.addEventListener("draaiboek:wis", () => {
    if (!aid) return;
    history.replaceState(null, "");
    chosen.clear();
    if (aid.at) show(aid.at, false);
  });
}
