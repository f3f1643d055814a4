// The flow with SurveyJS, in its own renderer for pages without a framework.
import { Model } from "survey-core";
import "survey-js-ui";
import model from "model:survey";

for (const place of document.querySelectorAll("[data-flow]")) {
  place.replaceChildren();
  const survey = new Model(model);
  // Only after an answer: a page does not take the focus when it opens.
  survey.onCurrentPageChanged.add(() => {
    survey.autoFocusFirstQuestion = true;
  });
  survey.render(place);
}
