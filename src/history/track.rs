//! The steps of one policy in the order of time.

use crate::model::{Clock, Date, Effect, Event, EventNo, Moment, PolicyNo, Timeline, Word};

use super::sweep::{Stretch, stretches};

/// What one event says about a policy: that it has a status from then on, changed or restated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The event.
    pub event: EventNo,
    /// Which of its effects.
    pub place: usize,
    /// The status from then on; `None` where the effect expires and nothing says what follows.
    pub status: Option<Word>,
    /// The status before, where the record says so.
    pub was: Option<Word>,
    /// The first moment at which it may have happened.
    pub earliest: Moment,
    /// The moment by which it has happened.
    pub latest: Moment,
    /// Whether its date is marked `~` or `?`, so that its order to others is only possible.
    pub qualified: bool,
    /// Whether it has no date, so that it has no place on the track.
    pub undated: bool,
}

impl Step {
    /// The steps that an effect of an event makes: its beginning and, where it expires, its end.
    pub(super) fn of(event: &Event, number: EventNo, place: usize) -> impl Iterator<Item = Self> {
        let effect = &event.effects[place];
        let begin = Self::at(event.holds_from(effect), number, place, Some(effect.status), effect.was);
        let end = event.clock(Clock::Expires);
        let end = end.map(|date| Self::at(Some(date), number, place, None, Some(effect.status)));
        std::iter::once(begin).chain(end)
    }

    fn at(
        date: Option<&Date>,
        event: EventNo,
        place: usize,
        status: Option<Word>,
        was: Option<Word>,
    ) -> Self {
        Self {
            event,
            place,
            status,
            was,
            earliest: date.map_or(Moment::FIRST, Date::earliest),
            latest: date.map_or(Moment::LAST, Date::latest),
            qualified: date.is_some_and(|date| date.is_approximate() || date.is_uncertain()),
            undated: date.is_none(),
        }
    }

    /// Whether it is the end of what it began, rather than its beginning.
    pub fn is_expiry(&self) -> bool {
        self.status.is_none()
    }

    /// The date at which it happened, as it is written; `None` when the record has none.
    pub fn date<'t>(&self, timeline: &'t Timeline) -> Option<&'t Date> {
        let event = timeline.event(self.event);
        if self.is_expiry() { event.clock(Clock::Expires) } else { event.holds_from(self.effect(timeline)) }
    }

    /// The effect that it comes from.
    pub fn effect<'t>(&self, timeline: &'t Timeline) -> &'t Effect {
        &timeline.event(self.event).effects[self.place]
    }

    /// Whether it says a status anew that held already, as far as it tells itself.
    pub fn restates(&self) -> bool {
        self.status.is_some() && self.was == self.status
    }

    /// Whether its own account puts it behind `other`: it changes what that one ends with, and not
    /// the other way round.
    pub(super) fn continues(&self, other: &Self) -> bool {
        self.was.is_some() && self.was == other.status && !self.restates() && self.status != other.was
    }

    fn order(&self) -> (Moment, u64, EventNo, usize) {
        (self.earliest, self.latest.0.abs_diff(self.earliest.0), self.event, self.place)
    }
}

/// What a policy was over time.
#[derive(Debug, Clone)]
pub struct Track {
    /// The policy.
    pub policy: PolicyNo,
    pub(super) steps: Vec<Step>,
    pub(super) undated: Vec<Step>,
    pub(super) stretches: Vec<Stretch>,
    /// For each step the first of the unbroken run of steps with its status.
    pub(super) run: Vec<u32>,
    /// For each step the next one with another status; the number of steps where none follows.
    pub(super) next: Vec<u32>,
}

impl Track {
    /// The track that `steps` make, in whatever order they come.
    pub(super) fn new(policy: PolicyNo, steps: Vec<Step>) -> Self {
        let (undated, mut steps): (Vec<Step>, Vec<Step>) = steps.into_iter().partition(|step| step.undated);
        steps.sort_by_key(Step::order);
        drop_overtaken_expiries(&mut steps);
        let (run, next) = (runs(&steps), nexts(&steps));
        let stretches = stretches(&steps);
        Self { policy, steps, undated, stretches, run, next }
    }

    /// Its dated steps: by earliest moment, then the sharper date, then the number of the event.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What is said of it without a date.
    pub fn undated(&self) -> &[Step] {
        &self.undated
    }

    /// The steps that change the status, rather than restate it.
    pub fn changes(&self) -> impl DoubleEndedIterator<Item = &Step> {
        (0..self.steps.len()).filter(|at| self.is_change(*at)).map(|at| &self.steps[at])
    }

    /// Whether the step at this place changes the status: of the one before it or, for the first,
    /// of the one that it tells of itself.
    pub(super) fn is_change(&self, at: usize) -> bool {
        match at.checked_sub(1) {
            Some(before) => self.steps[before].status != self.steps[at].status,
            None => !self.steps[at].restates(),
        }
    }

    /// The status before every step, where the first one tells it.
    pub fn opening(&self) -> Option<Word> {
        self.steps.first().and_then(|first| first.was)
    }

    /// The next change that starts after `moment`.
    pub fn change_after(&self, moment: Moment) -> Option<&Step> {
        let from = self.steps.partition_point(|step| step.earliest <= moment);
        (from..self.steps.len()).find(|at| self.is_change(*at)).map(|at| &self.steps[at])
    }

    /// The last change that starts before `moment`.
    pub fn change_before(&self, moment: Moment) -> Option<&Step> {
        let to = self.steps.partition_point(|step| step.earliest < moment);
        (0..to).rev().find(|at| self.is_change(*at)).map(|at| &self.steps[at])
    }
}

/// An effect expires only where nothing else was said of the policy since.
fn drop_overtaken_expiries(steps: &mut Vec<Step>) {
    let mut last: Option<Step> = None;
    steps.retain(|step| {
        let is_due = |last: Step| last.event == step.event && last.place == step.place;
        let stays = !step.is_expiry() || last.is_some_and(is_due);
        if stays {
            last = Some(*step);
        }
        stays
    });
}

fn runs(steps: &[Step]) -> Vec<u32> {
    let mut run: Vec<u32> = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let goes_on = at > 0 && steps[at - 1].status == step.status;
        run.push(if goes_on { run[at - 1] } else { at as u32 });
    }
    run
}

fn nexts(steps: &[Step]) -> Vec<u32> {
    let mut next = vec![steps.len() as u32; steps.len()];
    for at in (1..steps.len()).rev() {
        let same = steps[at - 1].status == steps[at].status;
        next[at - 1] = if same { next[at] } else { at as u32 };
    }
    next
}
