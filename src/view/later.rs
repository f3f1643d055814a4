//! Parts of a screen that are drawn apart from the rest: at once, in the frame after it
//! (what the user reads, if at all, after what they wait for), or, once they are left,
//! never again. Must not know which parts these are.

use std::rc::Rc;

use yew::prelude::*;

use super::{Shown, View};
use crate::{
    after_frame::AfterFrame,
    session::{Msg, Session},
};

/// When a change of a part is drawn. A part that is new is drawn at once.
#[derive(Clone, Copy, PartialEq)]
pub enum When {
    /// With the change.
    Now,
    /// After the frame that shows the rest of the change.
    AfterFrame,
    /// Not at all: it stays as it was.
    Never,
}

/// One part: it is not even built before its time.
#[derive(Properties)]
pub struct LaterProps {
    pub session: Rc<Session>,
    pub emit: Callback<Msg>,
    pub left: Option<Shown>,
    pub draw: fn(&View) -> Html,
    pub when: When,
}

/// To compare two pictures takes as long as to draw what differs.
impl PartialEq for LaterProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.session, &other.session)
            && self.left == other.left
            && self.when == other.when
    }
}

/// See [`When`].
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
        let when = ctx.props().when;
        if when == When::AfterFrame {
            let link = ctx.link().clone();
            self.next.then(move || link.send_message(()));
        }
        when == When::Now
    }

    fn update(&mut self, _ctx: &Context<Self>, (): ()) -> bool {
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LaterProps {
            session,
            emit,
            left,
            draw,
            ..
        } = ctx.props();
        draw(&View::new(session, emit, *left))
    }
}
