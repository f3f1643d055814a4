// Turns the flow into what an author of SurveyJS or Form.io would write: run when the
// peers are bundled, so that no peer does it in the browser. Must not know of browsers.

const quoted = (text) => `'${text.replaceAll("'", "\\'")}'`;
const html = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const labelled = ({ label, hint }) => (hint ? `${label} (${hint})` : label);

/** A condition in the words of one library: `is` is for one question, the rest joins. */
function written(when, library) {
  const each = (parts, sign) =>
    `(${parts.map((part) => written(part, library)).join(` ${sign} `)})`;
  if (when.is)
    return `(${when.in.map((choice) => library.is(when.is, quoted(choice))).join(` ${library.or} `)})`;
  if (when.all) return each(when.all, library.and);
  if (when.any) return each(when.any, library.or);
  return `!(${written(when.not, library)})`;
}

const survey = { is: (id, choice) => `{${id}} = ${choice}`, and: "and", or: "or" };
const formio = { is: (id, choice) => `data[${quoted(id)}] === ${choice}`, and: "&&", or: "||" };

/** The letter as HTML; `place` writes where a field's value goes. */
const letterHtml = (blocks, place) =>
  blocks
    .map(
      (lines) =>
        `<p>${lines.map((line) => html(line).replace(/\{([\w-]+)\}/g, (_, id) => place(id))).join("<br>")}</p>`,
    )
    .join("");

export function toSurvey({ questions, words, letter }) {
  const pages = questions.map(({ id, text, hint, when, choices }) => ({
    name: `page-${id}`,
    ...(when && { visibleIf: written(when, survey) }),
    elements: [
      {
        type: "radiogroup",
        name: id,
        title: text,
        description: hint ?? undefined,
        isRequired: true,
        choices: choices.map((choice) => ({ value: choice.id, text: labelled(choice) })),
      },
    ],
  }));
  return {
    pages: [
      ...pages,
      {
        name: "outcome",
        elements: [{ type: "html", name: "outcome-text", html: `<h2>${html(words.outcome)}</h2>` }],
      },
      {
        name: "letter",
        elements: [
          ...letter.fields.map(({ id, label, hint, many }) => ({
            type: many ? "comment" : "text",
            name: id,
            title: label,
            description: hint ?? undefined,
          })),
          {
            type: "html",
            name: "preview",
            html: `<section class="preview" aria-label="${words.preview}">${letterHtml(letter.blocks, (id) => `{${id}}`)}</section>`,
          },
        ],
      },
    ],
    clearInvisibleValues: "onHidden",
    textUpdateMode: "onTyping",
    pageNextText: words.continue,
    showCompletePage: false,
    requiredMark: "",
  };
}

export function toFormio({ questions, words, letter }) {
  const panel = (key, components, when) => ({
    type: "panel",
    key,
    title: key,
    breadcrumb: "none",
    theme: "default",
    input: false,
    components,
    ...(when && { customConditional: `show = ${written(when, formio)};` }),
  });
  return {
    display: "wizard",
    components: [
      ...questions.map(({ id, text, hint, when, choices }) =>
        panel(
          `page-${id}`,
          [
            {
              type: "radio",
              key: id,
              label: text,
              description: hint ?? "",
              input: true,
              validate: { required: true },
              values: choices.map((choice) => ({ label: labelled(choice), value: choice.id })),
            },
          ],
          when,
        ),
      ),
      panel("outcome", [
        {
          type: "content",
          key: "outcome-text",
          html: `<h2>${html(words.outcome)}</h2>`,
          input: false,
        },
      ]),
      panel("letter", [
        ...letter.fields.map(({ id, label, hint, many }) => ({
          type: many ? "textarea" : "textfield",
          key: id,
          label,
          description: hint ?? "",
          input: true,
        })),
        {
          type: "content",
          key: "preview",
          input: false,
          refreshOnChange: true,
          html: `<section class="preview" aria-label="${words.preview}">${letterHtml(letter.blocks, (id) => `{{ data[${quoted(id)}] }}`)}</section>`,
        },
      ]),
    ],
  };
}
