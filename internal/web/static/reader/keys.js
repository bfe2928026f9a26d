// The keys that no button has. Buttons have theirs as data-key (page.js); here are those that move, and "/", which in the
// reader finds in the record and not among the cases.

const typing = (e) => e.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

export function keys(desk) {
  for (const row of document.querySelectorAll("#keys dl > div")) if (row.querySelector("kbd")?.textContent === "/") row.remove();
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key === "f" && document.activeElement !== desk.find.input && !document.querySelector("dialog[open]")) {
      e.preventDefault(); // once more, and the browser's own search opens
      desk.find.input.focus();
      desk.find.input.select();
      return;
    }
    if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector("dialog[open]")) return;
    if (typing(e)) return;
    if (desk.picked.on && (e.key === "Escape" ? (desk.picked.end(), true) : desk.picked.key(e))) {
      e.preventDefault();
      e.stopPropagation();
      return;
    }
    const act = {
      j: () => desk.step(1), k: () => desk.step(-1), J: () => desk.paper(1), K: () => desk.paper(-1),
      Home: () => desk.go(desk.roll.items[0]), End: () => desk.go(desk.roll.items.at(-1)),
      ArrowRight: () => desk.step(1), ArrowLeft: () => desk.step(-1),
      "/": () => { desk.find.input.focus(); desk.find.input.select(); },
      p: () => { desk.number.focus(); desk.number.select(); },
      u: () => desk.nextUnread(), w: () => desk.zoomTo(desk.roll.zoom === "width" ? "page" : "width"),
      e: () => desk.picked.begin(),
      x: () => desk.unfold(desk.current), "=": () => desk.zoomBy(1),
      Escape: () => desk.escape(),
    }[e.key];
    if (!act || e.target.closest?.("[role=tab]") && e.key.startsWith("Arrow") || e.target.closest?.("summary, a, button") && e.key === " ") return;
    e.preventDefault();
    e.stopPropagation(); // page.js has another meaning for some of them
    act();
  }, { capture: true });
}
