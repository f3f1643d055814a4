// Where answers lead: what the vanilla, Preact and React peers share. Must not know how
// anything is shown.

/** Whether a condition of flow.json holds. */
export function holds(when, answers) {
  if (!when) return true;
  if (when.is) return when.in.includes(answers[when.is]);
  if (when.all) return when.all.every((part) => holds(part, answers));
  if (when.any) return when.any.some((part) => holds(part, answers));
  return !holds(when.not, answers);
}

/** The next question, or undefined at the outcome. */
export function next(questions, answers) {
  const live = {};
  for (const question of questions) {
    if (!holds(question.when, live)) continue;
    if (!(question.id in answers)) return question;
    live[question.id] = answers[question.id];
  }
}

/** A line of the letter with what was typed, or the name of the field. */
export function fill(line, fields, values) {
  return line.replace(
    /\{([\w-]+)\}/g,
    (_, id) => values[id] || `[${fields.find((field) => field.id === id).label}]`,
  );
}
