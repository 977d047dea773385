// Brings the page in step with what is filled in: which questions it shows, the progress, what to look at.

function showAll() {
  const view = viewOfAll();
  for (const question of asked) fieldsetOf(question).hidden = view.hidden.has(question.id);
  const here = [...data.profile, ...asked.filter((question) => !view.hidden.has(question.id))];
  const open = here.filter((each) => isOpen(each, view));
  for (const each of here) showOne(each, open.includes(each), problemOf(each, view));
  showProgress(here, open);
  showCheck(here, open, view);
  if (isTextShown()) showText();
}

/** @param {Asked} each @param {View} view */
function isOpen(each, view) {
  return isFact(each) ? !view.facts.has(each.id) : view.answers.get(each.id)?.state === "open";
}

/** What is wrong with an answer; empty if nothing is. @param {Asked} each @param {View} view */
function problemOf(each, view) {
  return isFact(each) ? "" : view.answers.get(each.id)?.problem ?? "";
}

/** @param {Asked} each @param {boolean} open @param {string} problem */
function showOne(each, open, problem) {
  const field = fieldsetOf(each);
  const places = ticked(field);
  field.classList.toggle("answered", !open);
  for (const tick of ticks(field)) tick.closest(".choice")?.classList.toggle("chosen", tick.checked);
  for (const extra of elementsIn(field, "[data-for]")) extra.hidden = !places.includes(extra.dataset.for ?? "");
  for (const clear of elementsIn(field, "[data-clear]")) clear.hidden = !places.length && !textIn(field, "value");
  for (const said of elementsIn(field, "[data-problem]")) {
    const isOfReason = said.closest("[data-for]") !== null;
    said.hidden = !problem || isOfReason !== places.includes("aside");
    said.textContent = said.hidden ? "" : problem;
  }
  const hasNotes = ["note", "evidence", "owner"].some((part) => textIn(field, part));
  for (const notes of elementsIn(field, ".notes")) notes.classList.toggle("said", hasNotes);
}

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement[]} */
function elementsIn(within, selector) {
  return [...within.querySelectorAll(selector)].filter((each) => each instanceof HTMLElement);
}

/** @param {Asked[]} here @param {Asked[]} open */
function showProgress(here, open) {
  const progress = element("progress");
  const done = here.length - open.length;
  if (progress instanceof HTMLProgressElement) {
    progress.max = Math.max(here.length, 1);
    progress.value = done;
  }
  const minutes = Math.ceil(open.reduce((sum, each) => sum + each.seconds, 0) / 60);
  const form = minutes ? words.answered_and_left : words.answered;
  element("answered").textContent = filled(form, { done, count: here.length, minutes });
  for (const count of elementsIn(document, "[data-count]")) {
    const inside = here.filter((each) => (each.section ?? "") === count.dataset.count);
    const left = inside.filter((each) => open.includes(each)).length;
    count.textContent = filled(words.of, { done: inside.length - left, count: inside.length });
  }
}

/** List what to look at before saving. @param {Asked[]} here @param {Asked[]} open @param {View} view */
function showCheck(here, open, view) {
  const check = element("check");
  const incomplete = here.filter((each) => problemOf(each, view));
  const rest = open.filter((each) => !incomplete.includes(each));
  check.replaceChildren();
  if (!coverText("respondent")) check.append(paragraph(words.nameless, "alert"));
  if (incomplete.length) check.append(paragraph(words.incomplete, "alert"), links(incomplete));
  const untrue = data.contradictions.filter((each) => holds(each.rule, view) === true);
  if (untrue.length) check.append(paragraph(words.contradictions, "alert"));
  for (const each of untrue) {
    check.append(paragraph(each.message), links(here.filter((one) => each.about.includes(one.id))));
  }
  if (rest.length) check.append(paragraph(words.open), links(rest));
  else if (!incomplete.length) check.append(paragraph(words.done));
}

/** Go to the next question below what is in sight that is open, or else to the first one. */
function goToOpen() {
  const bar = element("bar").getBoundingClientRect().top;
  const open = elementsIn(document, "fieldset.question:not(.answered)").filter((field) => !field.hidden);
  const next = open.find((field) => field.getBoundingClientRect().bottom > bar) ?? open[0];
  if (!next) return tell(words.done);
  next.scrollIntoView({ block: "start" });
  elementsIn(next, "input, textarea")[0]?.focus({ preventScroll: true });
}
