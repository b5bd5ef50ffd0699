import assert from "node:assert/strict";
import { test } from "node:test";

import { engine } from "./scripts.js";

const { unpack } = engine({}, "https:", { atob, TextDecoder });

// Each packed by Python: base64.b64encode(bz2.compress(text.encode())); in one, capitals are "\\x7f" and a small letter.
for (const [what, text, packed] of [
  [
    "words with accents",
    "Mag ik dit zeggen? Privé: één, twee.",
    "QlpoOTFBWSZTWaBIfKsAAAUflEAFABCAAkAAJqkVkAAgCAAgACKZMgZGjTQoGmhkZMQlQmtvXhzlAN/IwEfHdTelQYYnFqfF3JFOFCQoEh8qwA==",
  ],
  [
    "what is repeated more often than one count can say, and four times exactly",
    `${"x".repeat(300)}éé${"ab".repeat(40)}aaaab`,
    "QlpoOTFBWSZTWcBYDa8AAC3RlMAAACAwAABAACAIAAAIIAAhJT1PRoQwIc8oAjGAiRXGqbf8LuSKcKEhgLAbXg==",
  ],
  ["a small letter after the sign for a capital", "Mag ik dit? Één keer, zegt het OCMW.", "QlpoOTFBWSZTWfpF+YUAABGZlEAFAACu65SQgCAIACAAMUaMgaNMjQiaan6iPSNPJkYZchLs6NCrDP/UE+q9lJhzCCYlMnslvwXckU4UJD6RfmFA"],
  ["nothing", "", "QlpoORdyRThQkAAAAAA="],
]) {
  test(`the texts are unpacked: ${what}`, () => {
    assert.equal(unpack(packed), text);
  });
}
