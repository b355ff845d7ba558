-- What does the warehouse hold?
-- Schema log: what happened, one row an event or a claim of it, only ever added to. Schema main: what stands, as views
-- over log; engagements and their stays are kept as tables, followed event by event.
-- Times (ts, *_at) are UTC without a zone. Every text of a person (notes, names of people, next steps) stays outside.

create schema log;

-- How far has the journal been told? One row; its version changes with the code that tells it.
create table log.mark (version varchar, workspace varchar, position bigint, hash varchar, ts timestamp);

create table log.organisation (
    position bigint, organisation_id varchar, name_ko varchar, name_en varchar, kind varchar, region varchar,
    is_demo boolean
);

create table log.ir_event (
    position bigint, ir_event_id varchar, organiser_id varchar, title_ko varchar, title_en varchar, held_on date,
    venue varchar
);

create table log.company (
    position bigint, ts timestamp, company_id varchar, name varchar, name_en varchar, biz_reg_no varchar,
    region varchar, sector varchar, owner_id varchar, is_demo boolean
);

create table log.company_merge (position bigint, company_id varchar, into_id varchar);

-- How did each company come to a house, as that house noted it? Private to owner_id.
create table log.company_profile (position bigint, company_id varchar, owner_id varchar, source varchar);

create table log.deck (
    position bigint, ts timestamp, actor_id varchar, deck_id varchar, kind varchar, sha256 varchar, file_name varchar,
    size_bytes bigint, owner_id varchar, audience varchar, ir_event_id varchar, company_id varchar,
    round_label varchar, version integer, state varchar, refusal varchar, extractor varchar, reader varchar,
    pages integer, unread_pages integer[], confidentiality varchar, listed varchar[]
);

create table log.claim (
    position bigint, ordinal integer, ts timestamp, actor_id varchar, deck_id varchar, claim_id varchar,
    organisation_id varchar, metric varchar, unit varchar, value decimal(38, 9), value_min decimal(38, 9),
    value_max decimal(38, 9), bound varchar, approx boolean, exact varchar, label varchar, scope varchar,
    status varchar, aggregation varchar, period_kind varchar, period_label varchar, period_start date,
    period_end date, subject varchar, scale_source varchar, origin varchar, confidence double,
    review_reasons varchar[], extractor varchar, page integer
);

create table log.evidence (
    position bigint, claim_ordinal integer, deck_id varchar, claim_id varchar, ordinal integer, page integer,
    boxes struct(x0_pt double, y0_pt double, x1_pt double, y1_pt double)[],
    label_boxes struct(x0_pt double, y0_pt double, x1_pt double, y1_pt double)[], quote varchar
);

create table log.word (
    position bigint, ts timestamp, actor_id varchar, deck_id varchar, claim_id varchar, organisation_id varchar,
    verdict varchar, metric varchar, unit varchar, value decimal(38, 9), value_min decimal(38, 9),
    value_max decimal(38, 9), bound varchar, approx boolean, exact varchar, scope varchar, status varchar,
    aggregation varchar, period_kind varchar, period_label varchar, period_start date, period_end date
);

create table log.session (
    position bigint, ts timestamp, actor_id varchar, session_id varchar, owner_id varchar, session_kind varchar,
    held_at timestamp
);

create table log.item (
    position bigint, ts timestamp, actor_id varchar, session_id varchar, item_id varchar, engagement_id varchar,
    company_id varchar, fund_id varchar, terms_version integer, voters integer, pass_rule varchar
);

create table log.vote (
    position bigint, ts timestamp, actor_id varchar, session_id varchar, item_id varchar, voter_id varchar,
    ballot varchar, channel varchar, recused boolean
);

create table log.resolution (
    position bigint, ts timestamp, actor_id varchar, source varchar, session_id varchar, item_id varchar,
    result varchar, conditions integer, relied integer, eligible integer, attending integer, in_favour integer,
    against integer, abstained integer, aside integer, quorate boolean, carried boolean
);

create table log.participant (
    position bigint, ts timestamp, actor_id varchar, participant_id varchar, ir_event_id varchar, kind varchar,
    state varchar, company_id varchar, organisation_id varchar
);

create table log.placement (
    position bigint, ir_event_id varchar, version integer, company varchar, investor varchar, table_id varchar,
    start_min integer, end_min integer
);

create table log.publication (
    position bigint, ts timestamp, actor_id varchar, ir_event_id varchar, version integer
);

create table log.meeting_mark (
    position bigint, ts timestamp, actor_id varchar, ir_event_id varchar, company varchar, investor varchar,
    state varchar
);

create table log.consultation (
    position bigint, ts timestamp, actor_id varchar, consultation_id varchar, ir_event_id varchar, owner_id varchar,
    company varchar, investor varchar, typed_at timestamp, interest varchar, intention_low bigint,
    intention_high bigint, next_step varchar, next_due date, is_told boolean, engagement_id varchar
);

-- Which engagements are there, and how do they stand? As opened: with the company of then.
create table log.engagement (
    engagement_id varchar, owner_id varchar, company_id varchar, investor_id varchar, track varchar,
    round_label varchar, stage varchar, status varchar, reason varchar, opened_at timestamp, stage_since timestamp,
    last_event_at timestamp, version integer, assignee_id varchar, next_due date, ir_event_id varchar, source varchar
);

-- Which moves were made? The opening is a move from nowhere; a move that takes one back names it in undoes.
create table move (
    position bigint, ts timestamp, actor_id varchar, source varchar, engagement_id varchar, seq integer,
    from_stage varchar, to_stage varchar, undoes integer
);

-- Which changes of status were made, and why?
create table status_change (
    position bigint, ts timestamp, actor_id varchar, source varchar, engagement_id varchar, seq integer,
    from_status varchar, to_status varchar, reason varchar, undoes integer
);

-- How long did each engagement stay at each stage? left_at is missing while it stays; moves taken back left no stay.
create table stage_interval (
    engagement_id varchar, seq integer, stage varchar, entered_at timestamp, left_at timestamp
);

-- Which organisations are there?
create view organisation as
select organisation_id, name_ko, name_en, kind, region, is_demo
from log.organisation
qualify position = max(position) over (partition by organisation_id);

-- Which IR events are there?
create view ir_event as
select ir_event_id, organiser_id, title_ko, title_en, held_on, venue
from log.ir_event
qualify position = max(position) over (partition by ir_event_id);

-- Which company did each company turn out to be that was merged into another? None points at one that was merged on.
create view log.survivor as
with recursive direct as (
    select company_id, arg_max_null(into_id, position) as into_id from log.company_merge group by company_id
),
chain as (
    select company_id, into_id from direct where into_id is not null
    union all
    select c.company_id, d.into_id
    from chain as c
    inner join direct as d on d.company_id = c.into_id
    where d.into_id is not null
)
select c.company_id, c.into_id as survivor
from chain as c
where not exists (select 1 from direct as d where d.company_id = c.into_id and d.into_id is not null);

-- Which companies are there, as last amended? Those with an owner_id are that organisation's own find. One that was
-- merged into another is none of its own; one whose last row has no name was withdrawn.
create view company as
select
    company_id, arg_max(name, position) as name, arg_max(name_en, position) as name_en,
    arg_max_null(biz_reg_no, position) as biz_reg_no, arg_max(region, position) as region,
    arg_max(sector, position) as sector, arg_max(owner_id, position) as owner_id,
    arg_max(is_demo, position) as is_demo, min(ts) as registered_at, max(ts) as changed_at
from log.company
where company_id not in (select company_id from log.survivor)
group by company_id
having arg_max_null(name, position) is not null;

-- Which engagements are there, and how do they stand? Private to owner_id, like moves, changes of status and stays. The
-- company is the one that it turned out to be.
create view engagement as
select e.* replace (coalesce(s.survivor, e.company_id) as company_id)
from log.engagement as e
left join log.survivor as s on s.company_id = e.company_id;

-- Which decks are there, whose are they, and how far has their reading come?
create view deck as
with known as (
select
    deck_id, arg_max(sha256, position) as sha256, arg_max(file_name, position) as file_name,
    arg_max(size_bytes, position) as size_bytes, arg_max(owner_id, position) as owner_id,
    arg_max(audience, position) as audience, arg_max(company_id, position) as company_id,
    arg_max(round_label, position) as round_label, arg_max(version, position) as version,
    arg_max(ir_event_id, position) as ir_event_id, arg_max(state, position) as state,
    arg_max_null(refusal, position) filter (where state is not null) as refusal,
    arg_max(extractor, position) as extractor, arg_max(reader, position) as reader,
    arg_max(pages, position) as pages, arg_max(unread_pages, position) as unread_pages,
    arg_max(confidentiality, position) as confidentiality, arg_max(listed, position) as listed,
    min(ts) as received_at, arg_min(actor_id, position) as received_by,
    max(ts) filter (where kind = 'deck_read') as read_at
from log.deck
group by deck_id
)
select k.* replace (coalesce(s.survivor, k.company_id) as company_id)
from known as k
left join log.survivor as s on s.company_id = k.company_id;

-- What has each organisation last said of each claim? The values are a correction's, the state "proposed" means that
-- the organisation took its word back.
create view verification as
select
    deck_id, claim_id, organisation_id, verdict,
    case verdict when 'accepted' then 'verified' when 'reopened' then 'proposed' else verdict end as state,
    actor_id as verified_by, ts as verified_at, metric, unit, value, value_min, value_max, bound, approx, exact,
    scope, status, aggregation, period_kind, period_label, period_start, period_end
from log.word
qualify position = max(position) over (partition by claim_id, organisation_id);

-- Which of all claims ever read stand? The last reading's and those added by hand (which come first where an id is
-- both); of earlier readings those on which an organisation's word stood at each later reading: they are superseded.
create view log.standing as
with reading as (
    select deck_id, position from log.deck where kind = 'deck_read'
),
reread as (
    select deck_id, max(position) as latest from reading group by deck_id having count(*) > 1
),
by_hand as (
    select deck_id, claim_id, max(position) as position from log.claim where organisation_id is not null
    group by deck_id, claim_id
),
spoken as (
    select deck_id, claim_id, position, verdict,
        coalesce(lead(position) over (partition by claim_id, organisation_id order by position), 1e18::bigint) as until
    from log.word
),
earlier as (
    select c.deck_id, c.claim_id, c.position
    from log.claim as c
    inner join reread using (deck_id)
    where c.organisation_id is null and c.position < reread.latest
    qualify c.position = max(c.position) over (partition by c.deck_id, c.claim_id)
),
forsaken as (
    select e.deck_id, e.claim_id
    from earlier as e
    inner join reading as r on r.deck_id = e.deck_id and r.position > e.position
    where not exists (
        select 1 from spoken as s
        where s.deck_id = e.deck_id and s.claim_id = e.claim_id and s.verdict <> 'reopened'
            and s.position < r.position and r.position < s.until
    )
),
kept as (
    select deck_id, claim_id, position from earlier
    anti join forsaken using (deck_id, claim_id)
    anti join (select c.deck_id, c.claim_id from log.claim as c inner join reread on c.position = reread.latest)
        using (deck_id, claim_id)
)
select c.*, k.position is not null as superseded
from log.claim as c
left join by_hand as h on h.deck_id = c.deck_id and h.claim_id = c.claim_id
left join reread as r on r.deck_id = c.deck_id
left join kept as k on k.deck_id = c.deck_id and k.claim_id = c.claim_id and k.position = c.position
where case
    when h.position is not null then c.position = h.position
    else r.latest is null or c.position = r.latest or k.position is not null
end;

-- Which figures do the decks state? One row a claim, as read or added by hand (then with an organisation_id); what
-- people said of it stands in verification.
create view claim as
select
    s.claim_id, s.deck_id, d.company_id, d.round_label, d.version, d.owner_id, d.audience, d.confidentiality, d.listed,
    s.organisation_id, s.metric,
    s.unit, s.value, s.value_min, s.value_max, s.bound, s.approx, s.exact, s.label, s.scope, s.status, s.aggregation,
    s.period_kind, s.period_label, s.period_start, s.period_end, s.subject, s.scale_source, s.origin, s.confidence,
    s.review_reasons, s.extractor, s.page, s.superseded, s.ordinal, s.ts as read_at
from log.standing as s
inner join deck as d on d.deck_id = s.deck_id;

-- Where does each standing claim stand in its deck? Boxes are in PDF points of the page as shown, from the top left.
create view evidence as
select e.deck_id, e.claim_id, e.ordinal, e.page, e.boxes, e.label_boxes, e.quote
from log.evidence as e
semi join log.standing as s on s.position = e.position and s.ordinal = e.claim_ordinal and s.claim_id = e.claim_id;

-- Which committees were called, and when are they held?
create view log.committee as
select
    session_id, arg_max(owner_id, position) as owner_id, arg_max(session_kind, position) as session_kind,
    arg_max(held_at, position) as held_at
from log.session
group by session_id;

-- How did each item of a committee end, on what count? Without a result while nobody resolved it; an approval that was
-- withdrawn later counts as withdrawn. Private to owner_id, like the votes.
create view decision as
with ended as (
    select * from log.resolution
    qualify position = max(position) over (partition by session_id, item_id)
)
select
    i.session_id, i.item_id, c.owner_id, c.session_kind, c.held_at, i.engagement_id, i.company_id, i.fund_id,
    i.terms_version, i.voters, i.pass_rule, e.result, e.ts as resolved_at, e.actor_id as resolved_by, e.eligible,
    e.attending, e.in_favour, e.against, e.abstained, e.aside as recused, e.quorate, e.carried, e.conditions, e.relied
from log.item as i
inner join log.committee as c on c.session_id = i.session_id
left join ended as e on e.session_id = i.session_id and e.item_id = i.item_id;

-- What was each voter's last word on each item? A ballot of nothing: the voter stood aside.
create view vote as
select
    v.session_id, v.item_id, c.owner_id, v.voter_id, v.ballot, v.channel, v.recused, v.ts as cast_at
from log.vote as v
inner join log.committee as c on c.session_id = v.session_id
qualify v.position = max(v.position) over (partition by v.session_id, v.item_id, v.voter_id);

-- Who takes part in IR days, as last kept: firms by their records, no person.
create view log.comer as
select participant_id, ir_event_id, kind, state, company_id, organisation_id
from log.participant
qualify position = max(position) over (partition by participant_id);

-- Which consultations were planned (they stand in the published timetable) and how did each go? Minutes count from
-- midnight of the event's first day in Korea. Seen by the event's organiser and by the investor who sits there.
create view meeting as
with published as (
    select ir_event_id, version
    from log.publication
    qualify position = max(position) over (partition by ir_event_id)
),
planned as (
    select p.ir_event_id, p.company, p.investor, p.table_id, p.start_min, p.end_min
    from log.placement as p
    inner join published as u on u.ir_event_id = p.ir_event_id and u.version = p.version
    qualify row_number() over (partition by p.ir_event_id, p.company, p.investor order by p.start_min, p.table_id) = 1
),
marked as (
    select ir_event_id, company, investor, state, ts
    from log.meeting_mark
    qualify position = max(position) over (partition by ir_event_id, company, investor)
)
select
    coalesce(p.ir_event_id, m.ir_event_id) as ir_event_id, e.organiser_id,
    coalesce(p.company, m.company) as company_participant, coalesce(p.investor, m.investor) as investor_participant,
    c.company_id, i.organisation_id as investor_id, i.kind as investor_kind, p.ir_event_id is not null as planned,
    p.table_id, p.start_min, p.end_min, coalesce(m.state, 'planned') as state, m.ts as marked_at
from planned as p
full join marked as m on m.ir_event_id = p.ir_event_id and m.company = p.company and m.investor = p.investor
left join ir_event as e on e.ir_event_id = coalesce(p.ir_event_id, m.ir_event_id)
left join log.comer as c on c.participant_id = coalesce(p.company, m.company)
left join log.comer as i on i.participant_id = coalesce(p.investor, m.investor);

-- What did investors log of their consultations, as last kept? Private to owner_id, like engagements; what people wrote
-- stays outside. Intentions are in whole won, bind nobody, and are no money raised.
create view consultation as
select
    k.consultation_id, k.ir_event_id, k.owner_id, k.company as company_participant,
    k.investor as investor_participant, c.company_id, k.typed_at, k.interest, k.intention_low, k.intention_high,
    k.next_step, k.next_due, k.is_told, k.engagement_id, k.ts as logged_at
from log.consultation as k
left join log.comer as c on c.participant_id = k.company
qualify k.position = max(k.position) over (partition by k.consultation_id);
