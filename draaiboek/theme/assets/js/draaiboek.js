{#- All reading aids as one file. First what the others use (shared, words, page, parts, copy, dates, memory, popover,
roving), then one part per
    aid; these are independent, except that the list comes after the tables. Last what needs the page as they left it
    (landing). -#}
{% include "assets/js/parts/shared.js" %}
{% include "assets/js/parts/words.js" %}
{% include "assets/js/parts/page.js" %}
{% include "assets/js/parts/parts.js" %}
{% include "assets/js/parts/copy.js" %}
{% include "assets/js/parts/dates.js" %}
{% include "assets/js/parts/memory.js" %}
{% include "assets/js/parts/popover.js" %}
{% include "assets/js/parts/roving.js" %}
{% include "assets/js/parts/checklist.js" %}
{% include "assets/js/parts/cite.js" %}
{% include "assets/js/parts/decision.js" %}
{% include "assets/js/parts/editions.js" %}
{% include "assets/js/parts/glossary.js" %}
{% include "assets/js/parts/home.js" %}
{% include "assets/js/parts/letter.js" %}
{% include "assets/js/parts/menu.js" %}
{% include "assets/js/parts/notes.js" %}
{% include "assets/js/parts/offline.js" %}
{% include "assets/js/parts/print.js" %}
{% include "assets/js/parts/road.js" %}
{% include "assets/js/parts/sectors.js" %}
{% include "assets/js/parts/switch.js" %}
{% include "assets/js/parts/contents.js" %}
{% include "assets/js/parts/tables.js" %}
{% include "assets/js/parts/list.js" %}
{% include "assets/js/parts/up.js" %}
{% include "assets/js/parts/visits.js" %}
{% include "assets/js/parts/landing.js" %}
document.documentElement.classList.add("lr-runs-aids");
