// Many controls of one kind as one stop of the Tab key; the arrows move between them (a roving tabindex, as in
// https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/). It makes no difference to pointers and screen
// readers.
"use strict";

{
  const STEPS = new Map([["ArrowRight", 1], ["ArrowDown", 1], ["ArrowLeft", -1], ["ArrowUp", -1]]);

  /**
   * Make *group* one tab stop, at its first element until another gets the focus; *words* say how to move on.
   *
   * @param {HTMLElement[]} group
   * @param {string} words
   */
  draaiboek.oneStop = (group, words) => {
    /** @param {HTMLElement} stop */
    const stand = (stop) => group.forEach((each) => (each.tabIndex = each === stop ? 0 : -1));

    for (const each of group) {
      if (group.length > 1) each.setAttribute("aria-description", words);
      each.addEventListener("focus", () => stand(each));
      each.addEventListener("keydown", (event) => {
        const step = STEPS.get(event.key);
        if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
        const shown = group.filter((other) => other.checkVisibility());
        event.preventDefault();
        shown[shown.indexOf(each) + step]?.focus();
      });
    }
    if (group.length) stand(group[0]);
    return stand;
  };
}
