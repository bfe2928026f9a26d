// The quality check with a script: "Next finding" leads through the findings at their words, and words marked in the
// letter become the quote of a note.

const lead = document.querySelector("[data-lead]");
const findings = [...document.querySelectorAll("[data-finding]")];
let at = -1;

lead?.addEventListener("click", (e) => {
  if (!findings.length) return;
  e.preventDefault();
  at = (at + 1) % findings.length;
  const item = findings[at];
  const mark = item.dataset.finding && document.getElementById(item.dataset.finding);
  for (const f of findings) f.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  item.scrollIntoView({ block: "nearest" });
  if (mark) {
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
  } else {
    item.scrollIntoView({ block: "center" });
  }
});

// A click on a mark shows its finding.
document.querySelector("[data-letter]")?.addEventListener("click", (e) => {
  const mark = e.target.closest("mark");
  if (!mark || !String(getSelection())) {
    const item = mark && document.querySelector(`[data-finding="${CSS.escape(mark.id)}"]`);
    item?.scrollIntoView({ block: "center" });
  }
});

// Marking words offers to quote them in a note.
const letter = document.querySelector("[data-letter]");
const rows = document.querySelectorAll("[name$='.quote']");
if (letter && rows.length) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "pick-words main";
  button.textContent = "Note on these words";
  button.hidden = true;
  document.body.append(button);
  let words = "";
  let place = "";

  document.addEventListener("selectionchange", () => {
    const s = getSelection();
    const inside = s.rangeCount && letter.contains(s.anchorNode) && letter.contains(s.focusNode);
    const text = String(s).trim().replace(/\s+/g, " ");
    if (!inside || text.length < 2) {
      button.hidden = true;
      return;
    }
    words = text;
    place = placeOf(s.anchorNode);
    const box = s.getRangeAt(0).getBoundingClientRect();
    button.hidden = false;
    button.style.left = `${Math.max(8, box.left + scrollX)}px`;
    button.style.top = `${box.bottom + scrollY + 6}px`;
  });
  button.addEventListener("mousedown", (e) => e.preventDefault()); // keep the selection
  button.addEventListener("click", () => {
    const all = document.querySelectorAll("[name$='.quote']");
    const quote = [...all].find((q) => !q.value.trim() && !document.getElementsByName(q.name.replace(/quote$/, "text"))[0].value.trim()) ?? all[all.length - 1];
    quote.value = words;
    const field = document.getElementsByName(quote.name.replace(/quote$/, "field"))[0];
    if (place && [...field.options].some((o) => o.value === place)) field.value = place;
    document.getElementsByName(quote.name.replace(/quote$/, "text"))[0].focus();
    button.hidden = true;
  });

  // placeOf tells the place from the headings before the words: the summary, or an item and its part.
  function placeOf(node) {
    const heads = [...letter.querySelectorAll("h2, h3, h4, h5")].filter((h) => h.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    const items = heads.filter((h) => h.classList.contains("item"));
    const last = heads.at(-1);
    if (items.length) {
      const i = items.length - 1;
      if (/review|our|organization|guideline/i.test(last.textContent) && !/claims/i.test(last.textContent) && /guideline/i.test(last.textContent)) return `items[${i}].imro_guideline`;
      if (/claims/i.test(last.textContent)) return `items[${i}].claims_administrator_guideline`;
      return `items[${i}].rationale`;
    }
    return "summary.text";
  }
}
