// What the respondent does, and what follows from it. Runs when the page is opened.

/** What follows from any change. */
function noteChange() {
  changed = true;
  keepCopy();
  showAll();
}

/** Untick what cannot be chosen together with what was just ticked. @param {HTMLInputElement} tick */
function keepApart(tick) {
  const field = tick.closest("fieldset");
  const question = byId.get(field?.dataset.question ?? "");
  if (!field || !question || !tick.checked || tick.type !== "checkbox") return;
  const isAlone = (/** @type {HTMLInputElement} */ each) => question.field.choices[Number(each.value)]?.alone ?? true;
  for (const other of ticks(field)) {
    if (other !== tick && (isAlone(tick) || isAlone(other))) other.checked = false;
  }
  if (question.field.kind === "number" || question.field.kind === "text") putText(field, "value", "");
}

/** @param {HTMLElement} field */
function clearAnswer(field) {
  for (const tick of ticks(field)) tick.checked = false;
  for (const part of ["value", "other", "not_applicable"]) putText(field, part, "");
  elementsIn(field, ".choices input, .choices textarea")[0]?.focus();
}

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  if (target.type === "file" || target === textField()) return;
  tellNothing();
  if (target === copyWanted()) return keepCopy();
  if (target instanceof HTMLInputElement) keepApart(target);
  const field = target.closest("fieldset");
  if (field && target.dataset.part === "value" && target.value.trim()) {
    for (const tick of ticks(field)) tick.checked = false;
  }
  noteChange();
});

document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  const field = button?.closest("fieldset");
  switch (button?.dataset.do) {
    case "clear":
      if (field) clearAnswer(field);
      return noteChange();
    case "save":
      return saveFile();
    case "open":
      return element("file").click();
    case "print":
      return print();
    case "next":
      return goToOpen();
    case "copy":
      return void copyText();
  }
});

element("file").addEventListener("change", async ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.files?.[0]) return;
  await openFile(target.files[0]);
  target.value = ""; // so that the same file can be chosen again
});

textField().closest("details")?.addEventListener("toggle", showAll);

addEventListener("beforeunload", (event) => {
  if (changed && !copyWanted().checked) event.preventDefault();
});

// On paper, notes are open where there are any.
addEventListener("beforeprint", () => {
  for (const notes of elementsIn(document, "details.notes.said")) notes.setAttribute("open", "");
});

const copy = keptCopy();
copyWanted().checked = copy !== null; // browsers may bring back what was ticked before
fillIn(copy ?? data.given);
if (copy) {
  changed = true;
  tell(words.kept);
}
