{#- The search box as one file: what answers, how an answer is drawn, and the box itself. -#}
{% include "assets/js/parts/words.js" %}
{% include "assets/js/parts/search-engine.js" %}
{% include "assets/js/parts/search-results.js" %}
{% include "assets/js/parts/search-field.js" %}
