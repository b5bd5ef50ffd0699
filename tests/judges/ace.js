// Ace by DAISY over one EPUB, in the system's Chromium: prints its report. node ace.js BOOK FOLDER
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

const [book, outdir] = process.argv.slice(2);
ace(book, { outdir, initLogger: true, silent: true, verbose: false }, runner)
  .then(() => process.stdout.write(readFileSync(join(outdir, "report.json"), "utf8"), () => process.exit(0)))
  .catch((error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(3);
  });
