// "Bewaar offline" on the downloads page, and on every page the news that an edition is newer than the reader's copy.
// Nothing is requested, registered or stored before the reader presses the button. The work is done by the
// publication's own sw.js, at its root; what this file may ask of it is documented there.
"use strict";

{
  const { make } = draaiboek;
  const VERSION = 1; // of the messages to sw.js; offline.json says which version the publication has
  const MOST_QUIET = 10; // the number of steps in which progress is announced: a screen reader reads each
  const EDITION = new RegExp(`^(${draaiboekShared.alias}|${draaiboekShared.edition})$`);
  /** @type {Record<string, string>} */
  const FAULTS = {
    bezig: "Er wordt al een kopie bewaard. Wacht tot dat klaar is.",
    controle: "Niet bewaard: een bestand is anders dan het hoort te zijn. Probeer het later opnieuw.",
    geweigerd: "Je browser laat niet toe dat deze website iets bewaart. Misschien lees je in een privévenster.",
    gestopt: "Gestopt. Er is niets nieuws bewaard.",
    netwerk: "Niet bewaard: de verbinding viel weg. Probeer het opnieuw.",
    onbekend: "Niet bewaard: deze editie of versie staat niet op de website.",
    onvolledig: "Niet bewaard: de website gaf niet alle bestanden. Probeer het later opnieuw.",
    oud: "Deze editie is te oud om nog te bewaren. Ga naar de editie die nu geldt.",
    uit: "Een offline kopie bewaren kan nu niet: de beheerder van de website zette het af.",
    vol: "Niet bewaard: er is te weinig plaats op dit toestel.",
  };

  /** @type {Section | null} */
  let shown = null;

  draaiboek.onPage(() => {
    /** @type {HTMLElement | null} */
    const section = document.querySelector("[data-offline]");
    shown = section ? new Section(section) : null;
    shown?.start();
    tellNews();
  });

  // One button wipes all that this device remembers (memory.js), the copy included, on whatever page it is pressed.
  document.addEventListener("draaiboek:wis", async () => {
    if (!window.caches || !navigator.serviceWorker) return;
    await forget((await navigator.serviceWorker.getRegistration())?.scope ?? "").catch(() => undefined);
    if (shown && !shown.refusal()) await shown.show();
  });

  /** The part of the downloads page with the buttons. */
  class Section {
    /** @param {HTMLElement} element as the template downloads.html has it */
    constructor(element) {
      /** @param {string} name */
      const find = (name) => /** @type {HTMLElement} */ (element.querySelector(`[data-offline-${name}]`));
      const { editie = "", variant = "", omhoog = "" } = element.dataset;
      this.state = find("state");
      this.progress = /** @type {HTMLProgressElement} */ (find("progress"));
      this.save = find("save");
      this.stop = find("stop");
      this.wipe = find("wipe");
      this.edition = editie;
      this.variant = variant;
      this.root = rootOf(new URL(omhoog, location.href), editie);
    }

    async start() {
      const refusal = this.refusal();
      if (refusal) return this.say(refusal);
      this.save.addEventListener("click", () => this.keep());
      this.wipe.addEventListener("click", () => this.forget());
      this.stop.addEventListener("click", () => worker(this.root).then((found) => found?.postMessage({ doe: "stop" })));
      await this.show();
    }

    /** Return why no copy is possible here, or ''. */
    refusal() {
      if (location.protocol === "file:") return "Je leest al een kopie op je toestel.";
      if (!this.root) return "Bewaren kan alleen op de website van een gepubliceerde editie. Dit is een voorvertoning.";
      if (!isSecureContext) return "Bewaren kan alleen op een adres dat met https begint.";
      if (!navigator.serviceWorker || !window.caches) return FAULTS.geweigerd;
      return "";
    }

    async show(message = "") {
      const kept = await state(this.root);
      const here = kept.editie === this.edition && kept.variant === this.variant;
      this.save.textContent = kept.editie && !here ? `Bewaar editie ${this.edition} offline` : "Bewaar offline";
      this.buttons({ save: !here, wipe: Boolean(kept.editie) });
      this.say([message, described(kept)].filter(Boolean).join(" "));
    }

    async keep() {
      this.buttons({ stop: true });
      this.stop.focus();
      this.say("Het bewaren begint.");
      const fault = await this.keepAll().catch((error) => (error.name === "SecurityError" ? "geweigerd" : "netwerk"));
      const kept = await state(this.root);
      if (!kept.editie) await forget(this.root);
      await this.show(fault ? FAULTS[fault] ?? FAULTS.netwerk : "Klaar.");
      (fault ? this.save : this.wipe).focus();
    }

    /**
     * Return the keyword of what went wrong, or ''.
     *
     * @returns {Promise<string>}
     */
    async keepAll() {
      const answer = await fetch(`${this.root}offline.json`, { cache: "no-store" });
      const { aan, versie } = answer.ok ? await answer.json() : {};
      if (!aan) return "uit";
      if (versie !== VERSION) return "oud";
      await navigator.serviceWorker.register(`${this.root}sw.js`, { scope: this.root, updateViaCache: "none" });
      const found = await worker(this.root);
      if (!found) return "netwerk";
      return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => {
          if (data.van) this.advance(data.klaar, data.van);
          else resolve(data.fout ?? "");
        };
        found.postMessage({ doe: "bewaar", editie: this.edition, variant: this.variant }, [port2]);
      });
    }

    /**
     * @param {number} done
     * @param {number} all
     */
    advance(done, all) {
      [this.progress.hidden, this.progress.max, this.progress.value] = [false, all, done];
      const step = Math.ceil(all / MOST_QUIET);
      if (done % step === 0) this.say(`${done} van ${all} bestanden bewaard.`);
    }

    async forget() {
      await forget(this.root);
      await this.show("Gewist.");
      this.save.focus();
    }

    buttons({ save = false, stop = false, wipe = false }) {
      [this.save.hidden, this.stop.hidden, this.wipe.hidden, this.progress.hidden] = [!save, !stop, !wipe, true];
    }

    /** @param {string} text */
    say(text) {
      this.state.textContent = text;
    }
  }

  /**
   * Return in words which copy there is.
   *
   * @param {OfflineCopy} kept
   */
  function described(kept) {
    if (!kept.editie) return "Er is geen offline kopie op dit toestel.";
    const copy = `Je offline kopie is editie ${kept.editie}, ${kept.variant}.`;
    return isOld(kept) ? `${copy} Nu geldt editie ${kept.geldt}.` : copy;
  }

  /** @param {OfflineCopy} kept */
  function isOld(kept) {
    return Boolean(kept.editie && kept.geldt && kept.geldt !== kept.editie);
  }

  /**
   * Return the root of the publication, one level above the *folder* of the edition; '' when this is not a publication.
   *
   * @param {URL} folder
   * @param {string} edition
   */
  function rootOf(folder, edition) {
    const name = folder.pathname.split("/").at(-2);
    return name === draaiboekShared.alias || name === edition ? new URL("..", folder).href : "";
  }

  /**
   * Return the worker of the publication once it is active; null when there is none.
   *
   * @param {string} root
   */
  async function worker(root) {
    const registration = await navigator.serviceWorker.getRegistration(root);
    if (!registration || registration.scope !== root) return null;
    const found = registration.active ?? registration.waiting ?? registration.installing;
    if (!found) return null;
    const isReady = () => ["activated", "redundant"].includes(found.state);
    if (!isReady()) {
      await new Promise((resolve) => {
        found.addEventListener("statechange", () => isReady() && resolve(null));
      });
    }
    return found.state === "activated" ? found : null;
  }

  /**
   * Return what the worker reports about the copy; an empty object when there is none.
   *
   * @param {string} root
   * @returns {Promise<OfflineCopy>}
   */
  async function state(root) {
    const found = await worker(root).catch(() => null);
    if (!found) return {};
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      found.postMessage({ doe: "stand" }, [port2]);
    });
  }

  /**
   * Remove every copy and the worker, even if the worker itself no longer works.
   *
   * @param {string} root
   */
  async function forget(root) {
    const ours = `draaiboek:${draaiboek.slug}:`; // as in sw.js: another guidebook may be on the same host
    await caches.delete(`${ours}stand`); // first: the worker then knows that no copy is current any more
    for (const name of await caches.keys()) {
      if (name.startsWith(ours)) await caches.delete(name);
    }
    const registration = await navigator.serviceWorker.getRegistration(root);
    // The worker may be another one, of a website around this publication.
    const [folder] = location.href.slice(root.length).split("/");
    if (registration?.scope === root && EDITION.test(folder)) await registration.unregister();
  }

  /** Show on the page that an edition is newer than the reader's copy. Only readers with a copy have a worker. */
  async function tellNews() {
    const script = navigator.serviceWorker?.controller?.scriptURL;
    if (!script?.endsWith("/sw.js")) return;
    const root = new URL(".", script).href;
    const kept = await state(root);
    const place = document.querySelector(".lr-status");
    if (!isOld(kept) || !place || document.querySelector(".lr-news")) return;
    const said = `Er is een nieuwe editie: ${kept.geldt}. Je offline kopie is editie ${kept.editie}. `;
    const folder = kept.variant === draaiboekShared.core ? "" : `${kept.variant}/`;
    const link = make("a", { href: `${root}${draaiboekShared.alias}/${folder}downloads/` }, "Bewaar de nieuwe");
    const text = make("p", { class: "lr-news__text md-grid" }, said, link);
    place.after(make("aside", { class: "lr-news", "aria-label": "Nieuwe editie" }, text));
  }
}
