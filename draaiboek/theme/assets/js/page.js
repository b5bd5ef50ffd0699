// `draaiboek.onPage(start)` calls *start* now and after every page that instant navigation puts in place.
"use strict";

var draaiboek = {
  onPage(start) {
    // In a folder Material's subject ends before it says anything.
    window.document$ && location.protocol !== "file:" ? document$.subscribe(start) : start();
  },
};
