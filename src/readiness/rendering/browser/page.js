// What is on the page of a form: the data it was made from, its fields, and what is told.
//
// What a respondent fills in stands in the fields themselves; everything else is worked out from them after
// each change. Nothing is scored here: `readiness` reads the file that is saved.

/** @type {PageData} */
const data = JSON.parse(element("data").textContent ?? "");
const words = data.words;

/** The questions that this page asks; the others are answered elsewhere, and rules look at them. */
const asked = data.questions.filter((question) => question.section);
/** @type {Map<string, Question>} */
const byId = new Map(data.questions.map((question) => [question.id, question]));

const COVER = ["enterprise", "respondent", "date"];

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(id);
  return found;
}

/** A sentence with its blanks filled. @param {string} form @param {Record<string, string | number>} values */
function filled(form, values) {
  return form.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** @param {Asked} each */
function isFact(each) {
  return each.section === undefined;
}

/** The fieldset of a fact or a question. @param {Asked} each */
function fieldsetOf(each) {
  return element(`${isFact(each) ? "fact" : "q"}-${each.id}`);
}

/** What there is to tick in a fieldset. @param {Element} field */
function ticks(field) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const found = field.querySelectorAll(".choice input");
  return [...found];
}

/** The values of what is ticked: places of choices, `none`, `unknown` or `aside`. @param {Element} field */
function ticked(field) {
  return ticks(field).filter((tick) => tick.checked).map((tick) => tick.value);
}

/** The fields for a part of an answer, such as its note. @param {Element} field @param {string} part */
function textFields(field, part) {
  /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
  const found = field.querySelectorAll(`[data-part="${part}"]`);
  return [...found];
}

/** @param {Element} field @param {string} part */
function textIn(field, part) {
  return textFields(field, part).map((each) => each.value.trim()).find((each) => each) ?? "";
}

/** @param {Element} field @param {string} part @param {string} text */
function putText(field, part, text) {
  for (const each of textFields(field, part)) {
    each.value = each instanceof HTMLInputElement ? inOneLine(text) : text;
  }
}

/** A text for a field of one line, which would leave out line breaks. @param {string} text */
function inOneLine(text) {
  return text.trim().replace(/\s*[\r\n]\s*/g, " ");
}

/** A field about the answers as a whole. @param {string} key */
function coverField(key) {
  const found = element(`cover-${key}`);
  if (!(found instanceof HTMLInputElement)) throw new Error(key);
  return found;
}

/** @param {string} key */
function coverText(key) {
  return coverField(key).value.trim();
}

// --- what the page says ---------------------------------------------------------------------

/** @param {string} text */
function paragraph(text, look = "") {
  const found = document.createElement("p");
  found.textContent = text;
  found.className = look;
  return found;
}

/** A list of links to questions. @param {Asked[]} questions */
function links(questions) {
  const list = document.createElement("ul");
  for (const each of questions) {
    const link = document.createElement("a");
    link.href = `#${fieldsetOf(each).id}`;
    link.textContent = each.title;
    list.appendChild(document.createElement("li")).appendChild(link);
  }
  return list;
}

/** Tell what happened, where it is seen and read aloud. @param {string} text @param {string[]} lines */
function tell(text, lines = []) {
  const list = document.createElement("ul");
  for (const line of lines) list.appendChild(document.createElement("li")).textContent = line;
  element("told").replaceChildren(paragraph(text), ...(lines.length ? [list] : []));
}

function tellNothing() {
  element("told").replaceChildren();
}
