// Checklists that can be ticked. The ticks stay on this device, and only once there is one (memory.js says how).
// Without JavaScript, and on paper, the boxes are drawn and empty (aids.css, text.css).
"use strict";

{
  const { make, button, memory } = draaiboek;

  // The words of an item without its footnote marks and without the items below it.
  function words(item) {
    const copy = item.cloneNode(true);
    for (const extra of copy.querySelectorAll("sup, ul, ol, .lr-popover")) extra.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  const hash = (text) => [...text].reduce((sum, letter) => ((sum << 5) - sum + letter.charCodeAt(0)) | 0, 0);

  // A fingerprint of its words: a changed item loses its tick. The same words twice on a page count on.
  function fingerprints(boxes) {
    const seen = {};
    return boxes.map((box) => {
      const own = hash(words(box.closest("li")));
      seen[own] = (seen[own] ?? 0) + 1;
      return `${own}.${seen[own]}`;
    });
  }

  /** Puts a line below *list* that counts its *boxes*; returns what to call when one changes. */
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

  let forget = () => {};
  document.addEventListener("draaiboek:wis", () => forget());

  draaiboek.onPage(() => {
    const page = draaiboek.container()?.dataset;
    const all = [...document.querySelectorAll(".task-list-item input[type=checkbox]")];
    if (!page || !all.some((box) => box.disabled)) return;
    const key = `vinkjes.${page.editie}/${page.variant}/${page.pagina}`;
    const names = fingerprints(all);
    const kept = memory.read(key);
    const updates = [];

    function save() {
      const ticked = names.filter((_, index) => all[index].checked);
      return memory.write(key, ticked.length ? ticked : null);
    }

    all.forEach((box, index) => {
      const item = box.closest("li");
      item.classList.add("lr-tickable");
      box.disabled = false;
      box.checked = Array.isArray(kept) ? kept.includes(names[index]) : box.defaultChecked;
      box.setAttribute("aria-label", words(item));
      // The words belong to the box too; not the links in them, nor words that someone selects.
      item.addEventListener("click", ({ target }) => {
        if (target.closest("li") === item && !target.closest("a, button, input, .lr-popover") && !`${getSelection()}`) {
          box.click();
        }
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
