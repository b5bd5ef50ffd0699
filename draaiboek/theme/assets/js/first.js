{#- What has to run before the page is drawn. -#}
{% include "assets/js/parts/colours.js" %}
