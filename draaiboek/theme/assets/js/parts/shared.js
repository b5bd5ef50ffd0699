// Made of draaiboek/editions/publish/shared_constants.py: change that, and then
// python3 build.py test tests/unit/test_shared_constants.py --update-cases
var draaiboekShared = Object.freeze({
  alias: "actueel",
  core: "kern",
  all: "alle",
  edition: "20[0-9]{2}\\.[1-9][0-9]?(?:\\.[1-9][0-9]?)?",
  withdrawn: "ingetrokken",
  versions: "versions.json",
  paths: "paden.json",
  sums: "bestanden.json",
  changes: "wijzigingen",
  manifest: "editie.json",
  months: ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
});
