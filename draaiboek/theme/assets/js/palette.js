// Sets the colours that the reader chose before the page is drawn, so that it does not flash.
"use strict";

{
  const palette = __md_get("__palette");
  for (const [key, value] of Object.entries(palette?.color ?? {})) {
    document.body.setAttribute(`data-md-color-${key}`, value);
  }
}
