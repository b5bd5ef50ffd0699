// Where the focus is, and whether a reader can tell: part of it is on the screen and not behind something else, and its
// outline, or the shadow around it, contrasts enough with what is under it (WCAG 2.4.7, 2.4.11, 1.4.11).
// Returns null when nothing has the focus, or, unless *again*, when this stop was returned before.
(/** @type {boolean} */ again) => {
  const stop = document.activeElement;
  window.givenStops ??= new Set();
  const given = window.givenStops;
  if (!stop || stop === document.body || (given.has(stop) && !again)) return null;
  given.add(stop);

  const labels = stop instanceof HTMLInputElement ? [...(stop.labels ?? [])] : [];
  /** @param {DOMRect} box */
  const isHit = (box) => {
    const left = Math.max(box.left, 0);
    const right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0);
    const bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    return [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit && (stop.contains(hit) || labels.some((label) => label.contains(hit)));
    });
  };
  const boxes = [...stop.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  const shown = stop.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  /** @param {string} color */
  const channels = (color) => (color.match(/[\d.]+/g) ?? []).map(Number);
  /** @param {number[]} color */
  const luminance = (color) =>
    color.slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
  /**
   * @param {number[]} one
   * @param {number[]} other
   */
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const colourUnder = () => {
    for (let around = stop.parentElement; around; around = around.parentElement) {
      const color = channels(getComputedStyle(around).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const edges = [stop, stop.closest(".md-search__form") ?? stop].map((each) => getComputedStyle(each)).flatMap((style) => [
    ...(style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 ? [channels(style.outlineColor)] : []),
    ...(style.boxShadow === "none" ? [] : [channels(style.boxShadow)]),
  ]);
  // Its position in the running text: what is beside the text, or floats above it, has an order of its own.
  const flows = stop.closest("[data-artikel]") && !stop.closest("table, figure, [popover]");
  return {
    top: flows && boxes[0] ? Math.round(boxes[0].top + scrollY) : null,
    selector: stop.id ? `#${stop.id}` : [stop.localName, ...stop.classList].join("."),
    html: stop.outerHTML.slice(0, 200),
    seen: shown && boxes.some(isHit),
    outlined: edges.some((edge) => contrast(edge, colourUnder()) >= 3),
  };
}
