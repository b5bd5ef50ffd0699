// Ace by DAISY over one EPUB, in the system's Chromium (PUPPETEER_EXECUTABLE_PATH): prints its report.
"use strict";

const ace = require("@daisy/ace-core");
const runner = require("@daisy/ace-axe-runner-puppeteer");

ace(process.argv[2], { cwd: process.cwd(), initLogger: true, silent: true, lang: "en" }, runner)
  .then(([, report]) => process.stdout.write(JSON.stringify(report), () => process.exit(0)))
  .catch((error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(3);
  });
