// What forms do better with a script: the first thing to read takes the focus, a form is sent once, and leaving a
// form with words in it asks first.

document.querySelector("[data-focus]")?.focus();

for (const form of document.querySelectorAll("form[data-form]")) {
  let touched = false;
  let sent = false;
  form.addEventListener("input", () => { touched = true; });
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
}
