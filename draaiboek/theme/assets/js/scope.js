// The four names that Material's bundle expects in the page; its own template has them as an inline script.
// Unlike there, the reader's colour scheme is kept only after a choice: reading leaves nothing on the device.
"use strict";

var __md_scope = new URL(document.currentScript.dataset.base, location);

function __md_hash(text) {
  return [...text].reduce((sum, letter) => ((sum << 5) - sum + letter.charCodeAt(0)) | 0, 0);
}

function __md_get(key, storage = localStorage, scope = __md_scope) {
  try {
    return JSON.parse(storage.getItem(`${scope.pathname}.${key}`));
  } catch {
    return null; // storage refused, or not ours
  }
}

function __md_set(key, value, storage = localStorage, scope = __md_scope) {
  if (key === "__palette" && !__md_set.chosen) return;
  try {
    storage.setItem(`${scope.pathname}.${key}`, JSON.stringify(value));
  } catch {
    // Storage is full or refused: the choice holds for this page.
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-md-component=palette] input")) __md_set.chosen = true;
}, true);
