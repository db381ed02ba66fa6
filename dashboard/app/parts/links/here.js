// A table draws its links, so they are no links of the browser: Streamlit opens each as a new tab.
// One to a page of ours goes there as the palette does: in this tab, without loading it again, and
// Back leads back.
export default function () {
  if (window.__offcutOpens) return;
  const opens = (window.__offcutOpens = window.open.bind(window));
  let event = null;
  const note = (each) => (event = each);
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, note, { capture: true });
  window.open = (address, ...how) => {
    const to = new URL(address, window.location.href);
    const asksForTab = event?.metaKey || event?.ctrlKey || event?.shiftKey;
    if (to.origin !== window.location.origin || asksForTab) return opens(address, ...how);
    window.history.pushState(null, "", to.href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
    return null;
  };
}
