//! Dates as people type them and as letters show them. Reads no clock: today
//! comes from outside. Must not know of fields or screens.

use time::{Date, Month};

use crate::strings::{LetterStrings, fill};

/// A date as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Day of the month.
    pub day: String,
    /// Month, as a number.
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
}

impl Typed {
    /// A date in the form in which it would be typed.
    pub fn from_numbers(year: i32, month: u8, day: u8) -> Self {
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
            .all(|part| part.trim().is_empty())
    }

    /// Reads it.
    ///
    /// # Errors
    /// The first thing that is wrong, from day to year.
    pub fn read(&self) -> Result<Date, Wrong> {
        let part = |text: &str, missing| {
            let text = text.trim();
            if text.is_empty() {
                Err(missing)
            } else {
                Ok(text.to_owned())
            }
        };
        let day = part(&self.day, Wrong::NoDay)?;
        let month = part(&self.month, Wrong::NoMonth)?;
        let year = part(&self.year, Wrong::NoYear)?;
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
        let month = Month::try_from(number(&month)?).map_err(|_| Wrong::NotReal)?;
        let year = year.parse().map_err(|_| Wrong::YearDigits)?;
        Date::from_calendar_date(year, month, number(&day)?).map_err(|_| Wrong::NotReal)
    }
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
