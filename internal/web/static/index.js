// The index of a record: a choice filters at once, j and k move, and the page is loaded again when a newer index is there.
const sieve = document.querySelector("[data-sieve]");
sieve?.addEventListener("change", (e) => {
  if (e.target.matches("select")) sieve.requestSubmit();
});
// Empty fields need not stand in the address.
sieve?.addEventListener("submit", () => {
  for (const el of sieve.querySelectorAll("input, select")) if (el.value === "") el.disabled = true;
});
addEventListener("pageshow", () => sieve?.querySelectorAll(":disabled").forEach((el) => { el.disabled = false; }));

const list = document.querySelector(".index-list");
document.addEventListener("keydown", (e) => {
  if (!list || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || (e.key !== "j" && e.key !== "k")) return;
  if (e.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
  const links = [...list.querySelectorAll(".open")];
  const at = links.indexOf(document.activeElement?.closest("tr")?.querySelector(".open"));
  const to = links[at < 0 ? 0 : at + (e.key === "j" ? 1 : -1)];
  to?.focus();
  to?.closest("tr").scrollIntoView({ block: "nearest" });
  e.preventDefault();
});

// While the index is behind, the server tells when it is made anew. Nothing that somebody is typing is taken away.
const behind = document.querySelector("[data-index-behind]");
if (behind) {
  const events = new EventSource(behind.dataset.indexBehind);
  let made = behind.dataset.made;
  events.onmessage = (e) => {
    const now = JSON.parse(e.data);
    made ??= String(now.made);
    const typing = document.activeElement?.closest("form input, form textarea, form select");
    if ((!now.behind || (String(now.made) !== made && performance.now() > 15_000)) && !typing) {
      events.close();
      location.reload();
    }
  };
  addEventListener("pagehide", () => events.close());
}
