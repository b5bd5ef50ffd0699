// Every core rule of ESLint, except those listed here with a reason. Types are left to tsc (tsconfig.json).
import js from "@eslint/js";
import globals from "globals";

const ours = {
  "capitalized-comments": "off", // a comment may continue the line before it
  "class-methods-use-this": "off", // a method of an interface may not need its object
  "consistent-return": "off", // an early `return tell(…)` just ends the function; tsc checks what is returned
  complexity: ["error", 16], // every `?.` and `??` counts for one
  curly: ["error", "multi-line"],
  "func-names": "off", // a listener's body says what it does
  "func-style": "off", // functions used further down are declared, small ones are arrows
  "id-length": "off", // x, y
  "max-lines": "off", // one thing in one file, however long
  "max-lines-per-function": ["error", 60],
  "max-params": ["error", 5],
  "max-statements": "off", // lines are limited instead
  "no-await-in-loop": "off", // running one after another is intended
  "no-bitwise": "off", // used by a hash
  "no-continue": "off",
  "no-inline-comments": "off", // the unit of a number is given after it
  "no-magic-numbers": "off", // 0, 1 and 2; other numbers have a name
  "no-ternary": "off",
  "no-undefined": "off", // missing entries of Maps and options are undefined
  "no-unused-expressions": ["error", { allowShortCircuit: true }],
  "no-use-before-define": ["error", { functions: false, classes: false }], // most important first
  "one-var": ["error", "never"],
  "prefer-named-capture-group": "off", // for patterns with a single group
  "require-unicode-regexp": "off", // patterns that meet letters other than a–z have the flag
  "sort-imports": "off",
  "sort-keys": "off", // keys are ordered by subject
};

/** The names that scripts of a page share: they run in one scope, so each wraps everything else in a block. */
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
      "no-var": "off", // with `var` a script defines what the next scripts of the page use
      "no-redeclare": ["error", { builtinGlobals: false }], // as above
      "no-implicit-globals": "off", // as above
      "no-unused-vars": ["error", { vars: "local" }], // as above
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
    files: ["draaiboek/lab/audit/**"], // each is a single function, which is evaluated in a page
    rules: { strict: ["error", "never"], "no-unused-expressions": "off" },
  },
  { files: ["draaiboek/theme/assets/js/parts/shared.js"], rules: { strict: "off" } }, // prepended to another script
  { files: ["tests/js/**"], languageOptions: { sourceType: "module", globals: globals.node } },
  { ignores: ["**/vendor/**", "draaiboek/theme/assets/js/*.js"] }, // third-party code; templates that join the parts
];
