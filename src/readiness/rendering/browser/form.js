// @ts-check
/// <reference path="form.d.ts" />
// The script of a form. What is filled in stands in the fields themselves; everything else is worked out
// from them after each change. Nothing is scored here: `readiness` reads the file that is saved.
"use strict";

(() => {
  /** @type {FormData_} */
  const data = JSON.parse(element("data").textContent ?? "");
  const words = data.words;
  const MAX_BYTES = 2 * 1024 * 1024;
  const MAX_TOLD = 20;
  /** Numbers have fewer digits than this before the point, so that none is lost. */
  const BOUND = 1e15;
  const STORE = `readiness ${data.questionnaire} ${data.version} ${document.title}`;
  const DETAILS = ["value", "other", "note", "evidence", "owner", "not_applicable"];

  /** What an opened file holds besides what this page asks; it is saved again. @type {Raw} */
  let kept = {};
  /** Whether anything was filled in since it was saved. */
  let changed = false;

  // --- the page ------------------------------------------------------------------------------

  /** @param {string} id */
  function element(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(id);
    return found;
  }

  /** @param {string} form @param {Record<string, string | number>} values */
  function filled(form, values) {
    return form.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /** The fieldset of a fact or a question. @param {Asked} asked */
  function box(asked) {
    return element(`${asked.rule === undefined ? "fact" : "q"}-${asked.id}`);
  }

  /** The fields of a fieldset that hold a part of the answer. @param {Element} field @param {string} part */
  function texts(field, part) {
    /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
    const found = field.querySelectorAll(`[data-part="${part}"]`);
    return [...found];
  }

  /** The boxes and buttons to tick. @param {Element} field */
  function ticks(field) {
    /** @type {NodeListOf<HTMLInputElement>} */
    const found = field.querySelectorAll('.choice input');
    return [...found];
  }

  /** The values of those that are ticked. @param {Element} field */
  function ticked(field) {
    return ticks(field).filter((tick) => tick.checked).map((tick) => tick.value);
  }

  const shown = data.questions.filter((question) => question.section);
  /** @type {Map<string, Question>} */
  const byId = new Map(data.questions.map((question) => [question.id, question]));

  // --- from the fields to answers -----------------------------------------------------------

  /** The chosen ids of a fact; none if it is open. @param {Asked} fact @returns {string[]} */
  function chosenFact(fact) {
    return ticked(box(fact)).map((place) => fact.field.choices[Number(place)].id);
  }

  /** The text of a part of an answer. @param {Element} field @param {string} part */
  function text(field, part) {
    return texts(field, part).map((each) => each.value.trim()).find((each) => each) ?? "";
  }

  /** What is filled in for a question, whether it is asked or not. @param {Question} question @returns {Answer} */
  function answerOf(question) {
    const field = box(question);
    /** @type {Answer} */
    const answer = { state: "open", problem: "" };
    const places = ticked(field);
    if (places.includes("aside")) {
      const reason = text(field, "not_applicable");
      return { state: reason ? "aside" : "open", reason, problem: reason ? "" : words.no_reason };
    }
    if (places.includes("unknown")) return { ...answer, state: "unknown" };
    const kind = question.field.kind;
    if (kind === "text" || kind === "number") {
      const typed = text(field, "value");
      if (!typed) return answer;
      const value = kind === "text" ? typed : numberIn(typed, question.field);
      if (value !== null) return { state: "answered", value, problem: "" };
      return { ...answer, problem: filled(words.wrong_number, { typed, instruction: question.instruction }) };
    }
    if (!places.length) return answer;
    const chosen = places.filter((place) => place !== "none").map((place) => question.field.choices[Number(place)]);
    const value = kind === "several" ? chosen.map((choice) => choice.written) : chosen[0].written;
    return { state: "answered", value, chosen, problem: "" };
  }

  /** A text in ordinary letters and digits, as the interview reads it. @param {string} typed */
  function narrow(typed) {
    return typed.normalize("NFKC").replaceAll("、", ",").trim();
  }

  /** The number that is typed, with or without its unit; null if it is none that is accepted.
   * @param {string} typed @param {Field} field */
  function numberIn(typed, field) {
    let line = narrow(typed);
    const unit = narrow(field.unit);
    if (unit && line.toLowerCase().endsWith(unit.toLowerCase())) line = line.slice(0, -unit.length).trimEnd();
    if (/^[-+]?\d+,\d{1,2}$/.test(line)) line = line.replace(",", ".");
    const number = parseNumber(line);
    if (number === null || Math.abs(number) >= BOUND || (field.whole && !Number.isInteger(number))) return null;
    const isWithin = (field.least === null || number >= field.least) && (field.most === null || number <= field.most);
    return isWithin ? number : null;
  }

  /** A number in plain decimal notation, as in answers files. @param {string} line */
  function parseNumber(line) {
    const whole = /^[-+]?(0|[1-9][0-9]{0,14})$/;
    const decimal = /^[-+]?(0|[1-9][0-9]{0,15})(\.[0-9]{1,20}([eE][-+]?[0-9]{1,3})?|[eE][-+]?[0-9]{1,3})$/;
    const number = whole.test(line) || decimal.test(line) ? Number(line) : NaN;
    return Number.isFinite(number) ? number : null;
  }

  // --- what is asked: three-valued, as in the program; null is “that depends on what is open” --------

  /** All answers, and which questions are asked because of them. */
  function look() {
    /** @type {View} */
    const view = { facts: new Map(), answers: new Map(), hidden: new Set() };
    for (const fact of data.profile) {
      const chosen = chosenFact(fact);
      if (chosen.length) view.facts.set(fact.id, chosen);
    }
    for (const question of data.questions) {
      view.answers.set(question.id, question.section ? answerOf(question) : keptAnswer(question));
      if (question.rule && holds(question.rule, view) === false) view.hidden.add(question.id);
    }
    return view;
  }

  /** The answer to a question that this form does not ask. @param {Question} question */
  function keptAnswer(question) {
    return readAnswer(question, kept.answers?.[question.id]) ?? { state: "open", problem: "" };
  }

  /** Whether a condition holds. @param {Rule} rule @param {View} view @returns {boolean | null} */
  function holds(rule, view) {
    const parts = rule.parts ?? [];
    switch (rule.kind) {
      case "all":
        return every(parts.map((part) => holds(part, view)));
      case "any":
        return not(every(parts.map((part) => not(holds(part, view)))));
      case "not":
        return not(holds(parts[0], view));
      case "fact": {
        const chosen = view.facts.get(rule.of ?? "");
        return chosen ? meets(rule, chosen, null) : null;
      }
      case "answer":
        return answerHolds(rule, view);
      default:
        return null;
    }
  }

  /** @param {Rule} rule @param {View} view @returns {boolean | null} */
  function answerHolds(rule, view) {
    const id = rule.of ?? "";
    const answer = view.answers.get(id) ?? aside(kept.answers?.[id]);
    if (view.hidden.has(id) || answer?.state === "aside") return false;
    if (!answer || answer.state !== "answered") return null;
    const chosen = answer.chosen ?? [];
    const level = chosen.length || byId.get(id)?.field.kind === "several"
      ? chosen.reduce((sum, choice) => sum + choice.score, 0)
      : answer.value;
    return meets(rule, chosen.map((choice) => choice.id), typeof level === "number" ? level : null);
  }

  /** A raw answer that says “not applicable”, of a question that this page knows nothing of. @param {unknown} raw
   * @returns {Answer | undefined} */
  function aside(raw) {
    return isMapping(raw) && raw.not_applicable ? { state: "aside", problem: "" } : undefined;
  }

  /** @param {Rule} rule @param {string[]} ids @param {number | null} level */
  function meets(rule, ids, level) {
    const named = rule.ids ?? [];
    if (named.length && rule.alone) return ids.length === 1 && ids[0] === named[0];
    if (named.length) return ids.some((id) => named.includes(id));
    if (level === null) return false;
    return rule.least !== undefined ? level >= rule.least : level <= (rule.most ?? NaN);
  }

  /** @param {(boolean | null)[]} values */
  function every(values) {
    if (values.includes(false)) return false;
    return values.includes(null) ? null : true;
  }

  /** @param {boolean | null} value */
  function not(value) {
    return value === null ? null : !value;
  }

  // --- what the page shows of it ----------------------------------------------------------------

  /** Bring the page in step with what is filled in. */
  function refresh() {
    const view = look();
    /** @type {Asked[]} */
    const asked = [...data.profile, ...shown.filter((question) => !view.hidden.has(question.id))];
    const isOpen = (/** @type {Asked} */ each) =>
      each.rule === undefined ? !view.facts.has(each.id) : view.answers.get(each.id)?.state === "open";
    for (const question of shown) {
      box(question).hidden = view.hidden.has(question.id);
      const problem = box(question).querySelector("[data-problem]");
      const answer = view.answers.get(question.id);
      if (problem instanceof HTMLElement) {
        problem.hidden = !answer?.problem || answer.problem === words.no_reason;
        problem.textContent = problem.hidden ? "" : answer?.problem ?? "";
      }
    }
    for (const each of asked) showOne(each, isOpen(each));
    showProgress(asked, asked.filter(isOpen));
    showCheck(view, asked, isOpen);
    const shownText = element("as-text");
    if (shownText instanceof HTMLDetailsElement && shownText.open) showText();
  }

  /** @param {Asked} asked @param {boolean} isOpen */
  function showOne(asked, isOpen) {
    const field = box(asked);
    const places = ticked(field);
    field.classList.toggle("answered", !isOpen);
    for (const tick of ticks(field)) tick.closest(".choice")?.classList.toggle("chosen", tick.checked);
    for (const extra of field.querySelectorAll("[data-words], [data-reason]")) {
      const place = extra instanceof HTMLElement ? extra.dataset.words ?? "aside" : "";
      if (extra instanceof HTMLElement) extra.hidden = !places.includes(place);
    }
    const clear = field.querySelector("[data-clear]");
    if (clear instanceof HTMLElement) clear.hidden = !places.length && !text(field, "value");
  }

  /** @param {Asked[]} asked @param {Asked[]} open */
  function showProgress(asked, open) {
    const done = asked.length - open.length;
    const progress = element("progress");
    if (progress instanceof HTMLProgressElement) {
      progress.max = Math.max(asked.length, 1);
      progress.value = done;
    }
    const minutes = Math.ceil(open.reduce((sum, each) => sum + each.seconds, 0) / 60);
    const said = filled(words.answered, { done, count: asked.length });
    element("answered").textContent = minutes ? `${said} · ${filled(words.left, { minutes })}` : said;
    for (const count of document.querySelectorAll("[data-count]")) {
      if (!(count instanceof HTMLElement)) continue;
      const inside = asked.filter((each) => sectionOf(each) === count.dataset.count);
      const answered = inside.filter((each) => !open.includes(each)).length;
      count.textContent = filled(words.of, { done: answered, count: inside.length });
    }
  }

  /** The section of a question; the profile has none. @param {Asked} asked */
  function sectionOf(asked) {
    return asked.rule === undefined ? "" : asked.section;
  }

  /** List what to look at before saving. @param {View} view @param {Asked[]} asked @param {(each: Asked) => boolean} isOpen */
  function showCheck(view, asked, isOpen) {
    const check = element("check");
    check.replaceChildren();
    const incomplete = asked.filter((each) => problemOf(view, each));
    const open = asked.filter((each) => isOpen(each) && !incomplete.includes(each));
    const untrue = data.contradictions.filter((each) => holds(each.rule, view) === true);
    if (!value("respondent")) check.append(paragraph(words.nameless, "alert"));
    if (incomplete.length) check.append(paragraph(words.incomplete, "alert"), links(incomplete));
    if (untrue.length) check.append(paragraph(words.contradictions, "alert"));
    for (const each of untrue) {
      check.append(paragraph(each.message), links(asked.filter((one) => each.about.includes(one.id))));
    }
    check.append(paragraph(open.length ? words.open : words.done), links(open));
  }

  /** What is wrong with an answer; empty if nothing is. @param {View} view @param {Asked} asked */
  function problemOf(view, asked) {
    return asked.rule === undefined ? "" : view.answers.get(asked.id)?.problem ?? "";
  }

  /** @param {string} said @param {string} look */
  function paragraph(said, look = "") {
    const found = document.createElement("p");
    found.textContent = said;
    found.className = look;
    return found;
  }

  /** A list of links to questions. @param {Asked[]} asked */
  function links(asked) {
    const list = document.createElement("ul");
    for (const each of asked) {
      const item = list.appendChild(document.createElement("li"));
      const link = item.appendChild(document.createElement("a"));
      link.href = `#${box(each).id}`;
      link.textContent = each.title;
    }
    return list;
  }

  /** Tell what happened, where it is seen and read aloud. @param {string} said @param {string[]} lines */
  function tell(said, lines = []) {
    const told = element("told");
    told.replaceChildren(paragraph(said));
    if (lines.length) {
      const list = told.appendChild(document.createElement("ul"));
      for (const line of lines) list.appendChild(document.createElement("li")).textContent = line;
    }
  }

  // --- saving --------------------------------------------------------------------------------

  /** The field of the cover. @param {string} key */
  function cover(key) {
    const found = element(`cover-${key}`);
    if (!(found instanceof HTMLInputElement)) throw new Error(key);
    return found;
  }

  /** @param {string} key */
  function value(key) {
    return cover(key).value.trim();
  }

  /** The answers as an answers file holds them. @returns {Raw} */
  function raw() {
    /** @type {Raw} */
    const found = { ...kept, questionnaire: data.questionnaire, version: data.version };
    for (const key of ["enterprise", "respondent", "date"]) found[key] = value(key);
    found.profile = { ...kept.profile };
    for (const fact of data.profile) {
      const chosen = chosenFact(fact);
      delete found.profile[fact.id];
      if (chosen.length) found.profile[fact.id] = fact.field.kind === "several" ? chosen : chosen[0];
    }
    found.answers = { ...kept.answers };
    for (const question of shown) {
      const written = writtenAnswer(question);
      delete found.answers[question.id];
      if (written !== undefined) found.answers[question.id] = written;
    }
    return found;
  }

  /** An answer as an answers file holds it; undefined if there is none. @param {Question} question */
  function writtenAnswer(question) {
    const answer = answerOf(question);
    const field = box(question);
    const evidence = text(field, "evidence").split("\n").map((each) => each.trim()).filter((each) => each);
    const isChosen = answer.chosen?.some((choice) => choice.words);
    /** @type {Record<string, unknown>} */
    const details = {
      value: answer.state === "unknown" ? "unknown" : answer.value,
      other: isChosen ? text(field, "other") : "",
      note: text(field, "note"),
      evidence: evidence.length === 1 ? evidence[0] : evidence,
      owner: text(field, "owner"),
      not_applicable: answer.state === "aside" ? answer.reason : "",
    };
    const isSaid = (/** @type {string} */ key) =>
      key === "value" ? details.value !== undefined : details[key] !== "" && !isEmptyList(details[key]);
    const said = DETAILS.filter(isSaid);
    if (!said.length) return undefined;
    if (said.length === 1 && said[0] === "value") return details.value;
    return Object.fromEntries(said.map((key) => [key, details[key]]));
  }

  /** @param {unknown} part */
  function isEmptyList(part) {
    return Array.isArray(part) && !part.length;
  }

  /** The text of an answers file. */
  function yaml() {
    const found = raw();
    const order = ["questionnaire", "version", "enterprise", "prepared_by", "prepared_for", "confidentiality"];
    const keys = [...order, "respondent", "date", "profile", "answers", "targets", "markets"];
    const isEmpty = (/** @type {unknown} */ part) => !part || (isMapping(part) && !Object.keys(part).length);
    const parts = keys.filter((key) => key === "answers" || !isEmpty(found[key]));
    const ordered = Object.fromEntries(parts.map((key) => [key, found[key]]));
    const comment = filled(words.made, { title: data.title });
    return `# ${comment}\n${jsyaml.dump(ordered, { forceQuotes: true, quoteStyle: "double", lineWidth: -1, noRefs: true })}`;
  }

  /** A name for the file, of the respondent or else of the enterprise. */
  function fileName() {
    const named = value("respondent") || value("enterprise") || words.unnamed;
    // What no file may be called, on any system.
    const safe = named.replace(/[\\/:*?"<>|\u0000-\u001f]+/g, "-").replace(/^[. ]+|[. ]+$/g, "").slice(0, 60);
    return `${safe || words.unnamed}.answers.yaml`;
  }

  /** Today, where the respondent is. */
  function today() {
    const now = new Date();
    return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function save() {
    if (!value("date")) cover("date").value = today();
    const name = fileName();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([yaml()], { type: "application/yaml" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    changed = false;
    forget();
    const view = look();
    const incomplete = shown.filter((each) => !view.hidden.has(each.id) && problemOf(view, each));
    tell(filled(words.saved, { name }), incomplete.length ? [words.incomplete, ...incomplete.map((each) => each.title)] : []);
  }

  function showText() {
    const field = element("text");
    if (field instanceof HTMLTextAreaElement) field.value = yaml();
  }

  async function copy() {
    const field = element("text");
    if (!(field instanceof HTMLTextAreaElement)) return;
    showText();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      tell(words.copied);
    } catch {
      tell(words.selected);
    }
  }

  // --- opening -----------------------------------------------------------------------------------

  /** @param {unknown} part @returns {part is Record<string, unknown>} */
  function isMapping(part) {
    return typeof part === "object" && part !== null && !Array.isArray(part);
  }

  /** The data in a YAML or JSON text, read as `readiness` reads it. @param {string} source */
  function parse(source) {
    const number = jsyaml.defineScalarTag("tag:yaml.org,2002:float", {
      implicit: true,
      resolve: (/** @type {string} */ line) => parseNumber(line) ?? jsyaml.NOT_RESOLVED,
      identify: () => false,
    });
    const tags = [jsyaml.nullCoreTag, jsyaml.boolCoreTag, number];
    return jsyaml.load(source, { schema: jsyaml.FAILSAFE_SCHEMA.withTags(...tags), maxDepth: 50, maxAliases: 0 });
  }

  /** The answer that a file holds; undefined if it is none. @param {Question} question @param {unknown} written
   * @returns {Answer | undefined} */
  function readAnswer(question, written) {
    const details = isMapping(written) ? written : { value: written };
    if (details.not_applicable !== undefined && details.not_applicable !== null) {
      const isFine = question.aside && isText(details.not_applicable) && (details.value ?? null) === null;
      return isFine ? { state: "aside", reason: String(details.not_applicable).trim(), problem: "" } : undefined;
    }
    const found = details.value ?? null;
    if (found === null) return { state: "open", problem: "" };
    if (found === "unknown") return { state: "unknown", problem: "" };
    const { kind, choices } = question.field;
    if (kind === "text") return isText(found) ? { state: "answered", value: found, problem: "" } : undefined;
    if (kind === "number") {
      const isFine = typeof found === "number" && numberIn(String(found), question.field) === found;
      return isFine ? { state: "answered", value: found, problem: "" } : undefined;
    }
    const listed = kind === "several" ? found : [found];
    if (!Array.isArray(listed)) return undefined;
    const chosen = listed.map((one) => choices.find((choice) => choice.spellings.includes(one)));
    const known = chosen.filter((choice) => choice !== undefined);
    const isFine = known.length === listed.length && new Set(known).size === known.length
      && (known.length < 2 || !known.some((choice) => choice.alone));
    return isFine ? { state: "answered", value: found, chosen: known, problem: "" } : undefined;
  }

  /** @param {unknown} part @returns {part is string} */
  function isText(part) {
    return typeof part === "string" && part.trim() !== "";
  }

  /** Why a file does not fit this form; empty if it does. @param {unknown} found @returns {string[]} */
  function misfits(found) {
    if (!isMapping(found) || !("questionnaire" in found)) return [words.no_answers];
    if (found.questionnaire !== data.questionnaire) {
      return [filled(words.other_questionnaire, { found: String(found.questionnaire), wanted: data.questionnaire })];
    }
    if (found.version !== data.version) {
      return [filled(words.other_version, { found: String(found.version), wanted: data.version })];
    }
    return [...misfitTexts(found), ...misfitFacts(found.profile ?? {}), ...misfitAnswers(found.answers ?? {})];
  }

  /** @param {Record<string, unknown>} found */
  function* misfitTexts(found) {
    for (const key of ["enterprise", "respondent", "date"]) {
      const isFine = (found[key] ?? "") === "" || (isText(found[key]) && (key !== "date" || isDay(found[key])));
      if (!isFine) yield filled(words.bad_shape, { id: key });
    }
  }

  /** @param {string} written */
  function isDay(written) {
    return /^\d{4}-\d\d-\d\d$/.test(written.trim()) && !Number.isNaN(Date.parse(written.trim()));
  }

  /** @param {unknown} profile */
  function* misfitFacts(profile) {
    if (!isMapping(profile)) return void (yield filled(words.bad_shape, { id: "profile" }));
    for (const [id, written] of Object.entries(profile)) {
      const fact = data.profile.find((each) => each.id === id);
      if (!fact) yield filled(words.unknown_fact, { id });
      else if (!factChoices(fact, written)) yield filled(words.bad_answer, { id, value: short(written) });
    }
  }

  /** The places of the choices that a file names; undefined if one is unknown. @param {Asked} fact
   * @param {unknown} written */
  function factChoices(fact, written) {
    if (written === null) return [];
    const listed = fact.field.kind === "several" && Array.isArray(written) ? written : [written];
    const places = listed.map((id) => fact.field.choices.findIndex((choice) => choice.id === id));
    return places.includes(-1) ? undefined : places;
  }

  /** @param {unknown} answers */
  function* misfitAnswers(answers) {
    if (!isMapping(answers)) return void (yield filled(words.bad_shape, { id: "answers" }));
    for (const [id, written] of Object.entries(answers)) {
      const question = byId.get(id);
      if (!question) {
        if (!isPart()) yield filled(words.unknown_question, { id });
      } else if (!isWellFormed(written)) yield filled(words.bad_shape, { id });
      else if (!readAnswer(question, written)) {
        const details = isMapping(written) ? written : { value: written };
        const isAside = (details.not_applicable ?? null) !== null;
        yield isAside ? filled(words.not_applicable_here, { id }) : filled(words.bad_answer, { id, value: short(details.value) });
      }
    }
  }

  /** Whether this form asks only some of the questions, so that a file may answer others. */
  function isPart() {
    return data.is_part;
  }

  /** Whether the parts of an answer are what they must be. @param {unknown} written */
  function isWellFormed(written) {
    if (!isMapping(written)) return true;
    const isLine = (/** @type {unknown} */ part) => (part ?? "") === "" || typeof part === "string";
    const evidence = written.evidence;
    return Object.keys(written).every((key) => DETAILS.includes(key))
      && ["other", "note", "owner"].every((key) => isLine(written[key]))
      && (Array.isArray(evidence) ? evidence.every(isLine) : isLine(evidence));
  }

  /** @param {unknown} part */
  function short(part) {
    const said = typeof part === "string" ? part : JSON.stringify(part) ?? "";
    return said.length > 60 ? `${said.slice(0, 60)}…` : said;
  }

  /** Put what a file holds into the fields. @param {Raw} found */
  function fill(found) {
    kept = found;
    for (const key of ["enterprise", "respondent", "date"]) cover(key).value = String(found[key] ?? "").trim();
    for (const fact of data.profile) {
      const places = factChoices(fact, found.profile?.[fact.id] ?? null) ?? [];
      for (const tick of ticks(box(fact))) tick.checked = places.includes(Number(tick.value));
    }
    for (const question of shown) fillQuestion(question, found.answers?.[question.id] ?? null);
    refresh();
  }

  /** @param {Question} question @param {unknown} written */
  function fillQuestion(question, written) {
    const field = box(question);
    const answer = readAnswer(question, written) ?? { state: "open", problem: "" };
    const chosen = answer.chosen ?? [];
    const isNone = answer.state === "answered" && question.field.kind === "several" && !chosen.length;
    for (const tick of ticks(field)) {
      tick.checked = tick.value === answer.state || (tick.value === "none" && isNone)
        || chosen.includes(question.field.choices[Number(tick.value)]);
    }
    const details = isMapping(written) ? written : {};
    const evidence = details.evidence ?? "";
    const isTyped = question.field.kind === "number" || question.field.kind === "text";
    put(field, "value", isTyped && answer.state === "answered" ? String(answer.value) : "");
    put(field, "evidence", Array.isArray(evidence) ? evidence.join("\n") : String(evidence));
    for (const part of ["other", "note", "owner"]) put(field, part, String(details[part] ?? ""));
    put(field, "not_applicable", answer.reason ?? "");
  }

  /** @param {Element} field @param {string} part @param {string} said */
  function put(field, part, said) {
    for (const each of texts(field, part)) each.value = said;
  }

  /** @param {File} file */
  async function open(file) {
    const name = file.name;
    if (file.size > MAX_BYTES) return tell(filled(words.not_open, { name }), [words.large]);
    const source = await file.text();
    /** @type {unknown} */
    let found;
    try {
      found = parse(source.replace(/^\ufeff/, ""));
    } catch (error) {
      const line = (error instanceof jsyaml.YAMLException ? error.mark?.line ?? 0 : 0) + 1;
      return tell(filled(words.not_open, { name }), [filled(words.unreadable, { line })]);
    }
    const reasons = misfits(found);
    if (reasons.length) {
      const more = reasons.length > MAX_TOLD ? [words.more] : [];
      return tell(filled(words.not_open, { name }), [...reasons.slice(0, MAX_TOLD), ...more]);
    }
    if (changed && !confirm(filled(words.replace, { name }))) return;
    fill(/** @type {Raw} */ (found));
    changed = false;
    tell(filled(words.opened, { name }));
  }

  // --- a copy in the browser, only if it is wanted ----------------------------------------------------

  /** Whether the respondent wants a copy in this browser. */
  function wantsCopy() {
    const tick = element("keep");
    return tick instanceof HTMLInputElement && tick.checked;
  }

  function keep() {
    try {
      if (wantsCopy()) localStorage.setItem(STORE, JSON.stringify(raw()));
      else localStorage.removeItem(STORE);
    } catch {
      if (wantsCopy()) tell(words.no_storage);
    }
  }

  function forget() {
    try {
      localStorage.removeItem(STORE);
    } catch {
      // There is nothing to forget.
    }
  }

  /** What was kept the last time, if it fits. @returns {Raw | null} */
  function remembered() {
    try {
      const found = JSON.parse(localStorage.getItem(STORE) ?? "null");
      return found && !misfits(found).length ? found : null;
    } catch {
      return null;
    }
  }

  // --- what the respondent does ----------------------------------------------------------------------

  /** Untick what cannot be chosen together with what was just ticked. @param {HTMLInputElement} tick */
  function apart(tick) {
    const field = tick.closest("fieldset");
    if (!field || !tick.checked || tick.type !== "checkbox") return;
    const choices = byId.get(field.dataset.question ?? "")?.field.choices ?? [];
    const isAlone = (/** @type {HTMLInputElement} */ each) => !(choices[Number(each.value)]?.alone === false);
    if (!field.dataset.question) return;
    for (const other of ticks(field)) {
      if (other !== tick && (isAlone(tick) || isAlone(other))) other.checked = false;
    }
    if (isAlone(tick)) put(field, "value", "");
  }

  /** @param {Element} field */
  function clear(field) {
    for (const tick of ticks(field)) tick.checked = false;
    for (const part of ["value", "other", "not_applicable"]) put(field, part, "");
    const first = ticks(field)[0];
    const typed = texts(field, "value")[0];
    (typed ?? first)?.focus();
  }

  function goToOpen() {
    const open = [...document.querySelectorAll("fieldset.question:not(.answered)")]
      .filter((field) => field instanceof HTMLElement && !field.hidden);
    const bar = element("bar").getBoundingClientRect().top;
    const next = open.find((field) => field.getBoundingClientRect().bottom > bar) ?? open[0];
    const target = next?.querySelector("input, textarea");
    if (!next || !(target instanceof HTMLElement)) return tell(words.done);
    next.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  }

  function note() {
    changed = true;
    keep();
    refresh();
  }

  document.addEventListener("input", (event) => {
    const target = event.target;
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    if (target.id === "keep") return keep();
    if (target.type === "file" || target.id === "text") return;
    if (target instanceof HTMLInputElement) apart(target);
    const field = target.closest("fieldset");
    if (field && target.dataset.part === "value" && target.value.trim()) {
      for (const tick of ticks(field)) tick.checked = false;
    }
    note();
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if (button.dataset.clear !== undefined) {
      clear(/** @type {Element} */ (button.closest("fieldset")));
      return note();
    }
    if (button.dataset.do === "save") save();
    if (button.dataset.do === "open") element("file").click();
    if (button.dataset.do === "print") print();
    if (button.dataset.do === "next") goToOpen();
    if (button.dataset.do === "copy") void copy();
  });

  element("file").addEventListener("change", async (event) => {
    const chooser = event.target;
    if (!(chooser instanceof HTMLInputElement) || !chooser.files?.[0]) return;
    await open(chooser.files[0]);
    chooser.value = "";
  });

  element("as-text").addEventListener("toggle", refresh);

  addEventListener("beforeunload", (event) => {
    if (changed && !wantsCopy()) event.preventDefault();
  });

  // On paper, help is left out and notes are open where there are any.
  addEventListener("beforeprint", () => {
    for (const notes of document.querySelectorAll("details.notes")) {
      const isSaid = ["note", "evidence", "owner"].some((part) => text(notes, part));
      notes.classList.toggle("empty", !isSaid);
      if (isSaid && notes instanceof HTMLDetailsElement) notes.open = true;
    }
  });

  const before = remembered();
  const tick = element("keep");
  if (before && tick instanceof HTMLInputElement) tick.checked = true;
  fill(before ?? data.given);
  if (before) {
    changed = true;
    tell(words.kept);
  }
})();
