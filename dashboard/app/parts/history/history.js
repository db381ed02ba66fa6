// Who goes Back twice passes over a page that Streamlit was asked for already. Once that page runs
// it would be written down as a new visit, and with it Forward would be lost. So after Back or
// Forward nothing is written until somebody does something.
export default function () {
  if (window.__offcutHistory) return;
  const write = (window.__offcutHistory = window.history.pushState.bind(window.history));
  let isLookingBack = false;
  // `isTrusted`: ours tell Streamlit of an address that they have written themselves.
  window.addEventListener("popstate", (event) => (isLookingBack = event.isTrusted), { capture: true });
  for (const kind of ["pointerdown", "keydown", "click"])
    document.addEventListener(kind, () => (isLookingBack = false), { capture: true });
  window.history.pushState = (...visit) => {
    if (!isLookingBack) write(...visit);
  };
}
