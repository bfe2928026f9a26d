// The timeline: choices work as they are made, keys go from line to line, and the list follows while pages are read.
import { say } from "./page.js";

const form = document.querySelector(".timeline .choose");
const list = document.getElementById("timeline-list");

form?.addEventListener("change", (e) => {
  if (e.target.matches("input[type=checkbox], select")) form.requestSubmit();
});
// Empty fields need not stand in the address.
form?.addEventListener("submit", () => {
  for (const el of form.querySelectorAll("input[type=search], select")) {
    if (el.value === "") el.disabled = true;
  }
});
addEventListener("pageshow", () => {
  form?.querySelectorAll(":disabled").forEach((el) => { el.disabled = false; });
});

document.addEventListener("keydown", (e) => {
  if (!list || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (e.target.closest("input:not([type=checkbox]), textarea, select") || document.querySelector("dialog[open]")) return;
  if (e.key !== "j" && e.key !== "k") return;
  const all = [...list.querySelectorAll(".open")];
  const here = all.indexOf(document.activeElement?.closest("li")?.querySelector(".open"));
  const to = all[here < 0 ? (e.key === "j" ? 0 : all.length - 1) : here + (e.key === "j" ? 1 : -1)];
  to?.focus({ preventScroll: true });
  to?.closest("li").scrollIntoView({ block: "nearest" });
  e.preventDefault();
});

// While the record is read, the list is asked for again now and then; what has the focus keeps it.
let wait = 4000;
async function follow() {
  if (!list || !("behind" in list.dataset)) return;
  if (!document.hidden) {
    try {
      const at = new URL(location.href);
      at.searchParams.set("part", "list");
      const answer = await fetch(at, { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const text = await answer.text();
        const focus = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        const top = scrollY;
        list.innerHTML = text;
        if (focus) list.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
        scrollTo(0, top);
        if (!list.querySelector("[role=status]")) {
          delete list.dataset.behind;
          say("The whole record is read.");
          return;
        }
      }
    } catch {
      // The connection is away: ask again later.
    }
    wait = Math.min(wait * 1.5, 30000);
  }
  setTimeout(follow, wait);
}
setTimeout(follow, wait);
