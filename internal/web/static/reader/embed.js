// The reader within the desk of a reviewer: the desk says which page to show; the words to be cited and the keys of the
// desk go to it.

export function embed(desk) {
  if (parent === window || !document.body.classList.contains("framed")) return null;
  const tell = (m) => parent.postMessage({ reader: desk.root.dataset.case, ...m }, location.origin);
  addEventListener("message", async (e) => {
    if (e.source !== parent || e.origin !== location.origin) return;
    const m = e.data;
    if (m?.desk === "go") {
      await desk.go(m.p, m.to > m.from ? { from: m.from, to: m.to } : {});
      tell({ did: "shown", number: m.number });
    }
    if (m?.desk === "focus") (desk.asText.on ? desk.part("text") : desk.view).focus({ preventScroll: true });
    if (m?.desk === "take") desk.cite.act(m.quoted ? "quote" : "put");
  });
  document.addEventListener("keydown", (e) => {
    const ofDesk = e.key === "F6" || (e.altKey && /^(Digit[1-4]|Numpad[1-4]|ArrowDown|ArrowUp|Enter|KeyC|KeyK|PageDown|PageUp)$/.test(e.code)) || ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "s");
    if (!ofDesk || document.querySelector("dialog[open]")) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    tell({ did: "key", key: e.key, code: e.code, altKey: e.altKey, ctrlKey: e.ctrlKey, metaKey: e.metaKey, shiftKey: e.shiftKey });
  }, { capture: true });
  document.addEventListener("focusin", () => tell({ did: "focus" }));
  document.addEventListener("click", (e) => { // other pages do not open within the desk
    const a = e.target.closest?.("a[href]");
    if (!a || a.getAttribute("href").startsWith("#") || a.hasAttribute("data-download")) return;
    e.preventDefault();
    open(a.href, "_blank", "noopener");
  });
  return { ready: () => tell({ did: "ready" }), cite: (s, quoted) => tell({ did: "cite", p: s.page, from: s.from, to: s.to, quote: s.quote, quoted }) };
}
