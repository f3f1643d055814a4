//! Compares edited copies of the built-in pack with it.

use super::*;
use crate::check;

/// What an edit of one file changes. `edit` is what stands there, and what instead.
#[track_caller]
fn edited(file: &str, edits: &[(&str, &str)]) -> Difference {
    let old = content::read(&check::shipped()).unwrap();
    let mut new = old.clone();
    let text = new.get_mut(file).unwrap();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        *text = text.replace(from, to);
    }
    let (before, now) = (load("old", &old).unwrap(), load("new", &new).unwrap());
    let mut difference = compare(&before.pack, &now.pack).unwrap();
    difference.words = words_of(&before.pack, &old, &now.pack, &new);
    difference
}

#[test]
fn nothing_changed() {
    let same = edited("flow.toml", &[]);
    assert!(same.is_empty());
    assert!(
        same.text()
            .starts_with("Nothing differs. Compared 9923 complete sets")
    );
    // Moving rows, or writing a condition another way, changes nothing either.
    let moved = edited(
        "pack.toml",
        &[(
            "format = 1\nid = \"recordings\"",
            "id = \"recordings\"\nformat = 1",
        )],
    );
    assert!(moved.is_empty(), "{}", moved.text());
}

#[test]
fn a_changed_condition_tells_whose_answers_it_concerns() {
    let told = edited(
        "actions.toml",
        &[(
            "when = { adjustment = [\"yes\", \"not-sure\"] }\nsentences = [\"G8\", \"G9\"]",
            "when = { adjustment = \"yes\" }\nsentences = [\"G8\", \"G9\"]",
        )],
    );
    assert_eq!(told.items.len(), 1);
    let it = &told.items[0];
    assert_eq!(
        (it.kind, it.id.as_str()),
        (Kind::Action, "speak-to-adviser")
    );
    assert_eq!(it.now, [""; 0]);
    assert_eq!(it.no_longer, ["Reasonable adjustment: “Not sure”"]);
    assert_eq!(told.sets.changed, 3_213);
    assert_eq!(told.words.len(), 1);
    assert_eq!(told.words[0].place, "action speak-to-adviser when");
    let text = told.text();
    assert!(
        text.contains(
            "no longer when any of these holds:\n      - Reasonable adjustment: “Not sure”"
        ),
        "{text}"
    );
}

#[test]
fn another_letter_is_told() {
    let told = edited(
        "letter.toml",
        &[(
            "choose = \"in\"\nwhen = { unhappy = \"yes\" }",
            "choose = \"in\"\nwhen = { unhappy = [\"yes\", \"not-sure\"] }",
        )],
    );
    let found: Vec<_> = told
        .items
        .iter()
        .map(|it| (it.kind, it.id.as_str(), it.now.len(), it.no_longer.len()))
        .collect();
    let [wording, undecided] = found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(
        (wording.0, wording.1, wording.3),
        (Kind::Wording, "meeting=meeting", 0)
    );
    assert_eq!(
        (undecided.0, undecided.1, undecided.2),
        (Kind::Undecided, "meeting", 0)
    );
}

#[test]
fn changed_words_lead_nobody_elsewhere() {
    let told = edited(
        "source.md",
        &[("This is not acceptable.", "This is not acceptable there.")],
    );
    assert_eq!(told.sets.changed, 0);
    assert_eq!(
        told.words,
        [Words {
            file: "source.md".into(),
            place: "G5".into(),
            before: Some("This is not acceptable.".into()),
            now: Some("This is not acceptable there.".into()),
        }]
    );
    let told = edited(
        "strings/en-GB.toml",
        &[("back = \"Back\"", "back = \"Go back\"")],
    );
    assert_eq!((told.items.len(), told.words.len()), (0, 1));
    assert_eq!(told.words[0].place, "common back");
}

#[test]
fn an_added_question_tells_only_what_it_brings() {
    let question = "[[question]]\nid = \"notice\"\nkey = \"Notice\"\ntext = \"Is a notice shown?\"\nwhen = { case = \"in-open-plan\" }\nsentences = [\"P1\"]\n\n[[question.choice]]\nid = \"yes\"\nlabel = \"Yes\"\n\n[[question.choice]]\nid = \"no\"\nlabel = \"No\"\n\n[[question]]\nid = \"insists\"";
    let old = content::read(&check::shipped()).unwrap();
    let mut new = old.clone();
    let flow = new.get_mut("flow.toml").unwrap();
    *flow = flow.replace("[[question]]\nid = \"insists\"", question);
    let actions = new.get_mut("actions.toml").unwrap();
    *actions = actions.replace("id = \"stop-in-open-plan\"", "id = \"show-notice\"\ntitle = \"Show the notice\"\nstrength = \"can\"\ngroup = \"now\"\nwhen = { notice = \"no\" }\nsentences = [\"P1\"]\n\n[[action]]\nid = \"stop-in-open-plan\"");
    let (before, now) = (load("old", &old).unwrap(), load("new", &new).unwrap());
    let told = compare(&before.pack, &now.pack).unwrap();
    assert!(told.only_now.is_empty() && told.only_before.is_empty());
    let [it] = &told.items[..] else {
        panic!("{:?}", told.items)
    };
    assert_eq!(
        (it.id.as_str(), it.title.as_str()),
        ("show-notice", "Can: Show the notice")
    );
    assert_eq!(it.now, ["Notice: “No”"]);
    // The other way round it is taken away.
    let told = compare(&now.pack, &before.pack).unwrap();
    assert_eq!(told.items[0].no_longer, ["Notice: “No”"]);
}

#[test]
fn a_new_choice_is_told_as_new_answers() {
    let old = content::read(&check::shipped()).unwrap();
    let mut new = old.clone();
    let flow = new.get_mut("flow.toml").unwrap();
    let choice = "[[question.choice]]\nid = \"unclear\"\nlabel = \"Unclear\"\nsame-as = \"none-of-these\"\n\n";
    let last = "[[question.choice]]\nid = \"none-of-these\"";
    *flow = flow.replace(last, &format!("{choice}{last}"));
    let actions = new.get_mut("actions.toml").unwrap();
    let when = "{ subject = \"none-of-these\" }";
    *actions = actions.replace(when, "{ subject = [\"none-of-these\", \"unclear\"] }");
    let (before, now) = (load("old", &old).unwrap(), load("new", &new).unwrap());
    let told = compare(&before.pack, &now.pack).unwrap();
    assert_eq!(told.only_now, ["What it is about: “Unclear”"]);
    assert!(told.items.is_empty() && told.only_before.is_empty());
    let told = compare(&now.pack, &before.pack).unwrap();
    assert_eq!(told.only_before, ["What it is about: “Unclear”"]);
}
