//! Dates as people type them and as letters show them. Reads no clock: today
//! comes from outside. Must not know of fields or screens.

use time::{Date, Month};

use crate::strings::{LetterStrings, fill};

/// A date as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Day of the month.
    pub day: String,
    /// Month, as a number or by its name.
    pub month: String,
    /// Year, four digits.
    pub year: String,
}

/// Why it is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The day is missing.
    NoDay,
    /// The month is missing.
    NoMonth,
    /// The year is missing.
    NoYear,
    /// The year does not have four digits.
    YearDigits,
    /// There is no such day.
    NotReal,
    /// It is too far from today.
    Far,
}

/// How many days a letter's date can be from today. Less than a year: a date of the
/// wrong year is wrong by a whole one.
const LONGEST: i32 = 183;

impl Typed {
    /// A date in the form in which it would be typed.
    pub fn from_numbers(year: u32, month: u32, day: u32) -> Self {
        Self {
            day: day.to_string(),
            month: month.to_string(),
            year: year.to_string(),
        }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        [&self.day, &self.month, &self.year]
            .iter()
            .all(|part| part.trim_matches(is_blank).is_empty())
    }

    /// The parts of a whole date in one text, such as `3 Nov 2026`, `Tue 03/11/2026` or
    /// `2026-11-03`; none where it does not have all three. They need not make a date.
    pub fn whole(text: &str, strings: &LetterStrings) -> Option<Self> {
        let between = |it| is_blank(it) || "/.,-‐‑–".contains(it);
        let words = text.split(between);
        // The day of the week, or an "of", says nothing more.
        let mut words = words.filter(|it| is_numbered(it) || named(it, strings).is_some());
        let mut parts = [words.next()?, words.next()?, words.next()?];
        if words.next().is_some() {
            return None;
        }
        if parts[0].len() == 4 {
            parts.swap(0, 2);
        } else if !is_numbered(parts[0]) {
            parts.swap(0, 1);
        }
        let [day, month, year] = parts.map(str::to_owned);
        Some(Self { day, month, year })
    }

    /// Reads it. A whole date in the place of the day is one, whatever else is there.
    ///
    /// # Errors
    /// The first thing that is wrong, from day to year.
    pub fn read(&self, strings: &LetterStrings) -> Result<Date, Wrong> {
        let whole = Self::whole(&self.day, strings);
        let typed = whole.as_ref().unwrap_or(self);
        let day = part(&typed.day, Wrong::NoDay)?;
        let month = part(&typed.month, Wrong::NoMonth)?;
        let year = part(&typed.year, Wrong::NoYear)?;
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Wrong::YearDigits);
        }
        let number = |text: &str| {
            // `parse` would take a sign.
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u8>()
                .ok()
                .filter(|_| digits)
                .ok_or(Wrong::NotReal)
        };
        let month = named(month, strings).map_or_else(|| number(month), Ok)?;
        let month = Month::try_from(month).map_err(|_| Wrong::NotReal)?;
        let year = year.parse().map_err(|_| Wrong::YearDigits)?;
        // As in 1st, 2nd, 3rd and 4th.
        let day = number(day.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']))?;
        Date::from_calendar_date(year, month, day).map_err(|_| Wrong::NotReal)
    }

    /// The date as the letter shows it, or what was typed where that is none.
    pub fn said(&self, strings: &LetterStrings) -> String {
        let date = self.read(strings).map(|it| long(it, strings));
        date.unwrap_or_else(|_| {
            let typed = [&*self.day, &self.month, &self.year].join(" ");
            typed.trim().to_owned()
        })
    }

    /// Reads it as a date near today, if today is known.
    ///
    /// # Errors
    /// Those of [`Self::read`], and that it is too far away.
    pub fn read_near(&self, today: &Self, strings: &LetterStrings) -> Result<Date, Wrong> {
        let date = self.read(strings)?;
        let days = |today: Date| date.to_julian_day() - today.to_julian_day();
        match today.read(strings).map(days) {
            Ok(days) if days.abs() > LONGEST => Err(Wrong::Far),
            _ => Ok(date),
        }
    }
}

/// What was typed into a part.
fn part(text: &str, missing: Wrong) -> Result<&str, Wrong> {
    let text = text.trim_matches(is_blank).trim_end_matches('.');
    (!text.is_empty()).then_some(text).ok_or(missing)
}

/// What stands between words, seen or not: programs put direction marks into dates.
fn is_blank(it: char) -> bool {
    it.is_whitespace() || ('\u{200b}'..='\u{200f}').contains(&it)
}

/// Whether it begins with a digit.
fn is_numbered(word: &str) -> bool {
    word.starts_with(|it: char| it.is_ascii_digit())
}

/// The number of the month that is called so, or whose name alone begins so.
fn named(word: &str, strings: &LetterStrings) -> Option<u8> {
    let begins = |name: &str| {
        let start = name.get(..word.len());
        word.len() > 2 && start.is_some_and(|it| it.eq_ignore_ascii_case(word))
    };
    let mut fitting = (1..).zip(&strings.months).filter(|(_, it)| begins(it));
    let (number, _) = fitting.next()?;
    fitting.next().is_none().then_some(number)
}

impl Wrong {
    /// The error message; `{field}` is the field's label.
    pub fn message(self, strings: &LetterStrings) -> &str {
        match self {
            Self::NoDay => &strings.error_date_day,
            Self::NoMonth => &strings.error_date_month,
            Self::NoYear => &strings.error_date_year,
            Self::YearDigits => &strings.error_date_year_digits,
            Self::NotReal => &strings.error_date_not_real,
            Self::Far => &strings.error_date_far,
        }
    }
}

/// "23 November 2026", in the words of the strings file.
pub fn long(date: Date, strings: &LetterStrings) -> String {
    let month = usize::from(u8::from(date.month())) - 1;
    let name = strings.months.get(month).map_or("", String::as_str);
    let (day, year) = (date.day().to_string(), date.year().to_string());
    fill(
        &strings.date,
        &[("day", &day), ("month", name), ("year", &year)],
    )
}
