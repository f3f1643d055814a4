//! What stands around the thing that the user waits for, and is drawn once that is
//! seen. Must not know what it is.

use gloo::{
    render::{AnimationFrame, request_animation_frame},
    timers::callback::Timeout,
};
use yew::prelude::*;

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
    waits: Option<Wait>,
}

/// What is waited for, until this is dropped.
enum Wait {
    /// The next frame begins.
    Frame { _frame: AnimationFrame },
    /// It is done.
    End { _task: Timeout },
}

impl Component for Later {
    type Message = ();
    type Properties = LaterProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            shown: ctx.props().children.clone(),
            waits: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, _before: &LaterProps) -> bool {
        let link = ctx.link().clone();
        let _frame = request_animation_frame(move |_| link.send_message(()));
        self.waits = Some(Wait::Frame { _frame });
        false
    }

    fn update(&mut self, ctx: &Context<Self>, (): ()) -> bool {
        if let Some(Wait::Frame { .. }) = self.waits {
            let link = ctx.link().clone();
            let _task = Timeout::new(0, move || link.send_message(()));
            self.waits = Some(Wait::End { _task });
            return false;
        }
        self.waits = None;
        self.shown = ctx.props().children.clone();
        true
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        self.shown.clone()
    }
}
