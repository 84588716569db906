// What every page does with scripts: the NHS parts, the time-out warning, filters on phones, details in print.
import { initAll } from "./nhsuk-frontend.min.js";
import { watchSession } from "./session.js";

initAll();
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) initAll(event.detail.elt);
});

const warning = document.getElementById("timeout");
if (warning) watchSession(warning);

// Filters stand open beside a list; on a phone they would push it out of sight, so they close when none is set.
const wide = matchMedia("(min-width: 48.0625em)");
function foldFilters() {
  for (const filters of document.querySelectorAll("[data-filters]")) filters.open = wide.matches || "set" in filters.dataset;
}
wide.addEventListener("change", foldFilters);
foldFilters();

// Paper cannot be opened.
let closed = [];
addEventListener("beforeprint", () => {
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
});
