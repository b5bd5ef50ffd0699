// The first elements that extend beyond the screen, when the page can be scrolled sideways.
() => {
  const width = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  if (width <= innerWidth) return [];
  /** @param {Element} each */
  const scrolls = (each) => getComputedStyle(each).overflowX !== "visible";
  /** @type {(each: Element | null) => boolean} */
  const isInside = (each) => each !== null && each !== document.body && (scrolls(each) || isInside(each.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && !isInside(each.parentElement) && each.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 3)
    .map((each) => ({ selector: [each.localName, ...each.classList].join("."), html: each.outerHTML.slice(0, 200) }));
}
