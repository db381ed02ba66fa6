// The browser's own print, in which a PDF is one of the printers: the page is laid out for paper,
// and nothing leaves the machine. The menu that was opened for it closes first.
const CLOSES_WITHIN_MS = 250;

export default function ({ parentElement }) {
  parentElement.querySelector("button").onclick = () => {
    document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    setTimeout(() => window.print(), CLOSES_WITHIN_MS);
  };
}
