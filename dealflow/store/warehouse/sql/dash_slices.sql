-- What do the engagements of one organisation's books come to, by one trait of theirs: where from, where, what, who, why?
-- Those of a track that were opened between $since and $until. Of reasons only those that were declined or withdrawn count.
with charted as (
    select * from charted_engagement($owner, $track, $since, $until)
),
furthest as (
    select i.engagement_id, max(list_position($stages, i.stage)) as place
    from stage_interval as i
    semi join charted as c on c.engagement_id = i.engagement_id
    group by i.engagement_id
)
select
    case $trait
        when 'source' then c.source
        when 'region' then c.region
        when 'sector' then c.sector
        when 'person' then c.assignee_id
        when 'reason' then c.reason
    end as trait,
    count(*) as opened,
    count(*) filter (where c.is_open) as open_now,
    count(*) filter (where f.place >= $committee) as decided,
    count(*) filter (where not c.is_open) as declined,
    count(*) filter (where c.is_open and c.next_due < cast($on as date)) as overdue
from charted as c
left join furthest as f on f.engagement_id = c.engagement_id
where $trait <> 'reason' or not c.is_open
group by trait
order by opened desc, trait;
