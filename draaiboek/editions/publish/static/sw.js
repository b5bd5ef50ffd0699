// The offline copy of one variant of one edition, for readers who asked for it on the downloads page.
//
// It is served from the root of the publication and never from an edition: an edition does not change, and a worker
// must be repairable. So what a page may ask (theme/assets/js/parts/offline.js, also that of old editions) is fixed:
//   { doe: "stand" }                          → { editie, variant, geldt }  what is kept, and the edition in force
//   { doe: "bewaar", editie, variant }        → { klaar, van } after each file, { bewaard: true } or { fout: woord }
//   { doe: "stop" }
// When that has to change, "versie" in offline.json goes up; pages that ask in the old way then say that they are too
// old.
// To withdraw the feature, publish offline.json with "aan": false: at the next page load every copy removes itself.
"use strict";

/** @typedef {{editie: string, variant: string, kast: string}} State the current copy, and the cache that holds it */
/** @typedef {(news: object) => unknown} Tell what informs the page of the progress of a save */

const { alias: ALIAS, core: CORE, versions: VERSIONS, paths: PATHS, manifest: MANIFEST } = draaiboekShared;
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const ROOT = new URL("./", worker.location.href).href;
const NAME = "@naam@"; // filled in, like the next two, by root_files.py from draaiboek.yml
const LANGUAGE = "@taal@";
const PREFIX = "draaiboek:@slug@:"; // another guidebook may stand on the same host
const STATE = `${PREFIX}stand`; // the cache that says which copy is current
const STATE_KEY = `${ROOT}stand-van-de-offline-kopie`;
const TOGETHER = 6; // files that are fetched at the same time
/** @type {Record<string, string>} */
const TYPES = {
  css: "text/css", epub: "application/epub+zip", gz: "application/gzip", html: "text/html", ico: "image/x-icon",
  js: "text/javascript", json: "application/json", pdf: "application/pdf", png: "image/png", svg: "image/svg+xml",
  txt: "text/plain", webp: "image/webp", woff2: "font/woff2", xml: "application/xml", zip: "application/zip",
};

/** @type {AbortController | null} aborts the save in progress */
let saving = null;
let withdrawn = false; // whether the publication withdrew offline copies; this worker then saves nothing any more

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("message", (event) => {
  const [port] = event.ports;
  const { doe, editie, variant } = event.data ?? {};
  if (doe === "stop") saving?.abort();
  if (doe === "stand") event.waitUntil(told().then((state) => port.postMessage(state)));
  if (doe === "bewaar") event.waitUntil(save(String(editie), String(variant), (news) => port.postMessage(news)));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(ROOT)) return;
  if (request.mode === "navigate") event.waitUntil(obey());
  event.respondWith(answer(request));
});

// --- saving ----------------------------------------------------------------------------------------------------------

/**
 * Save every file of *variant* of *edition*, or leave everything as it was; *tell* is called with the progress.
 *
 * @param {string} edition
 * @param {string} variant
 * @param {Tell} tell
 */
async function save(edition, variant, tell) {
  if (withdrawn) return tell({ fout: "uit" });
  if (saving) return tell({ fout: "bezig" });
  const stop = new AbortController();
  saving = stop;
  const name = `${PREFIX}${edition}:${variant}:${Date.now().toString(36)}`;
  try {
    const manifest = await fetched(`${ROOT}${edition}/${MANIFEST}`, stop.signal);
    const { bestanden, secties, titels, editie } = JSON.parse(new TextDecoder().decode(manifest));
    const variants = Object.keys({ ...secties, ...titels }); // `alle` has no sections of its own
    if (editie.nummer !== edition || !variants.includes(variant)) throw new Refusal("onbekend");
    const files = filesOf(variant, variants, bestanden, edition);
    const cache = await caches.open(name);
    await cache.put(keyOf(`${ROOT}${edition}/${MANIFEST}`), packed(manifest, MANIFEST));
    await keepAll({ files, sums: bestanden, edition }, cache, stop.signal, tell);
    await keepRoot(cache, stop.signal);
    await commit({ editie: edition, variant, kast: name });
    if (withdrawn) await wipe();
    tell(withdrawn ? { fout: "uit" } : { bewaard: true });
  } catch (error) {
    stop.abort();
    await caches.delete(name).catch(() => false);
    tell({ fout: reason(error) });
  } finally {
    saving = null; // eslint-disable-line require-atomic-updates -- a request in between is answered with "bezig"
  }
}

class Refusal extends Error {}

/** @param {unknown} error */
function reason(error) {
  if (withdrawn) return "uit";
  if (error instanceof Refusal) return error.message;
  /** @type {Record<string, string>} */
  const words = { AbortError: "gestopt", QuotaExceededError: "vol", SecurityError: "geweigerd" };
  return words[error instanceof Error || error instanceof DOMException ? error.name : ""] ?? "netwerk";
}

/**
 * The files of *variant*, relative to the edition: its website and its PDFs.
 *
 * @param {string} variant
 * @param {string[]} variants
 * @param {Record<string, string>} files
 * @param {string} edition
 */
function filesOf(variant, variants, files, edition) {
  const sectors = variants.filter((each) => each !== CORE).map((each) => `${each}/`);
  const elsewhere = [...sectors, "pdf/", "epub/", "kit/", "offline/"];
  const ending = `-${edition}${variant === CORE ? "" : `-${variant}`}.pdf`;
  return Object.keys(files).filter((name) => (name.startsWith("pdf/") && name.endsWith(ending)) || (
    variant === CORE ? !elsewhere.some((folder) => name.startsWith(folder)) : name.startsWith(`${variant}/`)
  ));
}

/**
 * @param {{files: string[], sums: Record<string, string>, edition: string}} what
 * @param {Cache} cache
 * @param {AbortSignal} signal
 * @param {Tell} tell
 */
async function keepAll({ files, sums, edition }, cache, signal, tell) {
  const left = [...files];
  let done = 0;
  async function work() {
    for (let name = left.shift(); name !== undefined; name = left.shift()) {
      const address = `${ROOT}${edition}/${name}`;
      const bytes = await fetched(keyOf(address), signal);
      if (await sumOf(bytes) !== sums[name]) throw new Refusal("controle");
      await cache.put(keyOf(address), packed(bytes, name));
      signal.throwIfAborted();
      done += 1;
      tell({ klaar: done, van: files.length });
    }
  }
  await Promise.all(Array.from({ length: TOGETHER }, work));
}

/**
 * Save the files at the root as well: which editions there are, and where pages moved to.
 *
 * @param {Cache} cache
 * @param {AbortSignal} signal
 */
async function keepRoot(cache, signal) {
  for (const name of [VERSIONS, PATHS]) {
    const response = await fetch(ROOT + name, { cache: "no-cache", signal });
    if (response.ok) await cache.put(ROOT + name, response);
  }
}

/**
 * Fetch without the browser's own cache, which "Wis offline kopie" could not empty.
 *
 * @param {string} address
 * @param {AbortSignal} signal
 */
async function fetched(address, signal) {
  const response = await fetch(address, { cache: "no-store", signal });
  if (!response.ok) throw new Refusal("onvolledig");
  return response.arrayBuffer();
}

/** @param {ArrayBuffer} bytes */
async function sumOf(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A response of our own: it contains nothing from the server but the bytes that were checked.
 *
 * @param {ArrayBuffer} bytes
 * @param {string} name
 */
function packed(bytes, name) {
  const type = TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  const text = type.startsWith("text/") || /json|xml/.test(type);
  return new Response(bytes, { headers: { "content-type": text ? `${type}; charset=utf-8` : type } });
}

/**
 * Make *state* the current copy, in one write; then delete whatever is left of others.
 *
 * @param {State} state
 */
async function commit(state) {
  await (await caches.open(STATE)).put(STATE_KEY, new Response(JSON.stringify(state)));
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== STATE && name !== state.kast) await caches.delete(name);
  }
}

// --- reading ---------------------------------------------------------------------------------------------------------

/**
 * Look *address* up in the cache *name*, without creating that cache: a wiped copy leaves nothing, not even a name.
 *
 * @param {string} address
 * @param {string} name
 */
function look(address, name) {
  return caches.match(address, { cacheName: name }).catch(() => undefined);
}

/**
 * Return the current copy; null when the reader keeps none.
 *
 * @returns {Promise<State | null>}
 */
async function kept() {
  const found = await look(STATE_KEY, STATE);
  const state = found ? await found.json() : null;
  return state && await caches.has(state.kast) ? state : null;
}

async function told() {
  const state = await kept().catch(() => null);
  return state ? { editie: state.editie, variant: state.variant, geldt: await inForce(state) } : {};
}

/**
 * Return the edition in force, from the network or else from the copy; '' when neither has it.
 *
 * @param {State} state
 */
async function inForce(state) {
  try {
    /** @type {{version: string, aliases?: string[]}[]} */
    const versions = await (await rootFile(new Request(ROOT + VERSIONS), state)).json();
    return versions.find((each) => each.aliases?.includes(ALIAS))?.version ?? "";
  } catch {
    return "";
  }
}

/**
 * Return the response to a request of the browser; without a copy, that is the server's.
 *
 * @param {Request} request
 */
async function answer(request) {
  const state = await kept().catch(() => null);
  if (!state) return fetch(request);
  const [first, ...rest] = new URL(request.url).pathname.slice(new URL(ROOT).pathname.length).split("/");
  if (first === state.editie) return fromCopy(request, state);
  if (!rest.length) return rootFile(request, state);
  try {
    return await fetch(request);
  } catch (error) {
    if (first === ALIAS) return inPlaceOf(request, rest.join("/"), state);
    return lacking(request, state, error);
  }
}

/**
 * Return a file of the edition that is kept: it never changes, so the copy comes first.
 *
 * @param {Request} request
 * @param {State} state
 */
async function fromCopy(request, state) {
  const found = await look(keyOf(request.url), state.kast);
  if (found) return found;
  const folder = request.mode === "navigate" && await look(keyOf(`${bare(request.url)}/`), state.kast);
  if (folder) return Response.redirect(`${bare(request.url)}/`);
  return fetch(request).catch((error) => lacking(request, state, error));
}

/**
 * Without a network, redirect /actueel/ to the edition that is kept; its other files only if that is the one in force.
 *
 * @param {Request} request
 * @param {string} path
 * @param {State} state
 */
async function inPlaceOf(request, path, state) {
  const address = `${ROOT}${state.editie}/${path}`;
  const found = await look(keyOf(address), state.kast);
  if (found && request.mode === "navigate") return Response.redirect(address);
  if (found && await inForce(state) === state.editie) return found;
  return lacking(request, state, new TypeError("not in the copy"));
}

/**
 * Files at the root can change, so the network comes first; the copy keeps the last answer.
 *
 * @param {Request} request
 * @param {State} state
 */
async function rootFile(request, state) {
  const address = bare(request.url);
  try {
    const response = await fetch(request, { cache: "no-cache" });
    if (response.ok && await look(address, state.kast)) await renew(address, response.clone(), state.kast);
    return response;
  } catch (error) {
    return await look(address, state.kast) ?? lacking(request, state, error);
  }
}

/**
 * Put the new answer in the cache *name*, and delete the cache again if the copy was wiped in the meantime.
 *
 * @param {string} address
 * @param {Response} response
 * @param {string} name
 */
async function renew(address, response, name) {
  await (await caches.open(name)).put(address, response);
  if ((await kept())?.kast !== name) await caches.delete(name);
}

/**
 * Say that a page is not in the copy; a request for any other file simply fails, as it does without a copy.
 *
 * @param {Request} request
 * @param {State} state
 * @param {unknown} error
 */
function lacking(request, state, error) {
  if (request.mode !== "navigate") throw error;
  const home = `${ROOT}${state.editie}/${state.variant === CORE ? "" : `${state.variant}/`}`;
  const html = `<!doctype html>
<html lang="${LANGUAGE}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Niet in je offline kopie – ${NAME}</title>
</head>
<body>
<h1>Deze pagina zit niet in je offline kopie</h1>
<p>Je hebt nu geen verbinding. Je offline kopie is editie ${state.editie}.</p>
<p><a href="${home}">Ga naar het begin van je offline kopie</a></p>
</body>
</html>`;
  return new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
}

/**
 * Return the cache key of *address*: without query and fragment, and a folder instead of its index.html.
 *
 * @param {string} address
 */
function keyOf(address) {
  return bare(address).replace(/\/index\.html$/, "/");
}

/** @param {string} address */
function bare(address) {
  return address.replace(/[?#].*$/, "");
}

// --- the end ---------------------------------------------------------------------------------------------------------

/** Check whether the publication still wants offline copies; if not, leave nothing behind. */
async function obey() {
  try {
    const response = await fetch(`${ROOT}offline.json`, { cache: "no-store" });
    if (!response.ok || (await response.json()).aan !== false) return;
  } catch {
    return; // no network, or no answer that can be read
  }
  withdrawn = true;
  saving?.abort();
  await wipe();
  await worker.registration.unregister();
}

/** Delete every copy; the record of the current one first, so that `renew` notices that it came too late. */
async function wipe() {
  await caches.delete(STATE);
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX)) await caches.delete(name);
  }
}
