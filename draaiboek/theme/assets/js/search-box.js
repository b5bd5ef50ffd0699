/**
 * What Material's bundle takes for its search worker.
 *
 * Material starts its worker and loads its index on every page. Here nothing is loaded before the reader goes to the
 * search field: only then the real worker is started, and only when its index is ready Material hears READY and sends
 * the question. Material's messages: 0 SETUP, 1 READY, 2 QUERY, 3 RESULT.
 *
 * A page that was opened from a file may not start a worker (browsers refuse it), so there the same two files are
 * loaded as scripts: search/texts.js and search/search.js. An offline copy needs nothing else than the files of the
 * site itself: this script, search/texts.js, search/search.js and, for Material, search/search_index.js.
 *
 * The question stays in the page and its worker: nothing is sent, stored or put in an address.
 */
(function () {
  "use strict";

  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];
  const address = JSON.parse(document.getElementById("__config").textContent).search;
  const RealWorker = window.Worker;

  class SearchWorker extends EventTarget {
    postMessage(message) {
      if (message.type === SETUP) whenWanted(() => this.start());
      if (message.type === QUERY) this.ask(message.data);
    }

    start() {
      const start = location.protocol === "file:" ? () => this.startInPage() : () => this.startWorker();
      Promise.resolve().then(start).catch(showFailure);
    }

    startWorker() {
      const worker = new RealWorker(address);
      worker.addEventListener("message", ({ data }) => this.say(data));
      worker.addEventListener("error", showFailure);
      this.ask = (text) => worker.postMessage({ type: QUERY, data: text });
    }

    async startInPage() {
      await load(new URL("texts.js", new URL(address, location)));
      await load(new URL(address, location));
      // Later, as a worker would: Material is still telling its own parts of READY when it asks.
      this.ask = (text) => setTimeout(() => this.say({ type: RESULT, data: window.draaiboekSearch.answer(text) }));
      this.say({ type: READY });
    }

    say(message) {
      if (message.type === RESULT) showCorrections(message.data.corrections);
      this.dispatchEvent(new MessageEvent("message", { data: message }));
    }
  }

  /** Call `start` once, as soon as the reader is in the search field. */
  function whenWanted(start) {
    const isField = (element) => element && element.matches('[data-md-component="search-query"]');
    if (isField(document.activeElement)) {
      start();
      return;
    }
    document.addEventListener("focusin", function wanted({ target }) {
      if (!isField(target)) return;
      document.removeEventListener("focusin", wanted);
      start();
    });
  }

  function load(url) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot load ${url}`));
      document.head.append(script);
    });
  }

  /** Say which words were read as another word; the sentence itself stands in partials/search.html. */
  function showCorrections(corrections) {
    const notice = document.querySelector("[data-search-corrected]");
    notice.textContent = (corrections || [])
      .map(({ typed, meant }) => notice.dataset.searchCorrected.replace("{1}", typed).replace("{2}", meant))
      .join(" ");
  }

  function showFailure() {
    const result = document.querySelector("[data-search-failed]");
    result.querySelector(".md-search-result__meta").textContent = result.dataset.searchFailed;
  }

  /** Let Tab go to the links of the tips while these are shown: Material closes the search on every Tab. */
  function keepTipsInReach() {
    const tips = document.querySelector(".lr-search__help");
    const field = document.querySelector('[data-md-component="search-query"]');
    document.querySelector('[data-md-component="search"]').addEventListener("keydown", (event) => {
      if (event.key !== "Tab" || !tips.getClientRects().length) return;
      const stops = [field, ...tips.querySelectorAll("a")];
      const next = stops.indexOf(event.target) + (event.shiftKey ? -1 : 1);
      if (stops.includes(event.target) && stops[next]) event.stopPropagation();
    });
  }

  keepTipsInReach();
  window.Worker = new Proxy(RealWorker, {
    construct: (Real, [url, ...options]) => (url === address ? new SearchWorker() : new Real(url, ...options)),
  });
})();
