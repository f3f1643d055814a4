// The flow with Form.io, in its renderer without the form builder.
import { Formio } from "@formio/js/form";
import model from "model:formio";
import { words } from "flow";

for (const place of document.querySelectorAll("[data-flow]")) {
  place.replaceChildren();
  Formio.createForm(place, structuredClone(model), {
    noAlerts: true,
    buttonSettings: { showCancel: false, showSubmit: false },
    i18n: { en: { next: words.continue } },
  });
}
