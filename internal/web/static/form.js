// What forms do better with a script: the first thing to read takes the focus, a form is sent once, leaving a form
// with words in it asks first, and words that were not recorded (the session had ended, the server was gone) are
// offered again. They are kept in this tab alone, and dropped once a form is recorded.

document.querySelector("[data-focus]")?.focus();

const prefix = "openimr.form.";
const store = {
  get(key) { try { return JSON.parse(sessionStorage.getItem(prefix + key) ?? "null"); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem(prefix + key, JSON.stringify(value)); } catch { /* full or switched off */ } },
  drop(key) { try { sessionStorage.removeItem(prefix + key); } catch { /* switched off */ } },
};

// A page that says what was just recorded ends what was kept.
if (document.getElementById("said")?.textContent.trim()) {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch { /* switched off */ }
}

for (const form of document.querySelectorAll("form[data-form]")) {
  const key = new URL(form.action).pathname;
  const skip = new Set(["key", "saw", "old", "fact"]);
  const typed = () => [...form.elements].filter((e) => e.name && !skip.has(e.name) && !["submit", "button", "file", "hidden", "password", "fieldset"].includes(e.type));
  let touched = false;
  let sent = false;

  form.addEventListener("input", () => {
    touched = true;
    store.set(key, typed().map((e) => [e.name, e.value, e.checked ?? false]));
  });
  form.addEventListener("submit", (e) => {
    if (sent) {
      e.preventDefault();
      return;
    }
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
  addEventListener("beforeunload", (e) => {
    if (touched && !sent) e.preventDefault();
  });

  // Words from before, on a form that came empty; a form that came back with what to mend has them already.
  const before = store.get(key);
  if (!before || form.querySelector(".notice")) continue;
  const box = document.createElement("section");
  box.className = "notice warn";
  const words = document.createElement("p");
  words.textContent = "What you typed here before was not recorded. Files have to be chosen again.";
  const acts = document.createElement("p");
  acts.className = "buttons";
  const button = (text, act) => {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = text;
    b.addEventListener("click", () => { act(); box.remove(); });
    acts.append(b);
  };
  button("Put it back", () => {
    const fields = typed();
    for (const [name, value, checked] of before) {
      for (const e of fields) {
        if (e.name !== name) continue;
        if (e.type === "checkbox" || e.type === "radio") {
          if (e.value === value) e.checked = checked;
        } else {
          e.value = value;
        }
      }
    }
    touched = true;
  });
  button("Leave it out", () => store.drop(key));
  box.append(words, acts);
  form.prepend(box);
}
