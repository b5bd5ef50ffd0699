// Dates in Dutch, as the program writes them (draaiboek/base/dutch.py).
"use strict";

/** Return *day*, written "2026-11-22", as "22 november 2026". */
draaiboek.longDate = (day) => {
  const [year, month, number] = day.split("-");
  return `${Number(number)} ${draaiboekShared.months[Number(month) - 1]} ${year}`;
};
