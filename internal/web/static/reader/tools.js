// The row of tools and the panes: buttons, menus and fields, each to what the desk does.

import { print } from "./print.js";

export const narrow = matchMedia("(width < 48rem)");

export function tools(desk) {
  const act = {
    pane: () => togglePane(desk),
    "find-next": () => desk.find.step(1), "find-previous": () => desk.find.step(-1),
    smaller: () => desk.zoomBy(-1), larger: () => desk.zoomBy(1),
    two: (b) => { desk.roll.two = !desk.roll.two; b.setAttribute("aria-pressed", String(desk.roll.two)); desk.roll.layout(); },
    turn: () => { if (desk.current > 0) { desk.turns.set(desk.current, (desk.turned(desk.current) + 90) % 360); desk.roll.layout(); } },
    bookmark: () => { if (desk.current > 0) desk.marks.bookmark(desk.current); },
    note: () => { 
      if (desk.cite.at || desk.picked.on) desk.cite.act("note");
      else if (!(desk.current > 0)) return;
      else if (desk.placing || desk.asText.on) { desk.place(false); desk.marks.note({ p: desk.current }); }
      else desk.place(true);
    },
    beside: () => { const c = desk.model.copyOf.get(desk.current) ?? desk.model.changedBy.get(desk.current)?.[0] ?? desk.model.copies.get(desk.current)?.[0]; if (desk.current > 0) desk.compare(c ? c.of : desk.current, c ? c.page : Math.min(desk.model.pages, desk.current + 1)); },
    text: (b) => b.setAttribute("aria-pressed", String(desk.asText.toggle())),
    print: () => { desk.part("more").open = false; if (desk.current > 0) print(desk, desk.current); },
    keys: () => { desk.part("more").open = false; document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "?", bubbles: true })); },
  };
  desk.root.addEventListener("click", (e) => {
    const b = e.target.closest("[data-tool]");
    if (b && desk.model) act[b.dataset.tool]?.(b);
  });
  desk.part("zoom").addEventListener("change", (e) => desk.zoomTo(e.target.value));
  desk.part("received").addEventListener("change", (e) => { desk.remember({ received: e.target.checked }); const n = desk.current; desk.reorder(); desk.go(n); });
  desk.part("unfold").addEventListener("change", () => { const n = desk.current; desk.reorder(); desk.go(n); });
  desk.number.addEventListener("keydown", (e) => {
    if (e.key !== "Enter") return;
    e.preventDefault();
    const n = Number(desk.number.value.replace(/[^\d]/g, ""));
    if (n >= 1 && n <= desk.model.pages) { desk.go(n); desk.view.focus({ preventScroll: true }); } else desk.say(`The record has the pages 1 to ${desk.model.pages}.`);
  });
  desk.number.addEventListener("blur", () => { desk.number.value = desk.current > 0 ? desk.current : ""; });
  desk.view.addEventListener("click", (e) => { if (desk.placing || e.altKey) place(desk, e); });
  document.addEventListener("click", (e) => { const m = desk.part("more"); if (m.open && !m.contains(e.target)) m.open = false; });
}

function place(desk, e) {
  const paper = e.target.closest(".turn");
  const n = Number(e.target.closest("[data-page]")?.dataset.page);
  const leaf = desk.roll.mounted.get(n);
  if (!paper || !leaf) return;
  desk.place(false);
  const r = paper.getBoundingClientRect();
  const [u, v] = [(e.clientX - r.left) / leaf.scale, (e.clientY - r.top) / leaf.scale];
  const [w, h] = [desk.model.width[n], desk.model.height[n]];
  const [x, y] = { 0: [u, v], 90: [v, h - u], 180: [w - u, h - v], 270: [w - v, u] }[leaf.rotation];
  desk.marks.note({ p: n, box: [x - 4, y - 4, x + 4, y + 4].map((c) => Math.round(c * 10) / 10) });
}

export function pane(desk) {
  const tabs = [...desk.root.querySelectorAll("[data-tab]")];
  const open = (name) => {
    for (const t of tabs) {
      const on = t.dataset.tab === name;
      t.setAttribute("aria-selected", String(on));
      t.tabIndex = on ? 0 : -1;
      desk.root.querySelector(`[data-panel="${t.dataset.tab}"]`).hidden = !on;
    }
  };
  desk.tab = open;
  for (const t of tabs) {
    t.addEventListener("click", () => open(t.dataset.tab));
    t.addEventListener("keydown", (e) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (!by) return;
      e.preventDefault();
      const next = tabs[(tabs.indexOf(t) + by + tabs.length) % tabs.length];
      open(next.dataset.tab);
      next.focus();
    });
  }
  desk.part("find").addEventListener("input", () => open("hits"));
  desk.part("shut").addEventListener("click", () => togglePane(desk, false));
  togglePane(desk, !narrow.matches);
}

export function togglePane(desk, on = desk.root.classList.contains("paneless")) {
  desk.root.classList.toggle("paneless", !on);
  desk.root.querySelector('[data-tool="pane"]').setAttribute("aria-expanded", String(on));
}

export function shutOnPhone(desk) { if (narrow.matches) togglePane(desk, false); }
