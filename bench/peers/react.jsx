// The flow with React.
import { createRoot } from "react-dom/client";
import { Guidance } from "./components.jsx";

document.querySelectorAll("[data-flow]").forEach((place, number) => {
  createRoot(place).render(<Guidance prefix={`place-${number}`} />);
});
