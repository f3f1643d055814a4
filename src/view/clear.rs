//! What is already clear, beside a question. Must not know how it was found.

use yew::prelude::*;

use super::{View, outcome, small};
use crate::session::Screen;

/// What every outcome has that can still come; nothing where the pack has no words for it.
pub fn list(view: &View) -> Html {
    let words = &view.words.question;
    let Screen::Question(question) = view.session.screen else {
        return Html::default();
    };
    if words.clear_heading.is_empty() {
        return Html::default();
    }
    let clear = view.session.clear(question);
    if [
        clear.actions.len(),
        clear.silences.len(),
        clear.signposts.len(),
    ] == [0; 3]
    {
        return Html::default();
    }
    html! {
        <section class="gw-panel gw-clear">
            { view.heading(1, "govuk-heading-m", &words.clear_heading) }
            { small(&words.clear_intro) }
            if !clear.actions.is_empty() {
                <ul class="gw-actions">{ for clear.actions.iter().map(|it| outcome::action(view, it)) }</ul>
            }
            { outcome::silences(view, &clear, 2) }
            { outcome::signposts(view, &clear, 2) }
        </section>
    }
}
