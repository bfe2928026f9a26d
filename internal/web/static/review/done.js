// On the page of a case whose draft was submitted nothing is left to restore.
const done = document.querySelector("[data-draft-done]");
if (done) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("openimr.draft.") && key.endsWith(`.${done.dataset.draftDone}`)) localStorage.removeItem(key);
    }
  } catch { /* storage is switched off: nothing was kept */ }
}
