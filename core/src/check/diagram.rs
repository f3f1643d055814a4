//! Functions of the answers as decision diagrams: one node for all answers so far after
//! which everything still to come is the same. Questions are levels in the order in
//! which they are asked; value 0 is "not asked", value n is choice n - 1. Nodes are
//! shared, so two functions are the same exactly if they are the same node. Must not
//! know what a function is about.
//!
//! Own code, because it is the proof itself, and small: the maintained crates have
//! two-valued variables only, and threads or pointers that a browser has no use for.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    rc::Rc,
};

use crate::{
    flow::{Answer, Answers, ChoiceIx, Condition, QuestionIx},
    table::Ix,
};

/// A function: the root of its diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node(u32);

impl Node {
    /// Whether the function depends on the answers at all.
    pub fn looks(self) -> bool {
        self.0 > ALWAYS.0
    }
}

/// Holds for no answers.
pub const NEVER: Node = Node(0);
/// Holds for all answers.
pub const ALWAYS: Node = Node(1);

/// The proof took more steps than it may.
#[derive(Debug)]
pub struct Spent;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Op {
    And,
    Or,
    /// Exactly one of the two.
    Differ,
}

/// Every diagram there is.
pub struct Diagrams {
    /// How many values each level has.
    widths: Vec<usize>,
    nodes: Vec<(usize, Rc<[Node]>)>,
    known: HashMap<(usize, Rc<[Node]>), Node>,
    done: HashMap<(Op, Node, Node), Node>,
    left: usize,
    used: usize,
}

/// The level of the two functions that look at nothing.
const BELOW: usize = usize::MAX;

impl Diagrams {
    /// `choices` has the number of choices of each question.
    pub fn new(choices: impl Iterator<Item = usize>, steps: usize) -> Self {
        let none: Rc<[Node]> = Rc::new([]);
        Self {
            // A question without a choice is told as a dead end. It is given one, so
            // that nothing else is blamed for it.
            widths: choices.map(|choices| choices.max(1) + 1).collect(),
            nodes: vec![(BELOW, none.clone()), (BELOW, none)],
            known: HashMap::new(),
            done: HashMap::new(),
            left: steps,
            used: 0,
        }
    }

    /// How many steps were taken: a measure of time that is the same on every machine.
    pub fn steps(&self) -> usize {
        self.used
    }

    /// How many nodes there are: a measure of memory.
    pub fn nodes(&self) -> usize {
        self.nodes.len()
    }

    /// Allows this many steps from now on.
    pub fn allow(&mut self, steps: usize) {
        self.left = steps;
    }

    fn step(&mut self, count: usize) -> Result<(), Spent> {
        self.left = self.left.checked_sub(count).ok_or(Spent)?;
        self.used += count;
        Ok(())
    }

    /// The first level that a function looks at.
    pub fn level(&self, node: Node) -> usize {
        self.nodes.get(node.0 as usize).map_or(BELOW, |it| it.0)
    }

    fn below(&self, node: Node) -> Rc<[Node]> {
        match self.nodes.get(node.0 as usize) {
            Some((_, below)) => below.clone(),
            None => Rc::new([]),
        }
    }

    fn width(&self, level: usize) -> usize {
        self.widths.get(level).copied().unwrap_or(0)
    }

    /// The node with these functions below it.
    fn node(&mut self, level: usize, below: Vec<Node>) -> Result<Node, Spent> {
        self.step(below.len())?;
        if let Some(first) = below.first()
            && below.iter().all(|it| it == first)
        {
            return Ok(*first);
        }
        let below: Rc<[Node]> = below.into();
        let next = u32::try_from(self.nodes.len()).map_err(|_| Spent)?;
        let node = self
            .known
            .entry((level, below.clone()))
            .or_insert(Node(next));
        if node.0 == next {
            self.nodes.push((level, below));
        }
        Ok(*node)
    }

    /// The question has one of these values.
    fn values(&mut self, level: usize, holds: impl Fn(usize) -> bool) -> Result<Node, Spent> {
        let values = 0..self.width(level);
        let below = values.map(|value| if holds(value) { ALWAYS } else { NEVER });
        self.node(level, below.collect())
    }

    /// The question was asked.
    pub fn asked(&mut self, question: QuestionIx) -> Result<Node, Spent> {
        self.values(question.row(), |value| value > 0)
    }

    /// The question was answered with this choice.
    pub fn is(&mut self, question: QuestionIx, choice: ChoiceIx) -> Result<Node, Spent> {
        self.values(question.row(), |value| value == choice.row() + 1)
    }

    /// A condition.
    pub fn condition(&mut self, condition: &Condition) -> Result<Node, Spent> {
        match condition {
            Condition::Is(question, choices) => {
                let mut values: Vec<_> = choices.iter().map(|it| it.row() + 1).collect();
                values.sort_unstable();
                self.values(question.row(), |value| values.binary_search(&value).is_ok())
            }
            Condition::All(parts) => {
                let parts = self.conditions(parts)?;
                self.all(parts)
            }
            Condition::Any(parts) => {
                let parts = self.conditions(parts)?;
                self.any(parts)
            }
            Condition::Not(part) => {
                let part = self.condition(part)?;
                self.not(part)
            }
        }
    }

    fn conditions(&mut self, parts: &[Condition]) -> Result<Vec<Node>, Spent> {
        parts.iter().map(|part| self.condition(part)).collect()
    }

    pub fn and(&mut self, a: Node, b: Node) -> Result<Node, Spent> {
        self.apply(Op::And, a, b)
    }

    pub fn or(&mut self, a: Node, b: Node) -> Result<Node, Spent> {
        self.apply(Op::Or, a, b)
    }

    pub fn differ(&mut self, a: Node, b: Node) -> Result<Node, Spent> {
        self.apply(Op::Differ, a, b)
    }

    pub fn not(&mut self, a: Node) -> Result<Node, Spent> {
        self.differ(a, ALWAYS)
    }

    pub fn and_not(&mut self, a: Node, b: Node) -> Result<Node, Spent> {
        let b = self.not(b)?;
        self.and(a, b)
    }

    /// All of many hold.
    pub fn all(&mut self, parts: Vec<Node>) -> Result<Node, Spent> {
        self.fold(parts, Op::And, ALWAYS)
    }

    /// At least one of many holds.
    pub fn any(&mut self, parts: Vec<Node>) -> Result<Node, Spent> {
        self.fold(parts, Op::Or, NEVER)
    }

    /// From the last question back: what was joined already then lies below what is
    /// added, and is not walked again.
    fn fold(&mut self, mut parts: Vec<Node>, op: Op, none: Node) -> Result<Node, Spent> {
        parts.sort_by_key(|part| self.level(*part));
        let mut all = none;
        for part in parts.into_iter().rev() {
            all = self.apply(op, part, all)?;
        }
        Ok(all)
    }

    fn apply(&mut self, op: Op, a: Node, b: Node) -> Result<Node, Spent> {
        let (a, b) = (a.min(b), a.max(b));
        match (op, a, b) {
            (Op::And, NEVER, _) | (Op::Differ, _, _) if a == b || a == NEVER && op == Op::And => {
                return Ok(NEVER);
            }
            (Op::And, ALWAYS, it) | (Op::Or | Op::Differ, NEVER, it) => return Ok(it),
            (Op::Or, ALWAYS, _) => return Ok(ALWAYS),
            (Op::And | Op::Or, ..) if a == b => return Ok(a),
            _ => {}
        }
        if let Some(known) = self.done.get(&(op, a, b)) {
            return Ok(*known);
        }
        let level = self.level(a).min(self.level(b));
        let (below_a, below_b) = (self.under(a, level), self.under(b, level));
        let mut below = Vec::with_capacity(self.width(level));
        for value in 0..self.width(level) {
            let pick = |below: &Option<Rc<[Node]>>, whole| {
                let below = below.as_ref().and_then(|below| below.get(value));
                below.copied().unwrap_or(whole)
            };
            let (a, b) = (pick(&below_a, a), pick(&below_b, b));
            below.push(self.apply(op, a, b)?);
        }
        let node = self.node(level, below)?;
        self.done.insert((op, a, b), node);
        Ok(node)
    }

    /// What is below a node that looks at this level.
    fn under(&self, node: Node, level: usize) -> Option<Rc<[Node]>> {
        (self.level(node) == level).then(|| self.below(node))
    }

    /// The function when a question has this choice, whatever was answered.
    pub fn with(
        &mut self,
        node: Node,
        question: QuestionIx,
        choice: ChoiceIx,
    ) -> Result<Node, Spent> {
        let mut done = HashMap::new();
        self.fixed(node, question.row(), choice.row() + 1, &mut done)
    }

    fn fixed(
        &mut self,
        node: Node,
        level: usize,
        value: usize,
        done: &mut HashMap<Node, Node>,
    ) -> Result<Node, Spent> {
        let at = self.level(node);
        if at > level {
            return Ok(node);
        }
        let below = self.below(node);
        if at == level {
            return Ok(below.get(value).copied().unwrap_or(NEVER));
        }
        if let Some(known) = done.get(&node) {
            return Ok(*known);
        }
        let mut fixed = Vec::with_capacity(below.len());
        for part in below.iter() {
            fixed.push(self.fixed(*part, level, value, done)?);
        }
        let fixed = self.node(at, fixed)?;
        done.insert(node, fixed);
        Ok(fixed)
    }

    /// The function, whatever the answer to its first question.
    pub fn without_first(&mut self, node: Node) -> Result<Node, Spent> {
        let below = self.below(node).to_vec();
        self.any(below)
    }
}

/// The answers that a user can give, as a diagram in which every level has a node.
pub struct Reach {
    root: Node,
    /// The nodes of each level.
    levels: Vec<Vec<Node>>,
    /// What was found to have no answers in common.
    apart: HashSet<(Node, Node)>,
    /// The nodes of the levels after a node that it leads to, as far as was asked for.
    ahead: HashMap<Node, Vec<Rc<[Node]>>>,
}

impl Reach {
    /// `whens` has the condition of each question.
    pub fn new(diagrams: &mut Diagrams, whens: &[Node]) -> Result<Self, Spent> {
        let mut root = ALWAYS;
        // From the last question back, like `fold`.
        for (row, when) in whens.iter().enumerate().rev() {
            let asked = diagrams.asked(QuestionIx::new(row))?;
            // Asked exactly when its condition holds.
            let wrong = diagrams.differ(*when, asked)?;
            let right = diagrams.not(wrong)?;
            root = diagrams.and(right, root)?;
        }
        let mut levels = vec![vec![root]];
        for _ in whens {
            let mut next = Vec::new();
            let mut seen = HashSet::new();
            for node in levels.last().into_iter().flatten() {
                let below = diagrams.below(*node);
                diagrams.step(below.len())?;
                let below = below.iter().filter(|it| **it != NEVER);
                next.extend(below.filter(|it| seen.insert(**it)));
            }
            levels.push(next);
        }
        Ok(Self {
            root,
            levels,
            apart: HashSet::new(),
            ahead: HashMap::new(),
        })
    }

    fn nodes(&self, level: usize) -> &[Node] {
        let last = self.levels.len().saturating_sub(1);
        self.levels.get(level.min(last)).map_or(&[], Vec::as_slice)
    }

    /// How many nodes there are: the size of the reachable part.
    pub fn size(&self) -> usize {
        self.levels.iter().map(Vec::len).sum()
    }

    /// Whether the question is asked for any answers.
    pub fn asks(&self, diagrams: &Diagrams, question: QuestionIx) -> bool {
        let nodes = self.nodes(question.row()).iter();
        let asks = |node: &Node| diagrams.below(*node).first() == Some(&NEVER);
        nodes.into_iter().any(asks)
    }

    /// Whether the questions still to come ever differ between two choices.
    pub fn divides(
        &self,
        diagrams: &Diagrams,
        question: QuestionIx,
        one: ChoiceIx,
        other: ChoiceIx,
    ) -> bool {
        self.nodes(question.row()).iter().any(|node| {
            let below = diagrams.below(*node);
            below.get(one.row() + 1) != below.get(other.row() + 1)
        })
    }

    /// Whether the function holds for any answers that a user can give. Begins at the
    /// first question that it looks at: every node there can be reached.
    pub fn meets(&mut self, diagrams: &mut Diagrams, node: Node) -> Result<bool, Spent> {
        let starts = self.nodes(diagrams.level(node)).to_vec();
        for start in starts {
            if self.meet(diagrams, start, node)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn meet(&mut self, diagrams: &mut Diagrams, at: Node, node: Node) -> Result<bool, Spent> {
        if node == ALWAYS || node == NEVER || at == NEVER {
            return Ok(node == ALWAYS && at != NEVER);
        }
        if self.apart.contains(&(at, node)) {
            return Ok(false);
        }
        if let Some(looks) = diagrams.under(node, diagrams.level(at)) {
            let here = diagrams.below(at);
            diagrams.step(here.len())?;
            for (next, below) in here.iter().zip(looks.iter()) {
                if self.meet(diagrams, *next, *below)? {
                    return Ok(true);
                }
            }
        } else {
            let ahead = self.ahead(diagrams, at, diagrams.level(node))?;
            diagrams.step(ahead.len())?;
            for next in ahead.iter() {
                if self.meet(diagrams, *next, node)? {
                    return Ok(true);
                }
            }
        }
        self.apart.insert((at, node));
        Ok(false)
    }

    /// The nodes of a later level that a node leads to. Kept, because many functions
    /// look at the same early question and then at a late one each.
    fn ahead(
        &mut self,
        diagrams: &mut Diagrams,
        from: Node,
        level: usize,
    ) -> Result<Rc<[Node]>, Spent> {
        let ahead = self
            .ahead
            .entry(from)
            .or_insert_with(|| vec![[from].into()]);
        let distance = level.saturating_sub(diagrams.level(from));
        while ahead.len() <= distance {
            let mut next = Vec::new();
            let mut seen = HashSet::new();
            for node in ahead.last().into_iter().flat_map(|it| it.iter()) {
                let below = diagrams.below(*node);
                diagrams.step(below.len())?;
                let below = below.iter().filter(|it| **it != NEVER);
                next.extend(below.filter(|it| seen.insert(**it)));
            }
            ahead.push(next.into());
        }
        let found = ahead.get(distance).cloned();
        Ok(found.unwrap_or_else(|| [].into()))
    }

    /// The first complete answers for which the function holds, in the order of the
    /// choices.
    pub fn example(&mut self, diagrams: &mut Diagrams, node: Node) -> Result<Answers, Spent> {
        let (mut at, mut node) = (self.root, node);
        let mut answers = Vec::new();
        while at != ALWAYS {
            let (here, level) = (diagrams.below(at), diagrams.level(at));
            let looks = diagrams.under(node, level);
            let mut found = None;
            for (value, next) in here.iter().enumerate() {
                let below = looks.as_ref().and_then(|below| below.get(value));
                let below = below.copied().unwrap_or(node);
                if self.meet(diagrams, *next, below)? {
                    found = Some((value, *next, below));
                    break;
                }
            }
            let Some((value, next, below)) = found else {
                break;
            };
            if let Some(choice) = value.checked_sub(1) {
                answers.push(Answer {
                    question: QuestionIx::new(level),
                    choice: ChoiceIx::new(choice),
                });
            }
            (at, node) = (next, below);
        }
        Ok(answers.into_iter().collect())
    }

    /// How many sets of answers a user can have given so far, and how many of these
    /// are complete. Stops counting at the greatest number there is.
    pub fn counts(&self, diagrams: &Diagrams) -> (u128, u128) {
        let mut ways: HashMap<Node, u128> = HashMap::from([(self.root, 1)]);
        let mut states: u128 = 0;
        let questions = self.levels.len().saturating_sub(1);
        for level in self.levels.iter().take(questions) {
            let mut next: HashMap<Node, u128> = HashMap::new();
            for node in level {
                let count = ways.get(node).copied().unwrap_or(0);
                let below = diagrams.below(*node);
                if below.first() == Some(&NEVER) {
                    states = states.saturating_add(count);
                }
                for it in below.iter().filter(|it| **it != NEVER) {
                    let sum = next.entry(*it).or_default();
                    *sum = sum.saturating_add(count);
                }
            }
            ways = next;
        }
        let paths = ways.get(&ALWAYS).copied().unwrap_or(0);
        (states.saturating_add(paths), paths)
    }

    /// How many different answers these functions give together, over all answers that
    /// a user can give: those are divided by one function after the other. What no
    /// function still to come looks at is forgotten, so that answers which differ in
    /// nothing else become one.
    pub fn images(&self, diagrams: &mut Diagrams, functions: Vec<Node>) -> Result<u128, Spent> {
        let mut functions = functions;
        functions.retain(|it| diagrams.level(*it) != BELOW);
        functions.sort_by_key(|it| (diagrams.level(*it), *it));
        functions.dedup();
        // Sets of answers, each with how many different answers led to it.
        let mut sets: BTreeMap<Node, u128> = BTreeMap::from([(self.root, 1)]);
        for function in functions {
            let mut next = BTreeMap::new();
            for (mut set, count) in sets {
                while diagrams.level(set) < diagrams.level(function) {
                    set = diagrams.without_first(set)?;
                }
                for part in [
                    diagrams.and(set, function)?,
                    diagrams.and_not(set, function)?,
                ] {
                    if part != NEVER {
                        let sum: &mut u128 = next.entry(part).or_default();
                        *sum = sum.saturating_add(count);
                    }
                }
            }
            sets = next;
        }
        Ok(sets
            .values()
            .fold(0, |sum, count| sum.saturating_add(*count)))
    }
}
