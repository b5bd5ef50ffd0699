// What the other scripts share. `draaiboek.onPage(start)` calls *start* once all of them have been read.
// `draaiboek.section()` returns the id of the heading where the reader is, "" above the first; headings of sector text
// exist in one variant only, and *others* leaves those out.
"use strict";

var draaiboek = /** @type {Draaiboek} */ ({
  /** The name of this guidebook in keys and caches. */
  slug: document.querySelector('meta[name="draaiboek"]')?.getAttribute("content") ?? "",

  /** @param {() => unknown} start */
  onPage(start) {
    queueMicrotask(start);
  },

  section({ others = false } = {}) {
    const headings = [...document.querySelectorAll("[data-artikel] :is(h2, h3, h4, h5, h6)[id]")];
    const usable = headings.filter((heading) => !others || !heading.closest(".lr-sector"));
    const line = draaiboek.line ?? bottom(draaiboek.named());
    return usable.findLast((heading) => bottom(heading) <= line)?.id ?? "";

    /** @param {Element | null} element */
    function bottom(element) {
      return element ? element.getBoundingClientRect().bottom + scrollY : 0;
    }
  },

  /**
   * The element with the id in *hash*, the end of an address; null when there is none.
   *
   * @param {string} hash
   */
  at(hash) {
    try {
      return document.getElementById(decodeURIComponent(hash.slice(1)));
    } catch {
      return null; // an address that was cut off in the middle of a character: #priv%C3
    }
  },

  /** The element that the address names, if there is one. */
  named() {
    return draaiboek.at(location.hash);
  },

  /**
   * Focus *element*, which is not a control, without scrolling the page.
   *
   * @param {HTMLElement} element
   */
  focus(element) {
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  },

  line: null,
});

// The menus are at the top of the page, so whoever goes there to switch has just left the section. What counts is where
// the reader last paused: at the heading in the address as long as that is in view (*line* is null), otherwise a third
// down the window.
{
  const STILL = 700; // ms
  let timer = 0;

  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (scrollY <= innerHeight / 4) return;
      const place = draaiboek.named()?.getBoundingClientRect();
      const inView = place && place.bottom > 0 && place.top < innerHeight;
      draaiboek.line = inView ? null : scrollY + innerHeight / 3;
    }, STILL);
  }, { passive: true });
}
