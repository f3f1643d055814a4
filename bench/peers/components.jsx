// The flow as components: the Preact and the React peer are this file with their own
// `useState` and their own way of drawing JSX. Must not know which of them it is.
import { useEffect, useMemo, useRef, useState } from "hooks";
import { questions, words, letter } from "flow";
import { fill, next } from "./replay.js";

function Heading({ focus, children, ...attributes }) {
  const heading = useRef(null);
  useEffect(() => {
    if (focus) heading.current.focus();
  }, [focus]);
  return (
    <h2 ref={heading} tabIndex={-1} {...attributes}>
      {children}
    </h2>
  );
}

function Question({ question: { id, text, hint, choices }, prefix, focus, onAnswer }) {
  const [picked, setPicked] = useState();
  const name = `${prefix}-${id}`;
  return (
    <>
      <fieldset className="govuk-fieldset">
        <legend className="govuk-fieldset__legend">
          <Heading className="govuk-fieldset__heading" focus={focus}>
            {text}
          </Heading>
        </legend>
        {hint && <div className="govuk-hint">{hint}</div>}
        <div className="govuk-radios">
          {choices.map((choice, row) => (
            <div className="govuk-radios__item" key={choice.id}>
              <input
                className="govuk-radios__input"
                type="radio"
                id={`${name}-${row}`}
                name={name}
                checked={picked === choice.id}
                onChange={() => setPicked(choice.id)}
              />
              <label className="govuk-label govuk-radios__label" htmlFor={`${name}-${row}`}>
                {choice.label}
              </label>
              {choice.hint && <div className="govuk-hint govuk-radios__hint">{choice.hint}</div>}
            </div>
          ))}
        </div>
      </fieldset>
      <button className="govuk-button" type="button" onClick={() => picked && onAnswer(id, picked)}>
        {words.continue}
      </button>
    </>
  );
}

function Outcome({ onLetter }) {
  return (
    <>
      <Heading focus>{words.outcome}</Heading>
      <button className="govuk-button" type="button" onClick={onLetter}>
        {words.toLetter}
      </button>
    </>
  );
}

function Field({ field: { id, label, hint, many }, prefix, value = "", onChange }) {
  const name = `${prefix}-${id}`;
  const Control = many ? "textarea" : "input";
  return (
    <div className="govuk-form-group">
      <label className="govuk-label" htmlFor={name}>
        {label}
      </label>
      {hint && <div className="govuk-hint">{hint}</div>}
      <Control
        className={many ? "govuk-textarea" : "govuk-input"}
        id={name}
        value={value}
        onInput={(event) => onChange(id, event.currentTarget.value)}
      />
    </div>
  );
}

function Letter({ prefix }) {
  const [values, setValues] = useState({});
  const change = (id, value) => setValues((before) => ({ ...before, [id]: value }));
  return (
    <>
      <Heading focus>{words.letter}</Heading>
      {letter.fields.map((field) => (
        <Field
          field={field}
          prefix={prefix}
          value={values[field.id]}
          onChange={change}
          key={field.id}
        />
      ))}
      <section className="preview" aria-label={words.preview}>
        {letter.blocks.map((lines, block) => (
          <p key={block}>
            {lines.map((line, row) => [
              row > 0 && <br key="break" />,
              fill(line, letter.fields, values),
            ])}
          </p>
        ))}
      </section>
    </>
  );
}

/** `prefix` tells the ids and names of one place on the page from those of others. */
export function Guidance({ prefix }) {
  const [answers, setAnswers] = useState({});
  const [writing, setWriting] = useState(false);
  const question = useMemo(() => next(questions, answers), [answers]);
  if (writing) return <Letter prefix={prefix} />;
  if (!question) return <Outcome onLetter={() => setWriting(true)} />;
  const answer = (id, choice) => setAnswers((before) => ({ ...before, [id]: choice }));
  return (
    <Question
      question={question}
      prefix={prefix}
      focus={Object.keys(answers).length > 0}
      onAnswer={answer}
      key={question.id}
    />
  );
}
