// Every rule of ESLint itself, but those that are named here with a reason. Types are tsc's work (tsconfig.json).
import js from "@eslint/js";
import globals from "globals";

const ours = {
  "capitalized-comments": "off", // a comment may go on from the line before it
  "class-methods-use-this": "off", // a method that others call may need nothing of its object
  "consistent-return": "off", // an early `return tell(…)` ends the function; tsc knows what is returned
  complexity: ["error", 16], // of which each `?.` and `??` is one
  curly: ["error", "multi-line"],
  "func-names": "off", // what a listener does stands in the listener
  "func-style": "off", // a function that others below it need is declared, a small one is an arrow
  "id-length": "off", // x, y
  "max-lines": "off", // one thing in one file, however long
  "max-lines-per-function": ["error", 60],
  "max-params": ["error", 5],
  "max-statements": "off", // lines are counted
  "no-await-in-loop": "off", // one after the other is what is meant
  "no-bitwise": "off", // a hash
  "no-continue": "off",
  "no-inline-comments": "off", // the unit of a number stands behind it
  "no-magic-numbers": "off", // 0, 1 and 2; what is no such number has a name
  "no-ternary": "off",
  "no-undefined": "off", // what is not there is undefined, in Maps and options
  "no-unused-expressions": ["error", { allowShortCircuit: true }],
  "no-use-before-define": ["error", { functions: false, classes: false }], // most important first
  "one-var": ["error", "never"],
  "prefer-named-capture-group": "off", // a pattern with one group
  "require-unicode-regexp": "off", // those that meet other letters than a–z have the flag
  "sort-imports": "off",
  "sort-keys": "off", // keys stand in the order of what they are about
};

/** A script of a page: shares its scope with the others, so each keeps to itself in a block. */
const shared = { draaiboek: "writable", draaiboekShared: "writable", searchBox: "writable", keepTogether: "writable" };
const inPage = { ...globals.browser, ...shared };

export default [
  js.configs.all,
  { rules: ours, linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["draaiboek/**"],
    languageOptions: { sourceType: "script", globals: inPage },
    rules: {
      strict: ["error", "global"],
      "no-var": "off", // `var` is how a script gives the page what the next ones use
      "no-redeclare": ["error", { builtinGlobals: false }], // idem
      "no-implicit-globals": "off", // idem
      "no-unused-vars": ["error", { vars: "local" }], // idem
    },
  },
  {
    files: ["draaiboek/search/**"],
    ignores: ["draaiboek/search/vendor/**"],
    languageOptions: { globals: { ...globals.worker, DutchPorterStemmer: "readonly" } },
    rules: { strict: ["error", "function"], "no-implicit-globals": "error" },
  },
  { files: ["draaiboek/editions/publish/static/sw.js"], languageOptions: { globals: globals.serviceworker } },
  {
    files: ["draaiboek/lab/audit/**"], // each is one function, which is run in a page
    rules: { strict: ["error", "never"], "no-unused-expressions": "off" },
  },
  { files: ["draaiboek/theme/assets/js/parts/shared.js"], rules: { strict: "off" } }, // stands before another script
  { files: ["tests/js/**"], languageOptions: { sourceType: "module", globals: globals.node } },
  { ignores: ["**/vendor/**", "draaiboek/theme/assets/js/*.js"] }, // others' work; templates that join the parts
];
