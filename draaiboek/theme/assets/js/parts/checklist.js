// Checklists that can be ticked. The ticks stay on this device, and nothing is stored until there is one (memory.js).
// Without JavaScript, and on paper, the boxes are drawn and empty (aids.css, text.css).
"use strict";

{
  const { make, button, memory } = draaiboek;

  /**
   * The words of an item without its footnote marks and without the items below it.
   *
   * @param {Element} item
   */
  function words(item) {
    const copy = /** @type {Element} */ (item.cloneNode(true));
    for (const extra of copy.querySelectorAll("sup, ul, ol, .lr-popover")) extra.remove();
    return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
  }

  /** @param {HTMLInputElement} box */
  const itemOf = (box) => /** @type {HTMLLIElement} */ (box.closest("li"));

  /** @param {string} text */
  const hash = (text) => [...text].reduce((sum, letter) => ((sum << 5) - sum + letter.charCodeAt(0)) | 0, 0);

  /**
   * A fingerprint of the words of each: a changed item loses its tick. Items with the same words are numbered.
   *
   * @param {HTMLInputElement[]} boxes
   */
  function fingerprints(boxes) {
    /** @type {Map<number, number>} */
    const seen = new Map();
    return boxes.map((box) => {
      const own = hash(words(itemOf(box)));
      const times = (seen.get(own) ?? 0) + 1;
      seen.set(own, times);
      return `${own}.${times}`;
    });
  }

  /**
   * Add a line below *list* that counts its *boxes*; return the function to call when one changes.
   *
   * @param {Element} list
   * @param {HTMLInputElement[]} boxes
   * @param {() => boolean} save
   */
  function counter(list, boxes, save) {
    const count = make("p", { role: "status" });
    const place = make("p", { class: "lr-ticks__place" });
    const clear = button("Wis de vinkjes", () => {
      for (const box of boxes) box.checked = false;
      update(save());
      boxes[0].focus();
    });
    function update(kept = !memory.refused) {
      const ticked = boxes.filter((box) => box.checked).length;
      count.textContent = `${ticked} van ${boxes.length} afgevinkt`;
      place.textContent = kept ? "Blijft alleen op dit toestel." : "Blijft alleen zolang deze pagina open is.";
      clear.hidden = !ticked;
    }
    const print = button("Druk deze lijst af", () => draaiboek.printOnly(list));
    list.after(make("div", { class: "lr-ticks" }, count, place, clear, print));
    update();
    return update;
  }

  /** @type {(() => void) | null} removes the ticks from this page */
  let forget = null;
  document.addEventListener("draaiboek:wis", () => forget?.());

  draaiboek.onPage(() => {
    const page = draaiboek.container()?.dataset;
    /** @type {NodeListOf<HTMLInputElement>} */
    const found = document.querySelectorAll(".task-list-item input[type=checkbox]");
    const all = [...found];
    if (!page || !all.some((box) => box.disabled)) return;
    const key = `vinkjes.${page.editie}/${page.variant}/${page.pagina}`;
    const names = fingerprints(all);
    const kept = memory.read(key);
    /** @type {((kept?: boolean) => void)[]} */
    const updates = [];

    function save() {
      const ticked = names.filter((_, index) => all[index].checked);
      return memory.write(key, ticked.length ? ticked : null);
    }

    all.forEach((box, index) => {
      const item = itemOf(box);
      item.classList.add("lr-tickable");
      box.disabled = false;
      box.checked = Array.isArray(kept) ? kept.includes(names[index]) : box.defaultChecked;
      box.setAttribute("aria-label", words(item));
      // Clicking the words ticks the box too; not the links in them, nor words that somebody selects.
      item.addEventListener("click", ({ target }) => {
        if (!(target instanceof Element) || target.closest("li") !== item) return;
        if (!target.closest("a, button, input, .lr-popover") && !`${getSelection()}`) box.click();
      });
    });

    for (const list of document.querySelectorAll(".task-list:not(.task-list .task-list)")) {
      const boxes = all.filter((box) => list.contains(box));
      const update = counter(list, boxes, save);
      updates.push(update);
      list.addEventListener("change", () => update(save()));
    }

    forget = () => {
      for (const box of all) box.checked = false;
      for (const update of updates) update();
    };
  });
}
