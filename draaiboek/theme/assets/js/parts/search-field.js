// The search field: a combobox with a list of options (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). The arrows
// choose an option while the focus stays in the field, Enter goes to the chosen or else the best one, Esc closes. Tab
// moves to the chosen option, or the first: they are links; there the arrows move the focus, and typing a letter
// returns it to the field. Whether it is open is the state of Material's checkbox, by which its style sheet unfolds the
// box.
"use strict";

{
  // As the template search.html has them.
  const box = /** @type {HTMLElement} */ (document.querySelector(".md-search"));
  const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  const list = /** @type {HTMLElement} */ (box.querySelector("[role=listbox]"));
  const [status, corrected] = box.querySelectorAll("[role=status]");
  const toggle = /** @type {HTMLInputElement} */ (document.getElementById("__search"));
  const address = new URL(box.dataset.search ?? "", location.href);
  const ask = searchBox.engine(address);
  /** @type {string | null} the question whose answer is shown, or waited for */
  let asked = null;
  /** @type {Promise<void> | null} resolves when that is there; null when nothing is waited for */
  let answer = null;
  /** @type {HTMLElement | null} where the reader came from */
  let before = null;

  const options = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const found = list.querySelectorAll("[role=option]:not([hidden])");
    return [...found];
  };
  const chosen = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "");

  /** @param {Element | null | undefined} option */
  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  /**
   * @param {string} text
   * @param {Element} place
   */
  function say(text, place = status) {
    if (place.textContent !== text) place.textContent = text; // otherwise it would be read out again
  }

  function unfold() {
    list.hidden = !list.childElementCount;
    field.setAttribute("aria-expanded", String(toggle.checked && !list.hidden));
  }

  // --- the answer ---

  /**
   * @param {string} text
   * @param {SearchAnswer} found
   */
  function howMany(text, { items: { length }, doubtful }) {
    if (!text.trim()) return "Typ een woord om te zoeken";
    if (doubtful) return "Misschien geen antwoord in dit draaiboek. Gevonden in de buurt:";
    return ["Geen antwoord in dit draaiboek", "1 pagina gevonden"][length] ?? `${length} pagina’s gevonden`;
  }

  /** @param {Correction} correction */
  function asWhat({ typed, meant }) {
    return `‘${typed}’ komt niet voor. Je ziet de resultaten voor ‘${meant}’.`;
  }

  /** @param {string[]} words that the guidebook does not have */
  function withoutWhat(words) {
    return `${words.map((word) => `‘${word}’`).join(" en ")} ${words.length === 1 ? "komt" : "komen"} niet voor.`;
  }

  /**
   * @param {string} text
   * @param {SearchAnswer} found
   */
  function show(text, found) {
    const { items, corrections, unknown } = found;
    choose(null);
    list.replaceChildren(...searchBox.draw(items, new URL("..", address)));
    list.closest(".md-search__scrollwrap")?.scrollTo(0, 0);
    say(howMany(text, found));
    box.toggleAttribute("data-unsure", found.doubtful || Boolean(text.trim() && !items.length));
    // Except for a word that is still being typed.
    const missed = unknown.filter((word) => items.length && !text.endsWith(word));
    say([...corrections.map(asWhat), ...(missed.length ? [withoutWhat(missed)] : [])].join(" "), corrected);
    unfold();
  }

  /** @param {string} text */
  async function answerTo(text) {
    try {
      const found = await ask(text);
      if (text === asked) show(text, found);
    } catch {
      asked = null;
      show("", { items: [], doubtful: false, corrections: [], unknown: [] });
      say("Het zoeken lukt nu niet. Kies een pagina in het menu.");
    }
  }

  /** One question at a time: on a slow phone the answers to each letter would queue up before the one to the last. */
  async function answerAll() {
    for (let text = null; asked !== null && text !== asked; ) {
      text = asked;
      await answerTo(text);
    }
    answer = null;
  }

  function search() {
    if (field.value === asked) return;
    asked = field.value;
    answer ??= answerAll();
  }

  // --- open and closed ---

  /** @param {boolean} unfolded */
  function turn(unfolded) {
    toggle.checked = unfolded;
    unfold();
  }

  function open() {
    turn(true);
    search();
  }

  function close() {
    choose(null);
    turn(false);
  }

  function leave() {
    close();
    /** @type {HTMLElement | null} */
    const brand = document.querySelector(".lr-brand");
    (before?.isConnected ? before : brand)?.focus();
  }

  toggle.addEventListener("change", () => {
    unfold();
    if (toggle.checked) field.focus(); // opened with the magnifying glass
  });
  box.addEventListener("focusin", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && box.contains(relatedTarget)) return;
    before = relatedTarget instanceof HTMLElement ? relatedTarget : null;
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !box.contains(relatedTarget)) close();
  });
  field.addEventListener("focus", open);
  field.addEventListener("input", open);
  box.querySelector("button")?.addEventListener("click", () => {
    field.value = "";
    field.focus();
    open();
  });
  box.addEventListener("click", ({ target }) => target instanceof Element && target.closest("a") && close());

  // --- by keyboard ---

  /** @param {1 | -1} step */
  function move(step) {
    open();
    const all = options();
    const focused = all.find((each) => each === document.activeElement);
    const next = all[all.findIndex((each) => each === (focused ?? chosen())) + step];
    if (focused) (next ?? (step < 0 ? field : focused)).focus();
    else if (next || step < 0) choose(next);
  }

  /**
   * Tab from the field moves to the option that was chosen with the arrows.
   *
   * @param {KeyboardEvent} event
   */
  function enter(event) {
    const option = chosen();
    if (!option || event.shiftKey) return;
    event.preventDefault();
    option.focus();
  }

  async function go() {
    search();
    await answer;
    /** @type {HTMLElement | null} */
    const best = list.querySelector("[data-best]");
    (chosen() ?? best)?.click();
  }

  /**
   * Show the less certain results in place of the button *opener* that stands for them.
   *
   * @param {Element} opener
   */
  function showMore(opener) {
    /** @type {NodeListOf<HTMLElement>} */
    const hidden = (opener.parentElement ?? list).querySelectorAll("[hidden]");
    const [first] = hidden;
    for (const each of hidden) each.hidden = false;
    const inField = document.activeElement === field;
    opener.remove();
    if (inField) choose(first);
    else first?.focus();
  }

  /** @type {Record<string, () => unknown>} */
  const EVERYWHERE = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: leave };
  /** @type {Record<string, () => unknown>} */
  const IN_FIELD = { ...EVERYWHERE, Enter: go };
  /** @type {Record<string, () => unknown>} */
  const IN_LIST = { ...EVERYWHERE, " ": () => options().find((each) => each === document.activeElement)?.click() };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target === field;
    const inList = event.target instanceof Node && list.contains(event.target);
    if (inField && event.key === "Tab") {
      enter(event);
      return;
    }
    const others = inList ? IN_LIST : EVERYWHERE;
    const act = (inField ? IN_FIELD : others)[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (inList && (event.key.length === 1 || event.key === "Backspace")) {
      field.focus(); // the key then takes effect there
    }
  });
  list.addEventListener("focusin", () => choose(null));
  list.addEventListener("click", ({ target }) => {
    const opener = target instanceof Element && target.closest(".lr-search__more");
    if (opener) showMore(opener);
  });

  say("Het zoeken wordt klaargezet");
  document.documentElement.classList.add("lr-runs-search");
}
