// What opens something and is on the screen, each kind called by its first class of ours or by what it is: the kinds,
// or, when *kind* is given, a press on the first of that kind.
(/** @type {string | null} */ kind) => {
  const opens = "summary, [popovertarget], [aria-haspopup], [aria-expanded=false]:not([role=combobox])";
  /** @type {NodeListOf<HTMLElement>} */
  const found = document.querySelectorAll(opens);
  const shown = [...found].filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  /** @param {Element} each */
  const name = (each) => [...each.classList].find((word) => word.startsWith("lr-")) ?? each.localName;
  if (kind === null) return [...new Set(shown.map(name))];
  shown.find((each) => name(each) === kind)?.click();
  return [];
}
