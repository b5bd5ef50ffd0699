{#- What has to run before the page is drawn and before Material's bundle. -#}
{% include "assets/js/parts/colours.js" %}
{% include "assets/js/parts/moves.js" %}
