//! Parts of a screen that come in the frame after the rest of it: what the user reads,
//! if at all, after what they wait for. Must not know which parts these are.

use std::rc::Rc;

use yew::prelude::*;

use super::View;
use crate::{
    after_frame::AfterFrame,
    session::{Msg, Session},
};

/// One part: it is not even built before its frame.
#[derive(Properties)]
pub struct LaterProps {
    pub session: Rc<Session>,
    pub emit: Callback<Msg>,
    pub draw: fn(&View) -> Html,
}

/// Every picture is another: to compare two takes as long as to draw what differs.
impl PartialEq for LaterProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// Is drawn at once when it is new, and each change of it after the frame that shows the
/// rest of the change.
#[derive(Default)]
pub struct Later {
    next: AfterFrame,
}

impl Component for Later {
    type Message = ();
    type Properties = LaterProps;

    fn create(_ctx: &Context<Self>) -> Self {
        Self::default()
    }

    fn changed(&mut self, ctx: &Context<Self>, _before: &LaterProps) -> bool {
        let link = ctx.link().clone();
        self.next.then(move || link.send_message(()));
        false
    }

    fn update(&mut self, _ctx: &Context<Self>, (): ()) -> bool {
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LaterProps {
            session,
            emit,
            draw,
        } = ctx.props();
        draw(&View::new(session, emit))
    }
}
