// The targets smaller than 24 by 24 px, except links in a sentence, which are as high as their line (WCAG 2.5.8).
() => {
  const LEAST = 23.5;
  /** @param {Element} each */
  const inSentence = (each) =>
    each.matches("a") && getComputedStyle(each).display === "inline" &&
    [...(each.parentElement?.childNodes ?? [])].some((node) => node instanceof Text && node.data.trim());
  /** @type {(each: Element | null) => boolean} visually hidden, as long as the focus is elsewhere */
  const isClipped = (each) => each !== null && (getComputedStyle(each).clipPath === "inset(50%)" || isClipped(each.parentElement));
  /** @param {Element} each */
  const isTarget = (each) =>
    each.checkVisibility({ visibilityProperty: true }) && getComputedStyle(each).pointerEvents !== "none" &&
    !inSentence(each) && !isClipped(each) && !(each instanceof HTMLInputElement && each.labels?.length);
  return [...document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")]
    .filter(isTarget)
    .filter((each) => {
      const { width, height } = each.getBoundingClientRect();
      return width > 0 && (width < LEAST || height < LEAST);
    })
    .map((each) => ({ selector: [each.localName, ...each.classList].join("."), html: each.outerHTML.slice(0, 200) }));
}
