// A sparkline says nothing that its figure does not, nor a mark what the words and the table of its
// chart do not: both are silent. A place to drop files that says of itself that it is nothing can be
// reached all the same, so it is a group.
const state = (window.__offcutReadAloud ??= {});
const DRAWN =
  "[data-testid=stMetricChart]:not([aria-hidden]), .vega-embed [role=graphics-symbol]:not([aria-hidden])";
const DROPZONES = "[data-testid=stFileUploaderDropzone][role=presentation]";

export default function () {
  state.observer?.disconnect();
  state.observer = new MutationObserver(mend);
  state.observer.observe(document.body, { childList: true, subtree: true });
  mend();
}

function mend() {
  for (const each of document.querySelectorAll(DRAWN)) each.setAttribute("aria-hidden", "true");
  for (const each of document.querySelectorAll(DROPZONES)) each.setAttribute("role", "group");
}
