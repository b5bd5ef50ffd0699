{#- What has to run before Material's bundle. -#}
{% include "assets/js/parts/moves.js" %}
