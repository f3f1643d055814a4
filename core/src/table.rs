//! Typed rows: a `Table<QuestionIx, Question>` can only be asked with a
//! `QuestionIx`. Must not know what the rows mean.
//!
//! Indices are made by the loader, after it has resolved every id, so a
//! reference that points nowhere cannot exist in a pack.

use std::{marker::PhantomData, ops::Index};

use serde::{Deserialize, Serialize};

/// The index of a row in one kind of table.
pub trait Ix: Copy + Ord {
    /// The index of row `row`, counted from 0. Rows past 65,535 share the last index.
    fn new(row: usize) -> Self;
    /// The row, counted from 0.
    fn row(self) -> usize;
}

/// Defines an index type.
macro_rules! index {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub struct $name(u16);

        impl $crate::table::Ix for $name {
            fn new(row: usize) -> Self {
                Self(u16::try_from(row).unwrap_or(u16::MAX))
            }
            fn row(self) -> usize {
                usize::from(self.0)
            }
        }
    )+};
}
pub(crate) use index;

/// Rows of one kind, in file order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Table<I, T> {
    rows: Vec<T>,
    #[serde(skip)]
    index: PhantomData<I>,
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            index: PhantomData,
        }
    }
}

impl<I: Ix, T> Table<I, T> {
    /// Every row with its index, in file order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows
            .iter()
            .enumerate()
            .map(|(row, item)| (I::new(row), item))
    }

    /// Every index, in file order.
    pub fn indices(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    /// The rows without their indices.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The first row for which `is` holds.
    pub fn find(&self, mut is: impl FnMut(&T) -> bool) -> Option<I> {
        self.rows.iter().position(&mut is).map(I::new)
    }
}

impl<I, T> From<Vec<T>> for Table<I, T> {
    fn from(rows: Vec<T>) -> Self {
        Self {
            rows,
            index: PhantomData,
        }
    }
}

impl<I: Ix, T> Index<I> for Table<I, T> {
    type Output = T;
    fn index(&self, index: I) -> &T {
        // The one place that indexes: see the module's invariant.
        &self.rows[index.row()]
    }
}
