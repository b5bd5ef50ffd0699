// In a long text on a phone the way up goes along, once the title is more than a screen away. Without JavaScript, and in
// a shorter text, it stands at the end.
"use strict";

draaiboek.onPage(() => {
  const LONG = 4; // screens
  const way = document.querySelector(".lr-up");
  const title = document.querySelector("h1");
  if (!way || !title) return;
  const watcher = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      const isLong = document.documentElement.scrollHeight > LONG * innerHeight;
      way.classList.toggle("lr-up--along", isLong && !isIntersecting);
    },
    { rootMargin: "100% 0px 0px" },
  );
  watcher.observe(title);
});
