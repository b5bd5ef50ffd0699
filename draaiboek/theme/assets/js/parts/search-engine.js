// What answers the questions of the search box: draaiboek/search/, in a worker. Nothing is loaded before the first one.
// Where no worker can start (a page opened from a file, a browser or a policy that refuses) the same two files run in
// the page. The question stays in the page and its worker: nothing is sent, stored or put in an address.
"use strict";

var searchBox = /** @type {SearchBox} */ ({});

{
  const [READY, QUERY] = [1, 2]; // as search/answer.js has them

  /**
   * @param {URL} address
   * @returns {Promise<Ask>}
   */
  function inWorker(address) {
    return new Promise((resolve, reject) => {
      const worker = new Worker(address);
      /** @type {Waiting[]} */
      const waiting = []; // the worker answers in the order of the questions
      /** @type {Ask} */
      const ask = (text) =>
        new Promise((answered, failed) => {
          waiting.push({ answered, failed });
          worker.postMessage({ type: QUERY, data: text });
        });
      worker.addEventListener("message", ({ data }) => {
        if (data.type === READY) resolve(ask);
        else waiting.shift()?.answered(data.data);
      });
      worker.addEventListener("error", (event) => {
        event.preventDefault(); // the error is reported below
        const error = new Error(`no answer from ${address}`);
        worker.terminate();
        for (const { failed } of waiting.splice(0)) failed(error);
        reject(error);
      });
    });
  }

  /**
   * @param {URL} address
   * @returns {Promise<Ask>}
   */
  async function inPage(address) {
    await load(address);
    await load(new URL("texts.js", address));
    return (text) => Promise.resolve(window.draaiboekSearch.answer(text));
  }

  /** @param {URL} address */
  function load(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address.href;
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(`cannot load ${address}`)));
      document.head.append(script);
    });
  }

  /**
   * Return a function that promises the answer to a question: { items, corrections }, as in search/answer.js.
   * A rejected promise means that the search does not work; the next question tries again.
   */
  searchBox.engine = (address) => {
    const start = () => (location.protocol === "file:" ? inPage(address) : inWorker(address).catch(() => inPage(address)));
    /** @type {Promise<Ask> | null} */
    let started = null;
    return async (text) => {
      try {
        started ??= start();
        return await (await started)(text);
      } catch (error) {
        started = null;
        throw error;
      }
    };
  };
}
