// The flow without any library.
import { questions, words, letter } from "flow";
import { fill, next } from "./replay.js";

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(text, act) {
  const made = element("button", { type: "button", class: "govuk-button" }, text);
  made.addEventListener("click", act);
  return made;
}

function start(place, number) {
  const answers = {};

  function show(...screen) {
    place.replaceChildren(...screen);
    place.querySelector("[tabindex]").focus();
  }

  function advance() {
    const question = next(questions, answers);
    show(...(question ? ask(question) : outcome()));
  }

  function ask({ id, text, hint, choices }) {
    const name = `${id}-${number}`;
    let picked;
    const radios = choices.map((choice, row) => {
      const input = element("input", {
        type: "radio",
        class: "govuk-radios__input",
        id: `${name}-${row}`,
        name,
      });
      input.addEventListener("change", () => {
        picked = choice.id;
      });
      const item = element(
        "div",
        { class: "govuk-radios__item" },
        input,
        element("label", { class: "govuk-label govuk-radios__label", for: input.id }, choice.label),
      );
      if (choice.hint)
        item.append(element("div", { class: "govuk-hint govuk-radios__hint" }, choice.hint));
      return item;
    });
    const legend = element(
      "legend",
      { class: "govuk-fieldset__legend" },
      element("h2", { class: "govuk-fieldset__heading", tabindex: "-1" }, text),
    );
    const fieldset = element("fieldset", { class: "govuk-fieldset" }, legend);
    if (hint) fieldset.append(element("div", { class: "govuk-hint" }, hint));
    fieldset.append(element("div", { class: "govuk-radios" }, ...radios));
    const onward = button(words.continue, () => {
      if (picked === undefined) return;
      answers[id] = picked;
      advance();
    });
    return [fieldset, onward];
  }

  function outcome() {
    return [
      element("h2", { tabindex: "-1" }, words.outcome),
      button(words.toLetter, () => show(...write())),
    ];
  }

  function write() {
    const values = {};
    const lines = [];
    const update = () => {
      for (const { node, line } of lines) {
        const text = fill(line, letter.fields, values);
        if (node.data !== text) node.data = text;
      }
    };
    const fields = letter.fields.map(({ id, label, hint, many }) => {
      const input = element(many ? "textarea" : "input", {
        class: many ? "govuk-textarea" : "govuk-input",
        id: `${id}-${number}`,
      });
      input.addEventListener("input", () => {
        values[id] = input.value;
        update();
      });
      const group = element(
        "div",
        { class: "govuk-form-group" },
        element("label", { class: "govuk-label", for: input.id }, label),
      );
      if (hint) group.append(element("div", { class: "govuk-hint" }, hint));
      group.append(input);
      return group;
    });
    const preview = element("section", { class: "preview", "aria-label": words.preview });
    for (const block of letter.blocks) {
      const paragraph = element("p");
      block.forEach((line, row) => {
        const node = document.createTextNode("");
        lines.push({ node, line });
        if (row) paragraph.append(element("br"));
        paragraph.append(node);
      });
      preview.append(paragraph);
    }
    update();
    return [element("h2", { tabindex: "-1" }, words.letter), ...fields, preview];
  }

  place.replaceChildren(...ask(next(questions, answers)));
}

document.querySelectorAll("[data-flow]").forEach(start);
