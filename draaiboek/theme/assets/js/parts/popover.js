// One window for explanations in place. A click, tap, Enter or Space opens it and moves the focus there; a resting
// mouse only previews it. Esc, its button or a click outside closes it (WCAG 2.2, 1.4.13). Without popovers, links
// remain.
"use strict";

{
  const { make, button } = draaiboek;
  const WAIT = 350; // ms that a mouse has to rest on, or be away from, an opener
  const GAP = 6; // px
  const box = make("div", {
    class: "lr-popover", popover: "auto", role: "dialog", "aria-labelledby": "lr-popover-title", tabindex: "-1",
  });
  /** @type {HTMLElement | null} */
  let opener = null;
  let chosen = false; // opened deliberately, and not by a mouse that passes
  let pressed = false; // whether it was open for this opener when the pointer went down
  let timer = 0;

  const isOpen = () => box.matches(":popover-open");

  function place() {
    const [line] = opener?.getClientRects() ?? [];
    if (!line) return;
    const { offsetWidth: width, offsetHeight: height } = box;
    const edge = document.documentElement.clientWidth - width - GAP;
    const fits = line.bottom + GAP + height <= innerHeight || line.top < height + 4 * GAP;
    box.style.setProperty("--lr-left", `${Math.max(GAP, Math.min(line.left, edge)) + scrollX}px`);
    box.style.setProperty("--lr-top", `${(fits ? line.bottom + GAP : line.top - height - GAP) + scrollY}px`);
    uncover(line);
  }

  /**
   * On a phone the window is at the bottom of the screen (aids.css): it must not cover what it explains.
   *
   * @param {DOMRect} line
   */
  function uncover({ bottom }) {
    if (getComputedStyle(box).position !== "fixed") return;
    const below = bottom + GAP - box.getBoundingClientRect().top;
    if (below > 0) scrollBy({ top: below, behavior: "instant" });
  }

  /**
   * @param {HTMLElement} trigger
   * @param {string} title
   * @param {() => Node[]} fill
   * @param {boolean} byChoice
   */
  function open(trigger, title, fill, byChoice) {
    if (isOpen()) box.hidePopover();
    opener = trigger;
    chosen = byChoice;
    const close = button("Sluit", () => box.hidePopover());
    box.replaceChildren(make("p", { class: "lr-popover__title", id: "lr-popover-title" }, title), ...fill(), close);
    keepTogether(box);
    // Directly after what it explains, so that Tab continues from there.
    (trigger.closest("sup, h1, h2, h3, h4, h5, h6") ?? trigger).after(box);
    box.showPopover();
    place();
    trigger.setAttribute("aria-expanded", "true");
    if (byChoice) box.focus({ preventScroll: true });
  }

  function leave() {
    clearTimeout(timer);
    timer = setTimeout(() => !chosen && isOpen() && box.hidePopover(), WAIT);
  }

  box.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed") opener?.setAttribute("aria-expanded", "false");
  });
  box.addEventListener("toggle", () => {
    if (isOpen()) return;
    box.remove();
    if (chosen && document.activeElement === document.body) opener?.focus({ preventScroll: true });
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (chosen && relatedTarget instanceof Node && !box.contains(relatedTarget) && isOpen()) box.hidePopover();
  });
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", leave);
  box.addEventListener("click", ({ target }) => target instanceof Element && target.closest("a") && box.hidePopover());
  window.addEventListener("resize", () => isOpen() && place());

  /**
   * Make the link *trigger* open the window with *title* and the elements that `fill()` returns; with Ctrl or Shift it
   * is still a link. *preview*: a resting mouse opens it too.
   */
  draaiboek.explain = (trigger, title, fill, { preview = true } = {}) => {
    if (!("popover" in box)) return;
    trigger.removeAttribute("title"); // otherwise it is read out twice
    for (const [key, value] of [["role", "button"], ["aria-haspopup", "dialog"], ["aria-expanded", "false"]]) {
      trigger.setAttribute(key, value);
    }
    trigger.addEventListener("pointerdown", () => {
      pressed = isOpen() && chosen && opener === trigger;
    });
    trigger.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      clearTimeout(timer);
      const again = event.detail ? pressed : isOpen() && chosen && opener === trigger;
      if (!again) open(trigger, title, fill, true);
      else if (isOpen()) box.hidePopover();
    });
    trigger.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      trigger.click();
    });
    if (!preview) return;
    trigger.addEventListener("pointerenter", ({ pointerType }) => {
      clearTimeout(timer);
      if (pointerType !== "mouse" || isOpen()) return;
      timer = setTimeout(() => open(trigger, title, fill, false), WAIT);
    });
    trigger.addEventListener("pointerleave", leave);
  };
}
