// Saves answers to a file and opens one; keeps a copy in the browser only if the respondent wants one.

const MAX_BYTES = 2 * 1024 * 1024;
/** The most reasons that are told at once. */
const MAX_TOLD = 20;
/** Where a copy is kept: browsers let all pages on a disk share one store. */
const STORE = `readiness ${data.form}`;
const ORDER = ["questionnaire", "version", "enterprise", "prepared_by", "prepared_for", "confidentiality",
  "respondent", "date", "profile", "answers", "targets", "markets"];
/** A line whose text a sign for comments cuts off, which nobody means. */
const CUT = /^\s*(-|[a-z_]+:)\s+[^\s"'#|>[{][^"']*? #/;
/** Whether anything was filled in since it was saved. */
let changed = false;
/** Whether the browser holds a copy of all that is filled in. */
let isKept = false;

// --- saving --------------------------------------------------------------------------------

/** The answers as an answers file holds them. @returns {Raw} */
function rawAnswers() {
  /** @type {Raw} */
  const found = { ...kept, questionnaire: data.questionnaire, version: data.version };
  for (const key of COVER) found[key] = coverText(key) || (key === "date" ? today() : "");
  const profile = data.profile.map((fact) => {
    const chosen = chosenFor(fact);
    return [fact.id, fact.field.kind === "several" && chosen.length ? chosen : chosen[0]];
  });
  const answers = asked.map((question) => [question.id, writtenAnswer(question)]);
  found.profile = said({ ...kept.profile, ...Object.fromEntries(profile) });
  found.answers = said({ ...kept.answers, ...Object.fromEntries(answers) });
  return found;
}

/** What has a value. @param {Record<string, unknown>} mapping */
function said(mapping) {
  return Object.fromEntries(Object.entries(mapping).filter(([_key, value]) => value !== undefined));
}

/** The text of an answers file. */
function yamlText() {
  const found = rawAnswers();
  const isEmpty = (/** @type {unknown} */ part) => !part || (isMapping(part) && !Object.keys(part).length);
  const keys = ORDER.filter((key) => key === "answers" || !isEmpty(found[key]));
  const ordered = Object.fromEntries(keys.map((key) => [key, found[key]]));
  const style = /** @type {const} */ ({ forceQuotes: true, quoteStyle: "double", lineWidth: -1, noRefs: true });
  // The library writes 1e-7 as 1.e-7, for readers that take it for text otherwise.
  const written = jsyaml.dump(ordered, style).replace(/^( *(?:"[^"]*"|[^":]+): -?[0-9]+)\.(e[-+][0-9]+)$/gm, "$1$2");
  return `# ${filled(words.made, { title: data.title })}\n${written}`;
}

/** A name for the file: that of the respondent, or else of the enterprise. */
function fileName() {
  const named = coverText("respondent") || coverText("enterprise");
  const safe = named.replace(/[\s\\/:*?"'<>|.,;()，。、；：（）\u0000-\u001f]+/g, "-").replace(/^-+|-+$/g, "");
  const isReserved = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i.test(safe); // on Windows
  return `${[...safe].slice(0, 50).join("") || data.questionnaire}${isReserved ? "-" : ""}.answers.yaml`;
}

/** Today, where the respondent is. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function saveFile() {
  if (isTooLarge()) return tell(words.too_large, [links([longest()])]);
  const file = new Blob([yamlText()], { type: "application/yaml" });
  const name = fileName();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  const view = viewOfAll();
  const incomplete = asked.filter((each) => !view.hidden.has(each.id) && problemOf(each, view));
  changed = incomplete.length > 0;
  tell(filled(words.saved, { name }), [...leftToDo(view, incomplete), words.go_on]);
}

/** Whether nothing could read a file of the answers; in YAML they are a little longer than in JSON. */
function isTooLarge() {
  return new Blob([JSON.stringify(rawAnswers(), null, 2)]).size > MAX_BYTES;
}

/** The question with the longest note. */
function longest() {
  const length = (/** @type {Question} */ each) => textIn(fieldsetOf(each), "note").length;
  return asked.reduce((one, other) => (length(other) > length(one) ? other : one));
}

/** What is told of answers that are saved before they are finished. @param {View} view
 * @param {Question[]} incomplete */
function leftToDo(view, incomplete) {
  const open = [...data.profile, ...asked.filter((each) => !view.hidden.has(each.id))].filter((each) => isOpen(each, view));
  const untrue = data.contradictions.filter((each) => holds(each.rule, view) === true);
  /** @type {(string | Element)[]} */
  const told = [];
  if (incomplete.length) told.push(words.not_saved, links(incomplete));
  if (open.length > incomplete.length) told.push(filled(words.still_open, { count: open.length - incomplete.length }));
  if (untrue.length) told.push(filled(words.still_untrue, { count: untrue.length }));
  if (!coverText("respondent")) told.push(words.nameless);
  return told;
}

/** The field with the answers as text. */
function textField() {
  const field = element("text");
  if (!(field instanceof HTMLTextAreaElement)) throw new Error("text");
  return field;
}

function isTextShown() {
  const details = textField().closest("details");
  return details !== null && details.open;
}

function showText() {
  textField().value = isTooLarge() ? words.too_large : yamlText();
}

async function copyText() {
  textField().select();
  try {
    await navigator.clipboard.writeText(textField().value);
    tell(words.copied);
  } catch {
    tell(words.selected); // some browsers refuse it to a page from a disk
  }
}

// --- opening -----------------------------------------------------------------------------------

/** @param {File} file */
async function openFile(file) {
  const name = file.name;
  const refuse = (/** @type {string[]} */ reasons) => tell(filled(words.not_open, { name }), [listOf(reasons)]);
  if (file.size > MAX_BYTES) return refuse([words.large]);
  const content = await file.arrayBuffer();
  if (String.fromCharCode(...new Uint8Array(content.slice(0, 2))) === "PK") return refuse([words.workbook]);
  const text = decoded(content);
  if (text === null) return refuse([words.encoding]);
  const cut = text.split("\n").findIndex((line) => CUT.test(line)) + 1;
  if (cut) return refuse([filled(words.cut, { line: cut })]);
  /** @type {unknown} */
  let found;
  try {
    found = text.trim() ? parsedText(text) : null;
  } catch (error) {
    const line = error instanceof jsyaml.YAMLException && error.mark ? error.mark.line + 1 : 1;
    return refuse([filled(words.unreadable, { line })]);
  }
  const reasons = misfits(found);
  if (reasons.length) {
    return refuse([...reasons.slice(0, MAX_TOLD), ...(reasons.length > MAX_TOLD ? [words.more] : [])]);
  }
  if (changed && !confirm(filled(words.replace, { name }))) return;
  fillIn(/** @type {Raw} */ (found));
  keepCopy();
  changed = false;
  tell(filled(words.opened, { name }), holdsMore() ? [words.holds_more] : []);
}

/** A text in UTF-8; null if it is in another encoding. @param {ArrayBuffer} content */
function decoded(content) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

/** Whether the opened file answers questions that this page does not ask. */
function holdsMore() {
  return Object.keys(kept.answers ?? {}).some((id) => !byId.get(id)?.section);
}

/** The data in a YAML or JSON text, its plain words and numbers read as `readiness` reads them.
 * @param {string} text */
function parsedText(text) {
  const number = jsyaml.defineScalarTag("tag:yaml.org,2002:float", {
    implicit: true,
    resolve: (/** @type {string} */ line) => parsedNumber(line) ?? jsyaml.NOT_RESOLVED,
    identify: () => false,
  });
  const schema = jsyaml.FAILSAFE_SCHEMA.withTags(jsyaml.nullCoreTag, jsyaml.boolCoreTag, number);
  return jsyaml.load(text, { schema, maxDepth: 50, maxAliases: 0 });
}

/** Put what a file holds into the fields. @param {Raw} found */
function fillIn(found) {
  kept = found;
  for (const key of COVER) coverField(key).value = inOneLine(String(found[key] ?? ""));
  for (const fact of data.profile) putFact(fact, found.profile?.[fact.id]);
  for (const question of asked) putAnswer(question, found.answers?.[question.id]);
  showAll();
}

/** Why a file does not fit this form; empty if it does. @param {unknown} found @returns {string[]} */
function misfits(found) {
  if (!isMapping(found) || !("questionnaire" in found)) return [words.no_answers];
  const { questionnaire, version } = found;
  if (questionnaire !== data.questionnaire) {
    return [filled(words.other_questionnaire, { found: inShort(questionnaire), wanted: data.questionnaire })];
  }
  if (version !== data.version) {
    return [filled(words.other_version, { found: inShort(version), wanted: data.version })];
  }
  const keys = Object.keys(found).filter((key) => !ORDER.includes(key));
  return [
    ...keys.map((id) => filled(words.unknown_key, { id })),
    ...COVER.filter((key) => !isCover(key, found[key])).map((key) => filled(words.bad_shape, { id: coverLabel(key) })),
    ...misfitFacts(found.profile ?? {}),
    ...misfitAnswers(found.answers ?? {}),
  ];
}

/** @param {string} key @param {unknown} written */
function isCover(key, written) {
  if ((written ?? "") === "") return true;
  if (typeof written !== "string") return false;
  return key !== "date" || isDay(written.trim());
}

/** Whether a text is a day from the year 1 on, such as 2026-03-31. @param {string} text */
function isDay(text) {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && !text.startsWith("0000") && new Date(time).toISOString().startsWith(text);
}

/** @param {unknown} profile @returns {string[]} */
function misfitFacts(profile) {
  if (!isMapping(profile)) return [filled(words.bad_shape, { id: "profile" })];
  return Object.entries(profile).flatMap(([id, written]) => {
    const fact = data.profile.find((each) => each.id === id);
    if (!fact) return [filled(words.unknown_fact, { id })];
    return placesFor(fact, written) ? [] : [filled(words.bad_answer, { id: nameOf(fact), value: inShort(written) })];
  });
}

/** @param {unknown} answers @returns {string[]} */
function misfitAnswers(answers) {
  if (!isMapping(answers)) return [filled(words.bad_shape, { id: "answers" })];
  return Object.entries(answers).flatMap(([id, written]) => {
    const question = byId.get(id);
    if (!question) return data.is_part ? [] : [filled(words.unknown_question, { id })];
    const name = question.section ? nameOf(question) : id;
    if (!isWellFormed(written)) return [filled(words.bad_shape, { id: name })];
    const details = isMapping(written) ? written : { value: written };
    const answer = readAnswer(question, written);
    if (answer && (!details.other || answer.chosen?.some((choice) => choice.words))) return [];
    if (answer) return [filled(words.no_words, { id: name })];
    if ((details.not_applicable ?? null) !== null) return [filled(words.not_applicable_here, { id: name })];
    return [filled(words.bad_answer, { id: name, value: inShort(details.value) })];
  });
}

/** Whether the parts of an answer are what they must be. @param {unknown} written */
function isWellFormed(written) {
  if (!isMapping(written)) return true;
  const isLine = (/** @type {unknown} */ part) => (part ?? null) === null || typeof part === "string";
  const { evidence } = written;
  return Object.keys(written).every((key) => PARTS.includes(key))
    && ["other", "note", "owner"].every((key) => isLine(written[key]))
    && (Array.isArray(evidence) ? evidence.every(isLine) : isLine(evidence));
}

/** @param {unknown} part */
function inShort(part) {
  const text = typeof part === "string" ? part : JSON.stringify(part) ?? "";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

// --- a copy in the browser, only if it is wanted ------------------------------------------------

/** The box that asks for a copy. */
function copyWanted() {
  const box = element("keep");
  if (!(box instanceof HTMLInputElement)) throw new Error("keep");
  return box;
}

/** All that is filled in, finished or not. @returns {PageState} */
function pageState() {
  /** @param {Asked} each @returns {[string, string[], string[]]} */
  function stateOf(each) {
    const field = fieldsetOf(each);
    return [field.id, ticked(field), PARTS.map((part) => textFields(field, part)[0]?.value ?? "")];
  }
  const fields = [...data.profile, ...asked].map(stateOf);
  return { kept, cover: COVER.map((key) => coverField(key).value), fields };
}

/** Put back what `pageState` gave. @param {PageState} state */
function putState(state) {
  kept = state.kept;
  COVER.forEach((key, place) => (coverField(key).value = state.cover[place]));
  for (const [id, places, texts] of state.fields) {
    const field = element(id);
    for (const tick of ticks(field)) tick.checked = places.includes(tick.value);
    PARTS.forEach((part, place) => putText(field, part, texts[place]));
  }
  showAll();
}

function keepCopy() {
  if (!copyWanted().checked) return;
  try {
    localStorage.setItem(STORE, JSON.stringify(pageState()));
    isKept = true;
  } catch {
    forgetCopy();
    copyWanted().checked = false;
    tell(words.no_storage);
  }
}

function forgetCopy() {
  isKept = false;
  try {
    localStorage.removeItem(STORE);
  } catch {
    // A browser without a store has nothing to forget.
  }
}

/** The copy that was kept the last time. @returns {PageState | null} */
function keptCopy() {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? "null");
  } catch {
    return null;
  }
}
