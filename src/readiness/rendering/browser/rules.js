// Which questions are asked, and which answers cannot all be true: conditions are true, false, or null while
// they depend on what is open, by the same rules as in `readiness`.

/** What an opened file holds; what this page does not ask is saved again. @type {Raw} */
let kept = {};

/** All answers, and which questions they hide. @returns {View} */
function viewOfAll() {
  /** @type {View} */
  const view = { facts: new Map(), answers: new Map(), hidden: new Set() };
  for (const fact of data.profile) {
    const chosen = chosenFor(fact);
    if (chosen.length) view.facts.set(fact.id, chosen);
  }
  for (const question of data.questions) {
    view.answers.set(question.id, question.section ? answerOf(question) : keptAnswer(question));
    if (question.rule && holds(question.rule, view) === false) view.hidden.add(question.id);
  }
  return view;
}

/** The answer to a question that this page does not ask. @param {Question} question */
function keptAnswer(question) {
  return readAnswer(question, kept.answers?.[question.id]) ?? OPEN;
}

/** Whether a condition holds. @param {Rule} rule @param {View} view @returns {boolean | null} */
function holds(rule, view) {
  const parts = rule.parts ?? [];
  switch (rule.kind) {
    case "all":
      return allOf(parts.map((part) => holds(part, view)));
    case "any":
      return not(allOf(parts.map((part) => not(holds(part, view)))));
    case "not":
      return not(holds(parts[0], view));
    case "fact": {
      const chosen = view.facts.get(rule.of ?? "");
      return chosen ? meets(rule, chosen, null) : null;
    }
    case "answer":
      return answerHolds(rule, view);
    default:
      return null; // of a score, which this page does not know
  }
}

/** @param {Rule} rule @param {View} view @returns {boolean | null} */
function answerHolds(rule, view) {
  const id = rule.of ?? "";
  const question = byId.get(id);
  if (!question) return isMapping(kept.answers?.[id]) && kept.answers?.[id].not_applicable ? false : null;
  const answer = view.answers.get(id) ?? OPEN;
  if (view.hidden.has(id) || answer.state === "aside") return false;
  if (answer.state !== "answered") return null;
  const chosen = answer.chosen ?? [];
  const isChosen = question.field.kind === "one" || question.field.kind === "several";
  const level = isChosen ? chosen.reduce((sum, choice) => sum + choice.score, 0) : answer.value;
  return meets(rule, chosen.map((choice) => choice.id), typeof level === "number" ? level : null);
}

/** Whether choices or a level pass a test. @param {Rule} rule @param {string[]} ids @param {number | null} level */
function meets(rule, ids, level) {
  const named = rule.ids ?? [];
  if (named.length && rule.alone) return ids.length === 1 && ids[0] === named[0];
  if (named.length) return ids.some((id) => named.includes(id));
  if (level === null) return false;
  return rule.least !== undefined ? level >= rule.least : level <= (rule.most ?? NaN);
}

/** @param {(boolean | null)[]} values */
function allOf(values) {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

/** @param {boolean | null} value */
function not(value) {
  return value === null ? null : !value;
}
