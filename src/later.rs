//! What can wait until the screen that the user waits for is seen: [`AfterFrame`], and
//! [`Later`] for what is drawn. Must not know what it is.

use std::{cell::RefCell, rc::Rc};

use gloo::{
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};
use yew::prelude::*;

/// How long a frame is waited for, in milliseconds. None comes while nobody looks: the tab
/// is another, or the frame that the page stands in is hidden.
const LONGEST: u32 = 1_000;

/// Something that is done after the next frame, unless this is dropped before.
pub struct AfterFrame {
    _frame: AnimationFrame,
    _after: Rc<RefCell<Timeout>>,
}

impl AfterFrame {
    /// Waits with `then` until the browser has shown what is drawn now.
    pub fn new(then: impl Fn() + Clone + 'static) -> Self {
        let after = Rc::new(RefCell::new(Timeout::new(LONGEST, then.clone())));
        let holds = after.clone();
        let _frame = request_animation_frame(move |_| {
            *holds.borrow_mut() = Timeout::new(0, then);
        });
        Self {
            _frame,
            _after: after,
        }
    }
}

/// What [`Later`] shows.
#[derive(Properties)]
pub struct LaterProps {
    pub children: Html,
}

/// Every picture is another: to compare two takes as long as to draw what differs.
impl PartialEq for LaterProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// Draws its content at once, and each change of it after the frame that shows the rest
/// of the change.
pub struct Later {
    shown: Html,
    next: Option<AfterFrame>,
}

impl Component for Later {
    type Message = ();
    type Properties = LaterProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            shown: ctx.props().children.clone(),
            next: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, _before: &LaterProps) -> bool {
        let link = ctx.link().clone();
        self.next = Some(AfterFrame::new(move || link.send_message(())));
        false
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        self.shown = ctx.props().children.clone();
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        self.shown.clone()
    }
}
