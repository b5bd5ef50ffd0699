// In a long text on a phone the link to the top moves along, once the title is more than a screen away and the reader
// turns back: while reading on, it would hide the ends of lines. Otherwise, and without JavaScript, it stays at the
// end.
"use strict";

draaiboek.onPage(() => {
  const LONG = 4; // screens
  const way = document.querySelector(".lr-up");
  const title = document.querySelector("h1");
  if (!way || !title) return;
  let isFar = false;
  let last = scrollY;
  const watcher = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      isFar = document.documentElement.scrollHeight > LONG * innerHeight && !isIntersecting;
      if (!isFar) way.classList.remove("lr-up--along");
    },
    { rootMargin: "100% 0px 0px" },
  );
  watcher.observe(title);
  addEventListener(
    "scroll",
    () => {
      way.classList.toggle("lr-up--along", isFar && scrollY < last);
      last = scrollY;
    },
    { passive: true },
  );
});
