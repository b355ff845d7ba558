-- What may somebody of the organisation for_whom see, to whom these decks of others are opened? The rules of
-- dealflow.domain.access as table macros; a for_whom of null is whoever holds the files, who may ask for everything.

create macro korean_day(at_utc) as cast(at_utc + interval 9 hour as date); -- Korea keeps UTC+9 all year
create macro visible_organisation(for_whom, opened) as table
select * from organisation order by organisation_id;

create macro visible_ir_event(for_whom, opened) as table
select * from ir_event order by ir_event_id;

-- Which decks of others does the reader see? Those the ledger names (queries.visibility.deck_seen), one a line: who takes
-- part, who is listed and who agreed to which terms is decided there and nowhere else.
create macro is_opened(id, opened) as id in (select unnest(string_split(opened, chr(10))));

create macro visible_deck(for_whom, opened) as table
select *
from deck
where
    for_whom is null or owner_id = for_whom or is_opened(deck_id, opened)
order by deck_id;

-- A firm's own find stays its own until a deck that the reader sees, or a deal of the reader's, makes it known.
create macro visible_company(for_whom, opened) as table
select *
from company
where
    for_whom is null or owner_id = '' or owner_id = for_whom
    or company_id in (select company_id from visible_deck(for_whom, opened) where company_id is not null)
    or company_id in (select company_id from engagement where owner_id = for_whom)
order by company_id;

-- A figure added by hand is seen by its organisation, and by all who see an event deck whose owner added it.
create macro visible_claim(for_whom, opened) as table
select *
from claim
where
    for_whom is null
    or (
        (owner_id = for_whom or is_opened(deck_id, opened))
        and (
            organisation_id is null or organisation_id = for_whom
            or (organisation_id = owner_id and audience = 'event')
        )
    )
order by deck_id, page, ordinal, claim_id;

create macro visible_evidence(for_whom, opened) as table
select e.*
from evidence as e
semi join visible_claim(for_whom, opened) as c on c.deck_id = e.deck_id and c.claim_id = e.claim_id
order by e.deck_id, e.claim_id, e.ordinal;

create macro visible_verification(for_whom, opened) as table
select * from verification where for_whom is null or organisation_id = for_whom
order by deck_id, claim_id, organisation_id;

-- How does each claim stand for the reader, and with which values? The reader's own word counts, else the owner's on an
-- event deck (for the administrator the owner's always), else the claim is only proposed. Corrected values stand in the
-- place of those read.
create macro visible_figure(for_whom, opened) as table
with heard as (
    select v.*
    from verification as v
    inner join deck as d on d.deck_id = v.deck_id
    where
        v.verdict <> 'reopened'
        and (
            v.organisation_id = for_whom
            or (v.organisation_id = d.owner_id and (d.audience = 'event' or for_whom is null))
        )
    qualify row_number() over (partition by v.deck_id, v.claim_id order by v.organisation_id = for_whom desc) = 1
)
select
    c.claim_id, c.deck_id, c.company_id, c.round_label, c.version, coalesce(h.state, 'proposed') as state,
    if(h.verdict = 'corrected', h.metric, c.metric) as metric, if(h.verdict = 'corrected', h.unit, c.unit) as unit,
    if(h.verdict = 'corrected', h.value, c.value) as value,
    if(h.verdict = 'corrected', h.value_min, c.value_min) as value_min,
    if(h.verdict = 'corrected', h.value_max, c.value_max) as value_max,
    if(h.verdict = 'corrected', h.bound, c.bound) as bound, if(h.verdict = 'corrected', h.approx, c.approx) as approx,
    if(h.verdict = 'corrected', h.exact, c.exact) as exact, if(h.verdict = 'corrected', h.scope, c.scope) as scope,
    if(h.verdict = 'corrected', h.status, c.status) as status,
    if(h.verdict = 'corrected', h.aggregation, c.aggregation) as aggregation,
    if(h.verdict = 'corrected', h.period_kind, c.period_kind) as period_kind,
    if(h.verdict = 'corrected', h.period_label, c.period_label) as period_label,
    if(h.verdict = 'corrected', h.period_start, c.period_start) as period_start,
    if(h.verdict = 'corrected', h.period_end, c.period_end) as period_end, c.subject, c.confidence, c.page, c.superseded
from visible_claim(for_whom, opened) as c
left join heard as h on h.deck_id = c.deck_id and h.claim_id = c.claim_id
order by c.deck_id, c.page, c.ordinal, c.claim_id;

create macro visible_engagement(for_whom, opened) as table
select * from engagement where for_whom is null or owner_id = for_whom order by engagement_id;

create macro visible_move(for_whom, opened) as table
select m.* from move as m semi join visible_engagement(for_whom, opened) as e on e.engagement_id = m.engagement_id
order by m.engagement_id, m.seq;

create macro visible_status_change(for_whom, opened) as table
select s.* from status_change as s semi join visible_engagement(for_whom, opened) as e on e.engagement_id = s.engagement_id
order by s.engagement_id, s.seq;

create macro visible_stage_interval(for_whom, opened) as table
select i.* from stage_interval as i semi join visible_engagement(for_whom, opened) as e on e.engagement_id = i.engagement_id
order by i.engagement_id, i.seq;

create macro visible_decision(for_whom, opened) as table
select * from decision where for_whom is null or owner_id = for_whom order by held_at, session_id, item_id;

create macro visible_vote(for_whom, opened) as table
select * from vote where for_whom is null or owner_id = for_whom order by session_id, item_id, voter_id;

create macro visible_meeting(for_whom, opened) as table
select * from meeting where for_whom is null or organiser_id = for_whom or investor_id = for_whom
order by ir_event_id, company_participant, investor_participant;

create macro visible_consultation(for_whom, opened) as table
select * from consultation where for_whom is null or owner_id = for_whom order by ir_event_id, consultation_id;

-- Which stays belong to the chosen engagements of one organisation's books? place counts the stages of the track from 1.
create macro chosen_stay(owner, one_track, stages, investor, one_region, one_sector) as table
select
    i.engagement_id, i.seq, i.stage, list_position(stages, i.stage) as place, i.entered_at, i.left_at, e.opened_at,
    e.company_id, c.name as company_name
from stage_interval as i
inner join engagement as e on e.engagement_id = i.engagement_id
left join company as c on c.company_id = e.company_id
where
    e.owner_id = owner and e.track = one_track and list_contains(stages, i.stage)
    and (investor is null or e.investor_id = investor)
    and (one_region is null or c.region = one_region) and (one_sector is null or c.sector = one_sector);

-- When did each of them first come so far? One row an advance: all stages after from_place up to to_place count as
-- reached then, the ones stepped over too.
create macro chosen_advance(owner, one_track, stages, investor, one_region, one_sector) as table
select
    engagement_id, opened_at, company_id, entered_at as reached_at,
    coalesce(
        max(place) over (partition by engagement_id order by seq rows between unbounded preceding and 1 preceding), 0
    ) as from_place,
    place as to_place
from chosen_stay(owner, one_track, stages, investor, one_region, one_sector)
qualify to_place > from_place;

-- Which engagements of one organisation's books, in a track and opened between two days, and what do reports ask of each?
-- The source is what this house noted of the company, or else the event at which the two met.
create macro charted_engagement(owner, one_track, since, until) as table
select
    e.engagement_id, e.company_id, e.stage, e.status in ('active', 'on_hold') as is_open, coalesce(e.reason, '') as reason,
    coalesce(e.assignee_id, '') as assignee_id, e.next_due, korean_day(e.opened_at) as opened_on,
    coalesce(c.region, '') as region, coalesce(c.sector, '') as sector,
    coalesce(nullif(p.source, ''), if(e.ir_event_id is null, '', 'event')) as source
from engagement as e
left join company as c on c.company_id = e.company_id
left join (
    select coalesce(s.survivor, n.company_id) as company_id, arg_max(n.source, n.position) as source
    from log.company_profile as n
    left join log.survivor as s on s.company_id = n.company_id
    where n.owner_id = owner
    group by coalesce(s.survivor, n.company_id)
) as p on p.company_id = e.company_id
where
    e.owner_id = owner and e.track = one_track
    and (since is null or korean_day(e.opened_at) >= cast(since as date))
    and (until is null or korean_day(e.opened_at) <= cast(until as date));

-- Which engagements of those came to the last committee, of several arrivals the first, or were declined, of several the
-- last, and on which day?
create macro settled_engagement(owner, one_track, stages, committee) as table
select i.engagement_id, min(korean_day(i.entered_at)) as done_on, 'decided' as what
from stage_interval as i
semi join charted_engagement(owner, one_track, null, null) as m on m.engagement_id = i.engagement_id
where list_position(stages, i.stage) >= committee
group by i.engagement_id
union all
select s.engagement_id, max(korean_day(s.ts)) as done_on, 'declined' as what
from status_change as s
inner join charted_engagement(owner, one_track, null, null) as m on m.engagement_id = s.engagement_id
where not m.is_open and s.to_status in ('passed', 'withdrawn')
group by s.engagement_id;
