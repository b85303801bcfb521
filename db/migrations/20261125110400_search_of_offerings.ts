import type { Knex } from 'knex';

// Why: offerings are found by their own words, those of their category and what they tell of themselves, and filtered by
// attributes, which a category can give a default. The database keeps what is searched beside what is said, so that no
// writer can forget it: who changes a category touches its offerings. A number is a number there: 8 and 8.0 are one.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table offerings drop column words;
    alter table offerings add column words tsvector not null default '', add column facts jsonb not null default '{}';

    create function index_offering() returns trigger language plpgsql as $index$
    declare
      titles text;
      told text;
    begin
      with recursive line as (
        select key, parent, title, texts, attributes from categories where key = new.category
        union
        select upper.key, upper.parent, upper.title, upper.texts, upper.attributes
        from categories upper join line on upper.key = line.parent
      ), facts as (
        select asked ->> 'key' as key, asked -> 'options' as options, coalesce((asked ->> 'filterable')::boolean, false) as filterable,
          case when asked ->> 'kind' = 'number' and value #>> '{}' ~ '^-{0,1}[0-9]+(\\.[0-9]+){0,1}$'
            then to_jsonb(cast(value #>> '{}' as numeric)) else value end as value
        from line cross join lateral jsonb_array_elements(line.attributes) own (asked)
        cross join lateral (
          select coalesce(new.details -> 'attributes' -> (asked ->> 'key'), asked -> 'default')
        ) given (value)
        where jsonb_typeof(value) <> 'null'
      )
      select
        (select string_agg(line.title || ' ' || coalesce((
          select string_agg(said.value, ' ') from jsonb_each(line.texts) language cross join lateral jsonb_each_text(language.value) said
        ), ''), ' ') from line),
        (select string_agg(case when jsonb_typeof(facts.value) in ('string', 'number') then facts.value #>> '{}' else '' end || ' ' ||
          coalesce((select string_agg(choice ->> 'title', ' ') from jsonb_array_elements(facts.options) own (choice)
            where facts.value @> (choice -> 'key')), ''), ' ') from facts),
        coalesce((select jsonb_object_agg(facts.key, facts.value) from facts where filterable), '{}')
        into titles, told, new.facts;
      new.words :=
        setweight(to_tsvector('simple', new.name), 'A') ||
        setweight(to_tsvector('simple', coalesce(new.details -> 'tags', '[]')::text || ' ' || coalesce(titles, '')), 'B') ||
        setweight(to_tsvector('simple', coalesce(told, '')), 'C') ||
        to_tsvector('simple', new.description) ||
        jsonb_to_tsvector('simple', coalesce(new.details -> 'texts', '{}'), '["string"]');
      return new;
    end
    $index$;
    create trigger offerings_index before insert or update of name, description, category, details on offerings
      for each row execute function index_offering();
    update offerings set category = category;

    create index offerings_words_idx on offerings using gin (words);
    create index offerings_facts_idx on offerings using gin (facts jsonb_path_ops);
    create index offerings_tags_idx on offerings using gin ((details -> 'tags') jsonb_path_ops);
    drop index offerings_vendor_id_idx;
    create index offerings_vendor_id_name_id_idx on offerings (vendor_id, name, id);
    drop index offerings_category_idx;
    create index offerings_category_name_id_idx on offerings (category, name, id);
    create index plans_currency_offering_id_idx on plans (currency, offering_id) where state = 'published';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index plans_currency_offering_id_idx;
    drop index offerings_category_name_id_idx;
    create index offerings_category_idx on offerings (category);
    drop index offerings_vendor_id_name_id_idx;
    create index offerings_vendor_id_idx on offerings (vendor_id);
    drop index offerings_tags_idx;
    drop trigger offerings_index on offerings;
    drop function index_offering;
    alter table offerings drop column words, drop column facts;
    alter table offerings add column words tsvector not null
      generated always as (to_tsvector('simple', name || ' ' || description)) stored;
    create index offerings_words_idx on offerings using gin (words);
  `);
