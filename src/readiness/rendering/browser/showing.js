// Brings the page in step with what is filled in: which questions it shows, the progress, what to look at.

function showAll() {
  const view = viewOfAll();
  for (const question of asked) fieldsetOf(question).hidden = view.hidden.has(question.id);
  const here = [...data.profile, ...asked.filter((question) => !view.hidden.has(question.id))];
  const open = here.filter((each) => isOpen(each, view));
  for (const each of here) showOne(each, open.includes(each), problemOf(each, view));
  coverField("date").classList.toggle("empty", !coverText("date"));
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
  for (const none of elementsIn(field, "[data-none]")) none.hidden = !places.includes("none");
  for (const clear of elementsIn(field, "[data-clear]")) clear.hidden = !places.length && !textIn(field, "value");
  for (const said of elementsIn(field, "[data-problem]")) showProblem(said, problem, places);
  const hasNotes = ["note", "evidence", "owner"].some((part) => textIn(field, part));
  for (const notes of elementsIn(field, ".notes")) notes.classList.toggle("said", hasNotes);
  for (const mark of elementsIn(field, ".notes .mark")) mark.hidden = !hasNotes;
}

/** Say what is wrong with a field, unless it is being filled in. @param {HTMLElement} said @param {string} problem
 * @param {string[]} places */
function showProblem(said, problem, places) {
  const isHere = (said.dataset.problem === "not_applicable") === places.includes("aside");
  const field = said.closest("fieldset");
  const fields = field ? textFields(field, said.dataset.problem ?? "") : [];
  const isTyping = fields.some((each) => each === document.activeElement);
  for (const each of fields) each.setAttribute("aria-invalid", String(isHere && problem !== ""));
  said.hidden = !problem || !isHere || isTyping;
  said.textContent = said.hidden ? "" : problem;
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
  const untrue = data.contradictions.filter((each) => holds(each.rule, view) === true);
  check.replaceChildren();
  if (!coverText("respondent")) check.append(paragraph(words.nameless, "alert"));
  if (incomplete.length) check.append(paragraph(words.incomplete, "alert"), links(incomplete));
  if (untrue.length) check.append(paragraph(words.contradictions, "alert"));
  for (const each of untrue) {
    check.append(paragraph(each.message), links(here.filter((one) => each.about.includes(one.id))));
  }
  if (!open.length) check.append(paragraph(words.done));
  element("open").replaceChildren(...(rest.length ? [folded(filled(words.open, { count: rest.length }), links(rest))] : []));
}

/** @param {string} title @param {Element} content */
function folded(title, content) {
  const details = document.createElement("details");
  const summary = details.appendChild(document.createElement("summary"));
  summary.textContent = title;
  details.append(content);
  return details;
}

/** The fieldset that had the focus last. @type {Element | null} */
let lastField = null;

/** Go to the next open question after the one that had the focus last or, before any had, after what is above;
 * behind the last, to the first one; without any, to what is to be looked at before saving. */
function goToOpen() {
  const fields = elementsIn(document, "fieldset.question").filter((field) => !field.hidden);
  const place = fields.findIndex((field) => field === lastField);
  const above = fields.filter((field) => field.getBoundingClientRect().bottom <= 0).length;
  const done = place < 0 ? above : place + 1;
  const inOrder = [...fields.slice(done), ...fields.slice(0, done)];
  const next = inOrder.find((field) => !field.classList.contains("answered"));
  if (!next) return element("end").focus();
  next.scrollIntoView({ block: "start" });
  elementsIn(next, "input, textarea")[0]?.focus({ preventScroll: true });
}
