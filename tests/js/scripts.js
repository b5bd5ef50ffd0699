// Runs the scripts as a page or a worker does, one after another in a single scope, but without a browser.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const PACKAGE = new URL("../../draaiboek/", import.meta.url);

/**
 * Run the files *names* of the package in a scope with *globals* and, as in a browser, `self`; return that scope.
 *
 * @param {string[]} names
 * @param {Record<string, unknown>} globals
 */
export function run(names, globals = {}) {
  /** @type {any} */
  const scope = vm.createContext({ URL, URLSearchParams, ...globals });
  scope.self = scope;
  for (const name of names) {
    const address = new URL(name, PACKAGE);
    vm.runInContext(readFileSync(fileURLToPath(address), "utf8"), scope, { filename: address.href });
  }
  return scope;
}

/**
 * Return the search engine, its files run in the order that is defined in draaiboek/render/search_texts.py.
 *
 * @param {Partial<Texts & Pick<StoredTexts, "sectors">>} texts what the build would write in texts.js, before it is put in columns
 * @param {string} protocol how the page was opened
 * @param {Record<string, unknown>} globals additional globals, which a worker would have
 */
export function engine(texts = {}, protocol = "https:", globals = {}) {
  const maker = readFileSync(fileURLToPath(new URL("render/search_texts.py", PACKAGE)), "utf8");
  const names = [...maker.matchAll(/^ {4}"(?<name>[\w./-]+\.js)",$/gmu)].map((match) => `search/${match.groups?.name}`);
  /** @type {SearchEngine} */
  const made = run(names, {
    ...globals,
    location: { protocol },
    draaiboekTexts: { meanings: [], ...texts, ...inColumns(texts.pages ?? []) },
  }).draaiboekSearch;
  return made;
}

/** @param {PageText[]} pages */
function inColumns(pages) {
  /** @type {(keyof SectionText)[]} */
  const names = ["id", "title", "text", "asked", "of", "under"];
  const records = pages.flatMap((page) => page.sections);
  return {
    pages: pages.map((page) => ({ ...page, sections: page.sections.length })),
    sections: Object.fromEntries(names.map((name) => [name, records.map((record) => record[name] ?? 0)])),
  };
}
