// `draaiboek.onPage(start)` calls *start* now and after every page that instant navigation puts in place.
"use strict";

var draaiboek = {
  onPage(start) {
    window.document$ ? document$.subscribe(start) : start();
  },
};
