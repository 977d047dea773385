// Saves answers to a file and opens one; keeps a copy in the browser only if the respondent wants one.

const MAX_BYTES = 2 * 1024 * 1024;
/** The most reasons that are told at once. */
const MAX_TOLD = 20;
const STORE = `readiness ${data.questionnaire} ${data.version} ${data.form}`;
const ORDER = ["questionnaire", "version", "enterprise", "prepared_by", "prepared_for", "confidentiality",
  "respondent", "date", "profile", "answers", "targets", "markets"];
/** Whether anything was filled in since it was saved. */
let changed = false;

// --- saving --------------------------------------------------------------------------------

/** The answers as an answers file holds them. @returns {Raw} */
function rawAnswers() {
  /** @type {Raw} */
  const found = { ...kept, questionnaire: data.questionnaire, version: data.version };
  for (const key of COVER) found[key] = coverText(key);
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
  return `# ${filled(words.made, { title: data.title })}\n${jsyaml.dump(ordered, style)}`;
}

/** A name for the file: that of the respondent, or else of the enterprise. */
function fileName() {
  const named = coverText("respondent") || coverText("enterprise");
  const safe = named.replace(/[\s\\/:*?"'<>|.,;()，。、；：（）\u0000-\u001f]+/g, "-").replace(/^-+|-+$/g, "");
  return `${[...safe].slice(0, 50).join("") || data.questionnaire}.answers.yaml`;
}

/** Today, where the respondent is. */
function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

function saveFile() {
  if (!coverText("date")) coverField("date").value = today();
  const name = fileName();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([yamlText()], { type: "application/yaml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  changed = false;
  forgetCopy();
  const view = viewOfAll();
  const incomplete = asked.filter((each) => !view.hidden.has(each.id) && problemOf(each, view));
  const lines = incomplete.map((each) => each.title);
  tell(filled(words.saved, { name }), lines.length ? [words.incomplete, ...lines] : []);
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
  textField().value = yamlText();
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
  const refuse = (/** @type {string[]} */ reasons) => tell(filled(words.not_open, { name }), reasons);
  if (file.size > MAX_BYTES) return refuse([words.large]);
  /** @type {unknown} */
  let found;
  try {
    const text = (await file.text()).replace(/^\ufeff/, "");
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
  changed = false;
  tell(filled(words.opened, { name }));
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
    ...COVER.filter((key) => !isCover(key, found[key])).map((id) => filled(words.bad_shape, { id })),
    ...misfitFacts(found.profile ?? {}),
    ...misfitAnswers(found.answers ?? {}),
  ];
}

/** @param {string} key @param {unknown} written */
function isCover(key, written) {
  if ((written ?? "") === "") return true;
  if (typeof written !== "string") return false;
  return key !== "date" || (/^\d{4}-\d\d-\d\d$/.test(written.trim()) && !Number.isNaN(Date.parse(written.trim())));
}

/** @param {unknown} profile @returns {string[]} */
function misfitFacts(profile) {
  if (!isMapping(profile)) return [filled(words.bad_shape, { id: "profile" })];
  return Object.entries(profile).flatMap(([id, written]) => {
    const fact = data.profile.find((each) => each.id === id);
    if (!fact) return [filled(words.unknown_fact, { id })];
    return placesFor(fact, written) ? [] : [filled(words.bad_answer, { id, value: inShort(written) })];
  });
}

/** @param {unknown} answers @returns {string[]} */
function misfitAnswers(answers) {
  if (!isMapping(answers)) return [filled(words.bad_shape, { id: "answers" })];
  return Object.entries(answers).flatMap(([id, written]) => {
    const question = byId.get(id);
    if (!question) return data.is_part ? [] : [filled(words.unknown_question, { id })];
    if (!isWellFormed(written)) return [filled(words.bad_shape, { id })];
    if (readAnswer(question, written)) return [];
    const details = isMapping(written) ? written : { value: written };
    if ((details.not_applicable ?? null) !== null) return [filled(words.not_applicable_here, { id })];
    return [filled(words.bad_answer, { id, value: inShort(details.value) })];
  });
}

/** Whether the parts of an answer are what they must be. @param {unknown} written */
function isWellFormed(written) {
  if (!isMapping(written)) return true;
  const isLine = (/** @type {unknown} */ part) => (part ?? null) === null || typeof part === "string";
  const { evidence } = written;
  return Object.keys(written).every((key) => DETAILS.includes(key))
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

function keepCopy() {
  if (!copyWanted().checked) return forgetCopy();
  try {
    localStorage.setItem(STORE, JSON.stringify(rawAnswers()));
  } catch {
    tell(words.no_storage);
  }
}

function forgetCopy() {
  try {
    localStorage.removeItem(STORE);
  } catch {
    // A browser without a store has nothing to forget.
  }
}

/** The copy that was kept, if it fits this form. @returns {Raw | null} */
function keptCopy() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE) ?? "null");
    return found && !misfits(found).length ? found : null;
  } catch {
    return null;
  }
}
