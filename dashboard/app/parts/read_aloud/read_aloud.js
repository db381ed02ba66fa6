// A sparkline says nothing that its figure does not: it is silent. A place to drop files that
// says of itself that it is nothing must not be reached by a script's focus either.
const state = (window.__offcutReadAloud ??= {});
const SPARKLINES = "[data-testid=stMetricChart]:not([aria-hidden])";
const DROPZONES = "[data-testid=stFileUploaderDropzone][role=presentation]";

export default function () {
  state.observer?.disconnect();
  state.observer = new MutationObserver(mend);
  state.observer.observe(document.body, { childList: true, subtree: true });
  mend();
}

function mend() {
  for (const each of document.querySelectorAll(SPARKLINES)) each.setAttribute("aria-hidden", "true");
  for (const each of document.querySelectorAll(DROPZONES)) each.setAttribute("role", "group");
}
