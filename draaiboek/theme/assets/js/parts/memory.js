// What this device remembers, and how a reader wipes it. In localStorage, in addition to what colours.js keeps:
//   draaiboek.<slug>.bezoek                               the newest edition that was read, and its day
//   draaiboek.<slug>.sector                               the sector that a reader asked it to keep (home.js)
//   draaiboek.<slug>.sectoren                             whose texts a reader opens among all (sectors.js)
//   draaiboek.<slug>.vinkjes.<edition>/<variant>/<page>   the ticked items of a page
// In the history of a tab, as long as it is open: the answers in a decision aid (decision.js).
// Elsewhere, only after a reader asked for it: the offline copy (offline.js, sw.js). The same button wipes that.
// The slug is that of this guidebook: another one may be on the same host.
"use strict";

{
  const PREFIX = `draaiboek.${draaiboek.slug}.`;
  const WIPED = `${PREFIX}gewist`; // in sessionStorage: this tab stores no more visits until it is closed
  const { make, button } = draaiboek;
  /** @type {Map<string, unknown>} */
  const refused = new Map(); // what the browser would not store, until the reader leaves the page

  draaiboek.memory = {
    read(key) {
      try {
        return refused.get(key) ?? JSON.parse(localStorage.getItem(PREFIX + key) ?? "null");
      } catch {
        return null;
      }
    },

    /** Store *value*, or delete *key* when it is null; return whether the browser allowed it. */
    write(key, value) {
      refused.delete(key);
      try {
        if (value === null) localStorage.removeItem(PREFIX + key);
        else localStorage.setItem(PREFIX + key, JSON.stringify(value));
        return true;
      } catch {
        refused.set(key, value);
        return false;
      }
    },

    /** Whether the browser refuses to store anything for this website. */
    get refused() {
      try {
        localStorage.getItem(PREFIX);
        return false;
      } catch {
        return true;
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

  function wipe() {
    refused.clear();
    try {
      const ours = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); // not of others on this host
      for (const key of ours) localStorage.removeItem(key);
      sessionStorage.setItem(WIPED, "1");
    } catch {
      // Refused: nothing was kept either.
    }
    document.dispatchEvent(new Event("draaiboek:wis")); // listeners remove what they show of it
  }

  function about() {
    const words = "Welke editie je het laatst las, welke vinkjes je zette, wat je koos (zoals kleuren of " +
      "een sector), je antwoorden op vragen zolang dit tabblad open is, en de offline kopie als je die bewaarde. " +
      "Dat blijft op dit toestel en gaat nooit naar een server. Wie dit toestel na jou gebruikt, kan het zien.";
    const status = make("p", { role: "status" });
    const clear = button("Wis wat dit toestel onthoudt", () => {
      wipe();
      status.textContent = "Gewist. Zolang je dit tabblad gebruikt, onthoudt het toestel geen bezoek meer.";
      status.scrollIntoView({ block: "nearest" }); // below the button, so often below the window
    });
    return [make("p", {}, words), clear, status];
  }

  function nothing() {
    const words = "Niets: je browser laat niet toe dat deze website iets onthoudt. " +
      "Wat je afvinkt of kiest, geldt zolang deze pagina open is. Al de rest werkt zoals anders.";
    return [make("p", {}, words)];
  }

  draaiboek.onPage(() => {
    const container = draaiboek.container();
    if (!container || container.querySelector(".lr-memory")) return;
    const summary = make("summary", { class: "lr-cite__summary" }, "Wat dit toestel onthoudt");
    const inside = draaiboek.memory.refused ? nothing() : about();
    container.append(make("details", { class: "lr-memory" }, summary, ...inside));
  });
}
