// The search field: a combobox with a list of options (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). The arrows
// choose an option while the focus stays in the field, Enter goes to the chosen or else the best one, Esc closes. Tab
// goes on to the chosen option, or the first: they are links; there the arrows take the focus along, a letter brings it
// back.
// Open or not is Material's checkbox, by which its sheet unfolds the box.
"use strict";

{
  const box = document.querySelector(".md-search");
  const field = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const [status, corrected] = box.querySelectorAll("[role=status]");
  const toggle = document.getElementById("__search");
  const address = new URL(box.dataset.search, location);
  const ask = searchBox.engine(address);
  let asked = null; // the question whose answer is shown, or waited for
  let answer = null; // when it is there
  let before = null; // where the reader came from

  const options = () => [...list.querySelectorAll("[role=option]:not([hidden])")];
  const chosen = () => document.getElementById(field.getAttribute("aria-activedescendant"));

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  function say(text, place = status) {
    if (place.textContent !== text) place.textContent = text; // otherwise it is read out again
  }

  function unfold() {
    list.hidden = !list.childElementCount;
    field.setAttribute("aria-expanded", toggle.checked && !list.hidden);
  }

  // --- the answer ---

  function howMany(text, { length }) {
    if (!text.trim()) return "Typ een woord om te zoeken";
    return { 0: "Geen pagina gevonden", 1: "1 pagina gevonden" }[length] ?? `${length} pagina’s gevonden`;
  }

  function asWhat({ typed, meant }) {
    return `‘${typed}’ komt niet voor. Je ziet de resultaten voor ‘${meant}’.`;
  }

  function show(text, { items, corrections }) {
    choose(null);
    list.replaceChildren(...searchBox.draw(items, new URL("..", address)));
    list.closest(".md-search__scrollwrap").scrollTo(0, 0);
    say(howMany(text, items));
    say(corrections.map(asWhat).join(" "), corrected);
    unfold();
  }

  async function answerTo(text) {
    try {
      const found = await ask(text);
      if (text === asked) show(text, found);
    } catch {
      asked = null;
      show("", { items: [], corrections: [] });
      say("Het zoeken lukt nu niet. Kies een pagina in het menu.");
    }
  }

  function search() {
    if (field.value === asked) return;
    asked = field.value;
    answer = answerTo(asked);
  }

  // --- open and closed ---

  function turn(open) {
    toggle.checked = open;
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
    const back = before?.isConnected ? before : document.querySelector(".lr-brand");
    back.focus();
  }

  // Material does not hear of it: a while after the search closed, it would scroll a phone back to where it opened.
  document.addEventListener("change", (event) => {
    if (event.target !== toggle) return;
    event.stopImmediatePropagation();
    unfold();
    if (toggle.checked) field.focus(); // who came by the magnifying glass
  }, true);
  box.addEventListener("focusin", ({ relatedTarget }) => {
    if (!box.contains(relatedTarget)) before = relatedTarget;
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(relatedTarget)) close();
  });
  field.addEventListener("focus", open);
  field.addEventListener("input", open);
  box.querySelector("button").addEventListener("click", () => {
    field.value = "";
    field.focus();
    open();
  });
  box.addEventListener("click", ({ target }) => target.closest("a") && close());

  // --- by keyboard ---

  function move(step) {
    open();
    const all = options();
    const inList = list.contains(document.activeElement);
    const next = all[all.indexOf(inList ? document.activeElement : chosen()) + step];
    if (inList) (next ?? (step < 0 ? field : document.activeElement)).focus();
    else if (next || step < 0) choose(next);
  }

  /** Tab from the field comes to the option that the arrows chose. */
  function enter(event) {
    const option = chosen();
    if (!option || event.shiftKey) return;
    event.preventDefault();
    option.focus();
  }

  async function go() {
    search();
    await answer;
    (chosen() ?? list.querySelector("[data-best]"))?.click();
  }

  /** Puts what was found less surely in the place of the button *opener* that stands for it. */
  function showMore(opener) {
    const [first] = opener.parentElement.querySelectorAll("[hidden]");
    for (const each of opener.parentElement.querySelectorAll("[hidden]")) each.hidden = false;
    const inField = document.activeElement === field;
    opener.remove();
    if (inField) choose(first);
    else first.focus();
  }

  const EVERYWHERE = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: leave };
  const IN_FIELD = { ...EVERYWHERE, Enter: go };
  const IN_LIST = { ...EVERYWHERE, " ": () => document.activeElement.click() };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const inList = list.contains(event.target);
    if (event.key === "Tab" && event.target === field) return enter(event);
    const act = (event.target === field ? IN_FIELD : inList ? IN_LIST : EVERYWHERE)[event.key];
    if (act) {
      event.preventDefault();
      act();
    } else if (inList && (event.key.length === 1 || event.key === "Backspace")) {
      field.focus(); // where the key then does its work
    }
  });
  list.addEventListener("focusin", () => choose(null));
  list.addEventListener("click", ({ target }) => {
    const opener = target.closest(".lr-search__more");
    if (opener) showMore(opener);
  });

  say("Het zoeken wordt klaargezet");
  document.documentElement.classList.add("lr-runs-search");
}
