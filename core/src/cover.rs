//! The fewest conditions that pick some of a list of cases out of all of them, as a
//! person would say it: "this answer, and one of those". Used for answers, must not
//! know what they mean.

/// Every case there is: one value for each variable.
#[derive(Clone, Debug)]
pub struct Cases {
    /// How many values each variable has.
    sizes: Vec<usize>,
    /// Where each variable's values start in a row of all values.
    starts: Vec<usize>,
    /// For each case, the place of each variable's value in that row.
    cases: Vec<Vec<usize>>,
}

/// Conditions that hold together: each variable has one of the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together(pub Vec<OneOf>);

/// A variable has one of these values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOf {
    /// The variable.
    pub variable: usize,
    /// Some of its values, in order, and not all.
    pub values: Vec<usize>,
}

impl Together {
    /// Whether all hold for a case.
    pub fn holds(&self, case: &[usize]) -> bool {
        let one = |it: &OneOf| {
            let value = case.get(it.variable);
            value.is_some_and(|value| it.values.contains(value))
        };
        self.0.iter().all(one)
    }
}

impl Cases {
    /// Cases over variables with so many values each.
    pub fn new(sizes: Vec<usize>, cases: impl IntoIterator<Item = Vec<usize>>) -> Self {
        let mut end = 0;
        let starts: Vec<_> = sizes
            .iter()
            .map(|size| {
                end += size;
                end - size
            })
            .collect();
        let place = |case: Vec<usize>| case.iter().zip(&starts).map(|(it, at)| it + at).collect();
        let cases = cases.into_iter().map(place).collect();
        Self {
            sizes,
            starts,
            cases,
        }
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.sizes.len()
    }

    /// Conditions of which at least one holds for every picked case, and none for any
    /// other. `picked` says for each case whether it is picked. What is said is said of
    /// the variables in `about` as far as it can be.
    ///
    /// Each of the conditions leaves out every variable that it can, and none of them can
    /// be left out: the expanding and the reducing step of the Espresso method. Where an
    /// earlier and a later variable say the same, all that differs is the words: both are
    /// tried, and the shorter words taken.
    pub fn cover(&self, picked: &[bool], about: &[usize]) -> Vec<Together> {
        let mut first_to_last: Vec<_> = (0..self.sizes.len()).collect();
        let mut last_to_first: Vec<_> = first_to_last.iter().rev().copied().collect();
        first_to_last.sort_by_key(|it| about.contains(it));
        last_to_first.sort_by_key(|it| about.contains(it));
        let earlier = self.cover_in(&last_to_first, picked);
        let later = self.cover_in(&first_to_last, picked);
        let length = |all: &[Together]| all.iter().map(|it| self.length(it)).sum::<usize>();
        if length(&earlier) < length(&later) {
            earlier
        } else {
            later
        }
    }

    /// Leaves out variables in this order.
    fn cover_in(&self, order: &[usize], picked: &[bool]) -> Vec<Together> {
        let chosen = self.cases.iter().zip(picked).filter(|it| *it.1);
        let chosen: Vec<&[usize]> = chosen.map(|it| it.0.as_slice()).collect();
        let mut wide: Vec<Vec<bool>> = Vec::new();
        for case in &chosen {
            if !wide.iter().any(|it| inside(it, case)) {
                wide.push(self.widen(case, &chosen, picked, order));
            }
        }
        // The first were made without regard to the later: what those cover goes.
        let mut at = 0;
        while at < wide.len() {
            let by_others = |case: &&[usize]| {
                let mut others = wide.iter().enumerate().filter(|(other, _)| *other != at);
                others.any(|(_, it)| inside(it, case))
            };
            if chosen.iter().all(by_others) {
                wide.remove(at);
            } else {
                at += 1;
            }
        }
        wide.iter().map(|it| self.read(it)).collect()
    }

    /// How long conditions are in words. What was not asked is told by more words, and
    /// harder to read, than what was answered.
    fn length(&self, together: &Together) -> usize {
        let one = |it: &OneOf| {
            let all = self.sizes.get(it.variable).copied().unwrap_or_default();
            if it.values.contains(&0) {
                10 + 2 * (all - it.values.len())
            } else if it.values.len() + 1 == all {
                10
            } else {
                4 + it.values.len()
            }
        };
        8 + together.0.iter().map(one).sum::<usize>()
    }

    /// Wide conditions around one case that hold for no case that is not picked.
    fn widen(
        &self,
        case: &[usize],
        chosen: &[&[usize]],
        picked: &[bool],
        order: &[usize],
    ) -> Vec<bool> {
        let mut allowed = vec![false; self.sizes.iter().sum()];
        for value in case {
            allow(&mut allowed, *value);
        }
        loop {
            let before = allowed.clone();
            // How many variables keep each unpicked case out.
            let unpicked = self.cases.iter().zip(picked).filter(|it| !*it.1);
            let mut outside: Vec<(&[usize], usize)> = unpicked
                .map(|(other, _)| {
                    let apart = other.iter().filter(|it| allowed.get(**it) != Some(&true));
                    (other.as_slice(), apart.count())
                })
                .collect();
            for variable in order {
                let all: Vec<_> = self.values(*variable).collect();
                widen_by(&mut allowed, &mut outside, *variable, &all);
            }
            for variable in order {
                for value in self.values(*variable) {
                    widen_by(&mut allowed, &mut outside, *variable, &[value]);
                }
            }
            // Values that no picked case has need not be said. Without them more
            // variables may be left out.
            let within: Vec<_> = chosen.iter().filter(|it| inside(&allowed, it)).collect();
            for variable in order {
                if !self
                    .values(*variable)
                    .all(|it| allowed.get(it) == Some(&true))
                {
                    for value in self.values(*variable) {
                        if let Some(slot) = allowed.get_mut(value) {
                            *slot = within.iter().any(|it| it.contains(&value));
                        }
                    }
                }
            }
            if allowed == before {
                return allowed;
            }
        }
    }

    fn values(&self, variable: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(variable).copied().unwrap_or_default();
        start..start + self.sizes.get(variable).copied().unwrap_or_default()
    }

    fn read(&self, allowed: &[bool]) -> Together {
        let variables = (0..self.sizes.len()).map(|variable| {
            let range = self.values(variable);
            let start = range.start;
            let values = range.filter(|it| allowed.get(*it) == Some(&true));
            OneOf {
                variable,
                values: values.map(|it| it - start).collect(),
            }
        });
        let says = |it: &OneOf| self.sizes.get(it.variable) != Some(&it.values.len());
        Together(variables.filter(says).collect())
    }
}

/// Allows more values of a variable, unless that lets an unpicked case in.
fn widen_by(
    allowed: &mut [bool],
    outside: &mut [(&[usize], usize)],
    variable: usize,
    more: &[usize],
) {
    let new: Vec<_> = more
        .iter()
        .filter(|it| allowed.get(**it) == Some(&false))
        .collect();
    let gained = |case: &[usize]| case.get(variable).is_some_and(|it| new.contains(&it));
    if outside
        .iter()
        .any(|(case, apart)| *apart == 1 && gained(case))
    {
        return;
    }
    for (case, apart) in outside.iter_mut() {
        if gained(case) {
            *apart -= 1;
        }
    }
    for value in new {
        allow(allowed, *value);
    }
}

fn allow(allowed: &mut [bool], value: usize) {
    if let Some(slot) = allowed.get_mut(value) {
        *slot = true;
    }
}

fn inside(allowed: &[bool], case: &[usize]) -> bool {
    case.iter().all(|value| allowed.get(*value) == Some(&true))
}
