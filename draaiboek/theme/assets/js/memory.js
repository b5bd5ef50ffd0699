// What this device remembers, and how a reader wipes it. All keys begin with "draaiboek.":
//   draaiboek.bezoek                             the newest edition that was read, and the day of that edition
//   draaiboek.vinkjes.<edition>/<variant>/<page> the ticked items of the checklists of one page
// Beside them stands Material's own key for light or dark, `<folder>.__palette` (scope.js).
"use strict";

{
  const PREFIX = "draaiboek.";
  const WIPED = `${PREFIX}gewist`; // in sessionStorage: this tab keeps no more visits, until it closes
  const { make, button } = draaiboek;
  const refused = new Map(); // what the browser would not keep, until the reader leaves

  draaiboek.memory = {
    /** What is kept under *key*; null when nothing is. */
    read(key) {
      try {
        return refused.get(key) ?? JSON.parse(localStorage.getItem(PREFIX + key));
      } catch {
        return null;
      }
    },

    /** Keeps *value* under *key*, or forgets the key when it is null; tells whether the browser let us. */
    write(key, value) {
      refused.delete(key);
      try {
        value === null ? localStorage.removeItem(PREFIX + key) : localStorage.setItem(PREFIX + key, JSON.stringify(value));
        return true;
      } catch {
        refused.set(key, value);
        return false;
      }
    },

    /** Whether the reader wiped this device's memory in this tab. */
    get wiped() {
      try {
        return sessionStorage.getItem(WIPED) !== null;
      } catch {
        return true;
      }
    },
  };

  // The colours are kept per folder of an edition; other websites may stand on the same host.
  function ours(key) {
    const root = new URL("..", __md_scope).pathname;
    return key.startsWith(PREFIX) || (key.startsWith(root) && key.endsWith(".__palette"));
  }

  function wipe() {
    refused.clear();
    try {
      for (const key of Object.keys(localStorage).filter(ours)) localStorage.removeItem(key);
      sessionStorage.setItem(WIPED, "1");
    } catch {
      // Where storage is refused, nothing was kept either.
    }
    document.dispatchEvent(new Event("draaiboek:wis")); // who shows something that was kept, takes it away
  }

  draaiboek.onPage(() => {
    const container = draaiboek.container();
    if (!container || container.querySelector(".lr-memory")) return;
    const status = make("p", { role: "status" });
    const panel = make("details", { class: "lr-memory" },
      make("summary", { class: "lr-cite__summary" }, "Wat dit toestel onthoudt"),
      make("p", {}, "Welke editie je het laatst las, welke vinkjes je zette, en of je licht of donker koos. " +
        "Dat blijft op dit toestel en gaat nooit naar een server. Wie dit toestel na jou gebruikt, kan het zien."),
      button("Wis wat dit toestel onthoudt", () => {
        wipe();
        status.textContent = "Gewist. Zolang je dit tabblad gebruikt, onthoudt het toestel geen bezoek meer.";
      }),
      status);
    container.append(panel);
  });
}
