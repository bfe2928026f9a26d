// The queue: keys, selection, filters that work as they are changed, rows that come when they are reached.
import { say } from "./page.js";

const table = document.querySelector(".queue");
const filters = document.querySelector(".sieve");
const bulk = document.getElementById("bulk");

// A choice filters at once; words filter on Enter.
filters?.addEventListener("change", (e) => {
  if (e.target.matches("select")) filters.requestSubmit();
});
// Empty fields need not stand in the address.
filters?.addEventListener("submit", () => {
  for (const el of filters.querySelectorAll("input, select")) {
    if (el.value === "") el.disabled = true;
  }
});
addEventListener("pageshow", () => {
  filters?.querySelectorAll(":disabled").forEach((el) => { el.disabled = false; });
  picked();
});

const links = () => [...table.querySelectorAll("tbody .open")];
const here = () => links().indexOf(document.activeElement?.closest("tr")?.querySelector(".open"));

document.addEventListener("keydown", (e) => {
  if (!table || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.target.closest("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  const all = links();
  if (e.key === "j" || e.key === "k") {
    const i = here();
    const to = all[i < 0 ? (e.key === "j" ? 0 : all.length - 1) : i + (e.key === "j" ? 1 : -1)];
    to?.focus();
    to?.closest("tr").scrollIntoView({ block: "nearest" });
    e.preventDefault();
  } else if (e.key === "x") {
    const box = document.activeElement?.closest("tr")?.querySelector(".pick input");
    if (box) {
      box.checked = !box.checked;
      picked();
      e.preventDefault();
    }
  } else if (e.key === "Enter" && e.target.matches(".pick input")) {
    e.target.closest("tr").querySelector(".open").click();
    e.preventDefault();
  }
});

// Shift and a click select all rows in between.
let last = null;
table?.addEventListener("click", (e) => {
  const box = e.target.closest(".pick input");
  if (!box) return;
  const boxes = [...table.querySelectorAll(".pick input")];
  if (e.shiftKey && last) {
    const [a, b] = [boxes.indexOf(last), boxes.indexOf(box)].sort((x, y) => x - y);
    for (const one of boxes.slice(a, b + 1)) one.checked = box.checked;
  }
  last = box;
  picked();
});

function picked() {
  if (!bulk || !table) return;
  const n = table.querySelectorAll(".pick input:checked").length;
  bulk.classList.toggle("idle", n === 0);
  bulk.querySelector(".picked").textContent = n === 0 ? "" : `${n} selected`;
}
picked();

bulk?.addEventListener("submit", (e) => {
  if (e.submitter?.value === "" && !bulk.elements.other.value) {
    e.preventDefault();
    bulk.elements.other.focus();
    say("Choose the person to whom the cases go.");
  }
});

// The next rows come when the end of the table is near.
if (table && "IntersectionObserver" in window) {
  const watch = new IntersectionObserver((seen) => {
    for (const s of seen) {
      if (s.isIntersecting) more(s.target);
    }
  }, { rootMargin: "600px" });
  const next = () => {
    const row = table.querySelector(".more");
    if (row) watch.observe(row);
  };
  async function more(row) {
    watch.unobserve(row);
    row.setAttribute("aria-busy", "true");
    const link = row.querySelector("a");
    try {
      const r = await fetch(link.href, { headers: { "X-Part": "rows" } });
      if (!r.ok) throw new Error(String(r.status));
      const t = document.createElement("template");
      t.innerHTML = await r.text();
      const keep = document.activeElement === link;
      const first = t.content.querySelector(".open");
      row.replaceWith(t.content);
      if (keep) first?.focus();
      next();
    } catch {
      row.removeAttribute("aria-busy");
      link.textContent = "The next cases did not come. Try again";
    }
  }
  next();
}
