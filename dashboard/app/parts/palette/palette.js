// The command palette: `/` or ⌘K opens it, words narrow it, Enter goes there.
// Streamlit runs the default function on every rerun and cleans up only at unmount, so every
// listener hangs on one signal that the next run aborts.
const state = (window.__offcutPalette ??= {});
const MOST = 60;

export default function ({ parentElement, data }) {
  state.signal?.abort();
  state.signal = new AbortController();
  state.items = data.items;
  const find = (name) => parentElement.querySelector(name);
  const dialog = find("dialog");
  const input = find("input");
  const list = find("ul");
  const on = (target, event, heard, how = {}) =>
    target.addEventListener(event, heard, { signal: state.signal.signal, ...how });

  const open = () => {
    if (dialog.open) return;
    input.value = "";
    draw();
    dialog.showModal();
    input.focus();
  };

  const go = (href) => {
    dialog.close();
    window.history.pushState(null, "", href);
    window.dispatchEvent(new PopStateEvent("popstate", { state: null }));
  };

  const draw = () => {
    const found = matching(state.items, input.value);
    list.replaceChildren(...found.map(row));
    state.at = 0;
    mark();
  };

  const row = ([kind, label, href], place) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const what = document.createElement("small");
    name.textContent = label;
    what.textContent = kind;
    item.append(name, what);
    item.setAttribute("role", "option");
    item.id = `offcut-palette-${place}`;
    item.dataset.href = href;
    item.addEventListener("click", () => go(href));
    return item;
  };

  const mark = () => {
    const rows = [...list.children];
    rows.forEach((each, place) => each.setAttribute("aria-selected", String(place === state.at)));
    const chosen = rows[state.at];
    input.setAttribute("aria-activedescendant", chosen?.id ?? "");
    chosen?.scrollIntoView({ block: "nearest" });
  };

  const move = (by) => {
    const n = list.children.length;
    if (n) state.at = (state.at + by + n) % n;
    mark();
  };

  on(input, "input", draw);
  on(input, "keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter" && list.children[state.at]) go(list.children[state.at].dataset.href);
    else return;
    event.preventDefault();
  });
  on(dialog, "click", (event) => event.target === dialog && dialog.close());
  on(find("button"), "click", open);
  on(
    document,
    "keydown",
    (event) => {
      const asked = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !event.metaKey && !event.ctrlKey && !event.altKey;
      if (!asked && !(slash && !typing(event))) return;
      event.preventDefault();
      event.stopPropagation();
      open();
    },
    { capture: true },
  );
}

function typing(event) {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

function matching(items, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter(([kind, label]) => {
    const whole = `${label} ${kind}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  const begins = ([, label]) => (words[0] && label.toLowerCase().startsWith(words[0]) ? 0 : 1);
  return found
    .map((item, place) => [begins(item), place, item])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .slice(0, MOST)
    .map(([, , item]) => item);
}
