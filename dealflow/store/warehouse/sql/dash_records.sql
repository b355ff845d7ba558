-- Which engagements stand behind one mark of a chart: those opened in the period whose trait is one of $keys?
select e.engagement_id
from charted_engagement($owner, $track, $since, $until) as e
where
    list_contains(
        $keys,
        case $trait
            when 'source' then e.source
            when 'region' then e.region
            when 'sector' then e.sector
            when 'person' then e.assignee_id
            when 'reason' then e.reason
            when 'opened' then strftime(e.opened_on, '%Y-%m')
        end
    )
    and ($trait <> 'reason' or not e.is_open)
order by e.opened_on desc, e.engagement_id;
