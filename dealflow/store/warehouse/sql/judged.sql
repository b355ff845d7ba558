-- What did the people of the organisation $owner say of the figures that were proposed to them, by metric? Each figure's
-- last word counts; figures added by hand are no proposals, and what a later reading dropped counts once judged.
with proposed as (
    select claim_id, deck_id, metric, superseded
    from visible_claim($owner, $opened)
    where organisation_id is null
),
word as (
    select claim_id, deck_id, verdict
    from visible_verification($owner, $opened)
    where verdict <> 'reopened'
)
select
    p.metric,
    count(*) as proposed,
    count(*) filter (where w.verdict = 'accepted') as accepted,
    count(*) filter (where w.verdict = 'corrected') as corrected,
    count(*) filter (where w.verdict = 'rejected') as rejected
from proposed as p
left join word as w on w.deck_id = p.deck_id and w.claim_id = p.claim_id
where not p.superseded or w.verdict is not null
group by p.metric
having count(w.verdict) > 0
order by count(w.verdict) desc, p.metric;
