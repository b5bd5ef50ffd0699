// The visible elements that open something, each kind named after its first class of ours or else its element name.
// Returns the kinds, or, when *kind* is given, clicks the first element of that kind.
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
