// Between the fields of the page and answers as an answers file holds them.

const DETAILS = ["value", "other", "note", "evidence", "owner", "not_applicable"];
/** Numbers must be between -BOUND and BOUND: larger ones lose digits. */
const BOUND = 1e15;
/** @type {Answer} */
const OPEN = { state: "open", problem: "" };

/** @param {unknown} part @returns {part is Record<string, unknown>} */
function isMapping(part) {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}

/** @param {unknown} part @returns {part is string} */
function isText(part) {
  return typeof part === "string" && part.trim() !== "";
}

// --- numbers, as the interview reads them -----------------------------------------------------

/** A text in ordinary letters and digits. @param {string} typed */
function narrow(typed) {
  return typed.normalize("NFKC").replaceAll("、", ",").trim();
}

/** The number that is typed, with or without its unit; null if it is none that is accepted.
 * @param {string} typed @param {Field} field */
function numberIn(typed, field) {
  if (field.whole) return wholeIn(typed, field);
  let line = narrow(typed);
  const unit = narrow(field.unit);
  if (unit && line.toLowerCase().endsWith(unit.toLowerCase())) line = line.slice(0, -unit.length).trimEnd();
  if (/^[-+]?[0-9]+,[0-9]{1,2}$/.test(line)) line = line.replace(",", ".");
  const number = parsedNumber(line);
  return number !== null && isAccepted(number, field) ? number : null;
}

/** The whole number that is typed, perhaps with a mark behind it; null if it is none that is accepted.
 * @param {string} typed @param {Field} field */
function wholeIn(typed, field) {
  const line = narrow(typed).replace(/[.,。)]+$/, "");
  const number = Number(line);
  return String(number) === line && isAccepted(number, field) ? number : null;
}

/** A number in plain decimal notation, as in answers files. @param {string} line */
function parsedNumber(line) {
  const whole = /^[-+]?(0|[1-9][0-9]{0,14})$/;
  const decimal = /^[-+]?(0|[1-9][0-9]{0,15})(\.[0-9]{1,20}([eE][-+]?[0-9]{1,3})?|[eE][-+]?[0-9]{1,3})$/;
  const number = whole.test(line) || decimal.test(line) ? Number(line) : NaN;
  return Number.isFinite(number) ? number : null;
}

/** @param {number} number @param {Field} field */
function isAccepted(number, field) {
  if (Math.abs(number) >= BOUND || (field.whole && !Number.isInteger(number))) return false;
  return (field.least === null || number >= field.least) && (field.most === null || number <= field.most);
}

// --- from the fields -----------------------------------------------------------------------

/** The ids that are chosen for a fact; none if it is open. @param {Fact} fact */
function chosenFor(fact) {
  return ticked(fieldsetOf(fact)).map((place) => fact.field.choices[Number(place)].id);
}

/** What is filled in for a question, whether it is asked or not. @param {Question} question @returns {Answer} */
function answerOf(question) {
  const places = ticked(fieldsetOf(question));
  if (places.includes("aside")) {
    const reason = textIn(fieldsetOf(question), "not_applicable");
    return reason ? { state: "aside", reason, problem: "" } : { ...OPEN, problem: words.no_reason };
  }
  if (places.includes("unknown")) return { state: "unknown", problem: "" };
  if (question.field.kind === "number" || question.field.kind === "text") return typedAnswer(question);
  if (!places.length) return OPEN;
  const chosen = places.filter((place) => place !== "none").map((place) => question.field.choices[Number(place)]);
  const value = question.field.kind === "several" ? chosen.map((choice) => choice.written) : chosen[0].written;
  return { state: "answered", value, chosen, problem: "" };
}

/** @param {Question} question @returns {Answer} */
function typedAnswer(question) {
  const typed = textIn(fieldsetOf(question), "value");
  if (!typed) return OPEN;
  const value = question.field.kind === "text" ? typed : numberIn(typed, question.field);
  if (value !== null) return { state: "answered", value, problem: "" };
  return { ...OPEN, problem: filled(words.wrong_number, { typed, instruction: question.instruction }) };
}

/** An answer as an answers file holds it; undefined if there is none. @param {Question} question */
function writtenAnswer(question) {
  const answer = answerOf(question);
  const field = fieldsetOf(question);
  const evidence = textIn(field, "evidence").split("\n").map((each) => each.trim()).filter((each) => each);
  const takesWords = answer.chosen?.some((choice) => choice.words) ?? false;
  /** @type {Record<string, unknown>} */
  const details = {
    value: answer.state === "unknown" ? "unknown" : answer.value,
    other: takesWords ? textIn(field, "other") : "",
    note: textIn(field, "note"),
    evidence: evidence.length > 1 ? evidence : evidence[0],
    owner: textIn(field, "owner"),
    not_applicable: answer.state === "aside" ? answer.reason : "",
  };
  const said = DETAILS.filter((key) => details[key] !== undefined && details[key] !== "");
  if (!said.length) return undefined;
  if (said.length === 1 && said[0] === "value") return details.value;
  return Object.fromEntries(said.map((key) => [key, details[key]]));
}

// --- from a file ------------------------------------------------------------------------------

/** The answer that a file holds; undefined if it is none. @param {Question} question @param {unknown} written
 * @returns {Answer | undefined} */
function readAnswer(question, written) {
  const details = isMapping(written) ? written : { value: written };
  const reason = details.not_applicable ?? null;
  const value = details.value ?? null;
  if (reason !== null) {
    const isFine = question.aside && isText(reason) && value === null;
    return isFine ? { state: "aside", reason: reason.trim(), problem: "" } : undefined;
  }
  if (value === null) return OPEN;
  if (value === "unknown") return { state: "unknown", problem: "" };
  if (question.field.kind === "text") return isText(value) ? { state: "answered", value, problem: "" } : undefined;
  if (question.field.kind === "number") {
    const isFine = typeof value === "number" && isAccepted(value, question.field);
    return isFine ? { state: "answered", value, problem: "" } : undefined;
  }
  return readChoices(question.field, value);
}

/** @param {Field} field @param {unknown} value @returns {Answer | undefined} */
function readChoices(field, value) {
  const listed = field.kind === "several" ? value : [value];
  if (!Array.isArray(listed)) return undefined;
  const found = listed.map((one) => field.choices.find((choice) => choice.spellings.includes(one)));
  const chosen = found.filter((choice) => choice !== undefined);
  const isFine = chosen.length === listed.length && new Set(chosen).size === chosen.length
    && (chosen.length < 2 || !chosen.some((choice) => choice.alone));
  return isFine ? { state: "answered", value, chosen, problem: "" } : undefined;
}

/** The places of the choices that a file names for a fact; undefined if one is unknown. @param {Fact} fact
 * @param {unknown} written */
function placesFor(fact, written) {
  if ((written ?? null) === null) return [];
  const listed = fact.field.kind === "several" && Array.isArray(written) ? written : [written];
  const places = listed.map((id) => fact.field.choices.findIndex((choice) => choice.id === id));
  return places.includes(-1) ? undefined : places;
}

// --- into the fields --------------------------------------------------------------------------

/** @param {Fact} fact @param {unknown} written */
function putFact(fact, written) {
  const places = placesFor(fact, written) ?? [];
  for (const tick of ticks(fieldsetOf(fact))) tick.checked = places.includes(Number(tick.value));
}

/** @param {Question} question @param {unknown} written */
function putAnswer(question, written) {
  const field = fieldsetOf(question);
  const answer = readAnswer(question, written) ?? OPEN;
  const chosen = answer.chosen ?? [];
  const isNone = answer.state === "answered" && question.field.kind === "several" && !chosen.length;
  for (const tick of ticks(field)) {
    tick.checked = tick.value === answer.state || (tick.value === "none" && isNone)
      || chosen.includes(question.field.choices[Number(tick.value)]);
  }
  const details = isMapping(written) ? written : {};
  const evidence = details.evidence ?? "";
  const isTyped = question.field.kind === "number" || question.field.kind === "text";
  putText(field, "value", isTyped && answer.state === "answered" ? String(answer.value) : "");
  putText(field, "evidence", Array.isArray(evidence) ? evidence.join("\n") : String(evidence));
  for (const part of ["other", "note", "owner"]) putText(field, part, String(details[part] ?? ""));
  putText(field, "not_applicable", answer.reason ?? "");
}
