// Keys of every page, and small things that forms do better with a script. Everything here also works without it.

const typing = (e) => e.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

let leader = false; // "g" was pressed, waiting for where to go

// A key on the page clicks, follows or focuses the element with that data-key.
function press(el) {
  if (el.matches("input:not([type=checkbox]), textarea, select")) {
    el.focus();
    el.select?.();
  } else {
    el.click();
  }
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
  if (typing(e)) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  if (document.querySelector("dialog[open]")) return;
  if (leader) {
    leader = false;
    const there = document.querySelector(`[data-go="${CSS.escape(e.key)}"]`);
    if (there) {
      e.preventDefault();
      there.click();
    }
    return;
  }
  if (e.key === "g") {
    leader = true;
    setTimeout(() => { leader = false; }, 1500);
    return;
  }
  if (e.key === "?") {
    e.preventDefault();
    showKeys();
    return;
  }
  const el = document.querySelector(`[data-key="${CSS.escape(e.key)}"]`);
  if (el) {
    e.preventDefault();
    press(el);
  }
});

// The list of keys tells also those that this page adds: elements with data-key and data-says.
function showKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  const list = dialog.querySelector("dl");
  list.querySelectorAll(".added").forEach((n) => n.remove());
  for (const el of document.querySelectorAll("[data-says]")) {
    const row = document.createElement("div");
    row.className = "added";
    const dt = document.createElement("dt");
    for (const k of (el.dataset.keys ?? el.dataset.key).split(" ")) {
      const kbd = document.createElement("kbd");
      kbd.textContent = k;
      dt.append(kbd, " ");
    }
    const dd = document.createElement("dd");
    dd.textContent = el.dataset.says;
    row.append(dt, dd);
    list.prepend(row);
  }
  dialog.showModal();
}

// A menu closes when one looks elsewhere.
document.addEventListener("click", (e) => {
  for (const d of document.querySelectorAll("details.me[open]")) {
    if (!d.contains(e.target)) d.open = false;
  }
});
document.addEventListener("keydown", (e) => {
  const d = e.key === "Escape" && document.querySelector("details.me[open]");
  if (d) {
    d.open = false;
    d.querySelector("summary").focus();
  }
});

// The summary of errors takes the focus, so that it is read first.
document.querySelector(".summary[tabindex]")?.focus();

// Says something in the live region of the page: a save, a count.
export function say(words) {
  const at = document.getElementById("said");
  if (at) at.textContent = words;
}
