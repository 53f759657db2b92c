//! The registries as JSON objects.

use schemars::JsonSchema;
use serde::Serialize;

use super::record::{CountryCode, Dated, Extra};
use crate::model::{Actor, Policy, Tenure, Text, Timeline};

/// An actor of the registry.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "actor")]
pub struct ActorOf<'a> {
    name: &'a str,
    kind: Option<&'a str>,
    country: Option<CountryCode>,
    #[schemars(with = "Vec<String>")]
    aliases: &'a [Text],
    offices: Vec<OfficeOf<'a>>,
    members: Vec<MemberOf<'a>>,
    extra: Extra<'a>,
}

impl<'a> ActorOf<'a> {
    pub fn of(timeline: &'a Timeline, actor: &'a Actor) -> Self {
        let offices = actor.offices.iter().map(|office| OfficeOf {
            title: &office.title,
            principal: office.principal.map(|principal| principal.written(timeline)),
            tenure: TenureOf::of(&office.tenure),
            extra: Extra(&office.extra),
        });
        let members = actor.members.iter().map(|member| MemberOf {
            country: member.country.into(),
            tenure: TenureOf::of(&member.tenure),
            extra: Extra(&member.extra),
        });
        Self {
            name: &actor.name,
            kind: actor.kind.map(|kind| timeline.word(kind)),
            country: actor.country.map(CountryCode::from),
            aliases: &actor.aliases,
            offices: offices.collect(),
            members: members.collect(),
            extra: Extra(&actor.extra),
        }
    }
}

/// An office of an actor.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "office")]
pub struct OfficeOf<'a> {
    title: &'a str,
    /// The actor or country that its holder acts for.
    #[serde(rename = "for")]
    principal: Option<&'a str>,
    #[serde(flatten)]
    tenure: TenureOf<'a>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

/// A country that is a member of an actor.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "member")]
pub struct MemberOf<'a> {
    country: CountryCode,
    #[serde(flatten)]
    tenure: TenureOf<'a>,
    #[serde(skip_serializing_if = "Extra::is_empty")]
    extra: Extra<'a>,
}

#[derive(Serialize, JsonSchema)]
pub struct TenureOf<'a> {
    from: Option<Dated<'a>>,
    to: Option<Dated<'a>>,
}

impl<'a> TenureOf<'a> {
    fn of(tenure: &'a Tenure) -> Self {
        Self { from: tenure.from.as_ref().map(Dated::from), to: tenure.to.as_ref().map(Dated::from) }
    }
}

/// A policy of the registry.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "policy")]
pub struct PolicyOf<'a> {
    title: &'a str,
    short: &'a str,
    owners: Vec<&'a str>,
    topic: Option<&'a str>,
    ladder: Option<&'a str>,
    extra: Extra<'a>,
}

impl<'a> PolicyOf<'a> {
    pub fn of(timeline: &'a Timeline, policy: &'a Policy) -> Self {
        Self {
            title: &policy.title,
            short: &policy.short,
            owners: policy.owners.iter().map(|owner| &*timeline.actor(*owner).id).collect(),
            topic: policy.topic.map(|topic| timeline.word(topic)),
            ladder: policy.ladder.map(|ladder| &*timeline.ladders[ladder].name),
            extra: Extra(&policy.extra),
        }
    }
}
