// Is a reader's file, byte for byte, one that was published? Fetches one list of our own site, and sends nothing.
"use strict";

(() => {
  const root = new URL(".", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("bestand"));
  const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-vak]"));
  const status = /** @type {HTMLElement | null} */ (document.querySelector("[data-melding]"));
  const results = document.querySelector("[data-uitslagen]");
  if (!field || !box || !status || !results) {
    return;
  }

  /** @type {Promise<PublishedFiles> | null} */
  let asked = null;

  const published = () => {
    asked ??= fetch(new URL(draaiboekShared.sums, root), { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
      .catch((error) => {
        asked = null; // the network may be back for the next file
        throw error;
      });
    return asked;
  };

  /** @param {File} file */
  const digest = async (file) => {
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /**
   * @param {PublishedFiles} known
   * @param {string} sum
   * @returns {[string, string]} The kind of verdict, and the words.
   */
  const verdict = (known, sum) => {
    const found = known.bestanden[sum];
    if (!found) {
      return [
        "onbekend",
        "Dit bestand kennen we niet. Het is niet van dit draaiboek, of er is iets aan gewijzigd. Een andere naam mag; " +
          "de inhoud moet dezelfde zijn. Haal het opnieuw bij ons.",
      ];
    }
    const [edition, name] = found;
    const said = `Dit is byte voor byte ${name.replace(/^.*\//, "")} van editie ${edition}.`;
    const why = known.ingetrokken[edition];
    if (why !== undefined) {
      return [draaiboekShared.withdrawn, `${said} Maar die editie is ingetrokken: ${why}`];
    }
    return edition === known.actueel
      ? ["echt", `${said} Het is echt en volledig.`]
      : ["ouder", `${said} Het is echt en volledig. Wij tonen intussen een andere editie: ${known.actueel}.`];
  };

  /**
   * @param {string} name
   * @param {string} kind
   * @param {string} words
   */
  const show = (name, kind, words) => {
    const item = document.createElement("li");
    item.className = `uitslag uitslag--${kind}`;
    const title = document.createElement("strong");
    title.textContent = name;
    const line = document.createElement("p");
    line.textContent = words;
    item.append(title, line);
    results.append(item);
  };

  /** @param {Iterable<File>} files */
  const check = async (files) => {
    const wanted = [...files];
    if (!wanted.length) {
      return;
    }
    results.replaceChildren();
    status.textContent = "Even rekenen …";
    try {
      const known = await published();
      for (const file of wanted) {
        show(file.name, ...verdict(known, await digest(file)));
      }
      status.textContent = wanted.length === 1 ? "1 bestand nagekeken." : `${wanted.length} bestanden nagekeken.`;
      results.firstElementChild?.scrollIntoView({ block: "nearest" }); // on a phone it is below the fold
    } catch {
      status.textContent = "Dat lukte niet. Ben je op het internet? Is het een gewoon bestand? Probeer het opnieuw.";
    }
  };

  if (!globalThis.crypto?.subtle) {
    status.textContent =
      "Hier kan je browser dit niet uitrekenen: dat kan alleen op de website zelf, met https. " +
      `Ga naar ${status.dataset.adres}, of doe het zelf, zoals hieronder staat.`;
    return;
  }
  box.hidden = false;
  status.textContent = "";
  field.addEventListener("change", () => {
    check(field.files ?? []);
    field.value = ""; // the results name the files; clearing the field lets the same file be chosen again
  });
  // The whole page accepts drops: a file dropped beside the box would otherwise replace this page.
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("vak--boven");
  });
  document.addEventListener("dragleave", () => box.classList.remove("vak--boven"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("vak--boven");
    check(event.dataTransfer?.files ?? []);
  });
})();
