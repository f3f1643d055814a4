// The flow with Preact.
import { render } from "preact";
import { Guidance } from "./components.jsx";

document.querySelectorAll("[data-flow]").forEach((place, number) => {
  place.replaceChildren();
  render(<Guidance prefix={`place-${number}`} />, place);
});
