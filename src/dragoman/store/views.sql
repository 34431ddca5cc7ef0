-- The views that DESIGN names. `T_raw` are the rows of all attempts to write; `T_live` those that count. Blocks with
-- {table} are made once for each table of documents' rows.

-- Statuses of one state: what is planned or expected is to come, what happened or goes on is done.
CREATE MACRO state_of(status) AS
  CASE status WHEN 'expected' THEN 'planned' WHEN 'ongoing' THEN 'happened' ELSE status END;

-- Kind of source of one who holds an expectation.
CREATE MACRO kind_of(holder) AS
  CASE WHEN starts_with(holder, 'outlet') THEN 'outlet' WHEN starts_with(holder, 'anonymous:') THEN 'anonymous'
  WHEN starts_with(holder, 'document:') THEN 'document' ELSE 'named' END;

-- An attempt counts when its marker stands in batches_raw; of two of one batch, written by two writers, the first. A view
-- may be asked to leave commits out.
CREATE TEMP TABLE committed AS
  SELECT * FROM batches_raw ANTI JOIN left_out USING (batch_id)
  QUALIFY row_number() OVER (PARTITION BY batch_id ORDER BY seq, attempt) = 1;

-- Of several codings of a document the one committed last counts. These are the others.
CREATE TEMP TABLE superseded AS
  WITH twice AS (
    SELECT d.doc_id FROM documents_raw d SEMI JOIN committed c ON d.attempt = c.attempt
    GROUP BY d.doc_id HAVING count(*) > 1
  )
  SELECT d.doc_id, d.attempt FROM documents_raw d JOIN committed c ON d.attempt = c.attempt
  WHERE d.doc_id IN (SELECT doc_id FROM twice)
  QUALIFY row_number() OVER (PARTITION BY d.doc_id ORDER BY c.seq DESC, d.attempt) > 1;

CREATE VIEW {table}_coded AS
  SELECT t.* FROM {table}_raw t SEMI JOIN committed c ON t.attempt = c.attempt
  ANTI JOIN superseded s ON t.doc_id = s.doc_id AND t.attempt = s.attempt;

-- The documents' own rows: as coded, but for documents with corrections the rows of their mended records (View._mend).
CREATE VIEW {table}_own AS SELECT * FROM {table}_coded {mended};

-- What joins documents: the link run that has seen most commits counts, with those that it builds on. `back` is the number
-- of runs that came after.
CREATE TEMP TABLE link_heads AS
  SELECT l.attempt, l.batch_id, l.base, l.n_seen, l.linker,
         row_number() OVER (ORDER BY l.n_seen DESC, c.seq DESC, l.attempt) AS place
  FROM link_runs_raw l JOIN committed c ON l.attempt = c.attempt;
CREATE TEMP TABLE link_chains AS
  WITH RECURSIVE chain AS (
    SELECT place AS head, attempt, base, n_seen, linker, 0 AS back FROM link_heads WHERE place <= 3
    UNION ALL
    SELECT c.head, h.attempt, h.base, h.n_seen, h.linker, c.back + 1 FROM chain c JOIN link_heads h ON h.batch_id = c.base
  )
  SELECT * FROM chain;
CREATE TEMP TABLE linking AS
  SELECT attempt, base, n_seen, linker, back FROM link_chains
  WHERE head = 1 AND EXISTS (FROM link_chains WHERE head = 1 AND base IS NULL);
CREATE TEMP TABLE linked AS SELECT attempt, n_seen, linker FROM linking WHERE back = 0;

-- Link runs that a compaction drops: all but the three that have seen most and what they build on, so that nobody who
-- just opens the ledger misses rows.
CREATE VIEW outlived_live AS SELECT attempt FROM link_heads ANTI JOIN link_chains USING (attempt);

-- Of the rows on one thing those of the latest run that has any; a row that holds nothing but its key is none.
CREATE TEMP TABLE {joined}_changed AS
  SELECT {keys}, min(l.back) AS back FROM {joined}_raw t JOIN linking l ON t.attempt = l.attempt
  WHERE l.base IS NOT NULL GROUP BY ALL;
CREATE VIEW {joined}_now AS
  SELECT t.* EXCLUDE (batch_id, attempt)
  FROM {joined}_raw t JOIN linking l ON t.attempt = l.attempt LEFT JOIN {joined}_changed k USING ({keys})
  WHERE t.{sign} IS NOT NULL AND (k.back IS NULL OR l.back <= k.back);

CREATE TEMP TABLE home AS SELECT * FROM merges_now;
CREATE TEMP TABLE happened AS SELECT * FROM happenings_now;
CREATE TEMP TABLE shared AS SELECT * FROM shared_origins_now;

CREATE VIEW rivalries AS SELECT member_id, other_id, kind FROM rivalries_now;
CREATE VIEW tellings AS SELECT * FROM tellings_now;
CREATE VIEW votes AS SELECT * FROM votes_now;

-- The documents' own rows, with the ids of the events and origins that they belong to. An event's row keeps the id that
-- its document gives it as member_id.
CREATE VIEW {plain}_live AS SELECT * FROM {plain}_own;
CREATE VIEW documents_live AS
  SELECT d.* REPLACE (coalesce(s.origin_id, d.origin_id) AS origin_id)
  FROM documents_own d LEFT JOIN shared s ON s.doc_id = d.doc_id;
CREATE VIEW {of_event}_live AS
  SELECT t.* REPLACE (coalesce(h.event_id, t.event_id) AS event_id), t.event_id AS member_id
  FROM {of_event}_own t LEFT JOIN home h ON h.member_id = t.event_id;
CREATE VIEW drivers_live AS
  SELECT t.* REPLACE (coalesce(h.event_id, t.effect_id) AS effect_id)
  FROM drivers_own t LEFT JOIN home h ON h.member_id = t.effect_id;
CREATE VIEW disputes_live AS
  WITH pairs AS (
    SELECT event_id AS one, other_id AS two, kind FROM disputes_own
    UNION SELECT member_id, other_id, kind FROM rivalries
    UNION SELECT other_id, member_id, kind FROM rivalries
  )
  SELECT coalesce(a.event_id, p.one) AS event_id, coalesce(b.event_id, p.two) AS other_id, kind
  FROM pairs p LEFT JOIN home a ON a.member_id = p.one LEFT JOIN home b ON b.member_id = p.two
  WHERE coalesce(a.event_id, p.one) <> coalesce(b.event_id, p.two);

-- Which events of single documents make up an event; rejected ones, too.
CREATE VIEW event_ids AS
  SELECT DISTINCT coalesce(h.event_id, c.event_id) AS event_id, c.doc_id, c.event_id AS member_id
  FROM events_coded c LEFT JOIN home h ON h.member_id = c.event_id;

CREATE VIEW documents AS
  SELECT d.doc_id, d.title, d.published, d.outlet, d.url, d.language, d.n_words, d.origin_id, c.run_id, d.author,
         d.given_id, d.text
  FROM documents_live d JOIN committed c ON d.attempt = c.attempt;

CREATE VIEW origins AS
  SELECT d.origin_id, count(*) AS n_documents,
         CASE WHEN count(*) = 1 THEN 'single' WHEN bool_or(s.reason IN ('credit', 'same words of an unnamed speaker'))
         THEN 'reporting' ELSE 'copies' END AS kind
  FROM documents_live d LEFT JOIN shared s ON s.doc_id = d.doc_id GROUP BY d.origin_id;

-- Why a document shares its origin with others.
CREATE VIEW shared_origins AS
  SELECT s.doc_id, s.origin_id, s.like_id, s.score, s.reason FROM shared s SEMI JOIN documents_own d ON d.doc_id = s.doc_id;

CREATE VIEW records AS SELECT doc_id, record FROM records_live;

-- An entity is shown as the document with the smallest id has it; its office is that of that document's day. What that
-- document does not tell of it (whose ship it is) comes from the first that does.
CREATE VIEW entities AS
  SELECT entity_id, s.name, coalesce(s.code, code) AS code, coalesce(s.country, country) AS country,
         coalesce(s.sector, sector) AS sector, s.office, is_anonymous, n_documents, n_origins
  FROM (
    SELECT entity_id, arg_min(struct_pack(name, code, country, sector, office), e.doc_id) AS s,
           arg_min(code, e.doc_id) AS code, arg_min(country, e.doc_id) AS country, arg_min(sector, e.doc_id) AS sector,
           bool_or(is_anonymous) AS is_anonymous, count(DISTINCT e.doc_id) AS n_documents,
           count(DISTINCT d.origin_id) AS n_origins
    FROM entities_live e JOIN documents_live d ON d.doc_id = e.doc_id GROUP BY entity_id
  );

CREATE VIEW mentions AS
  SELECT doc_id, entity_id, span_start, span_end, text, kind, rule, score FROM mentions_live;

CREATE VIEW evidence AS
  SELECT evidence_id, event_id, doc_id, status, trigger_start, trigger_end, speaker, speaker_kind, confidence, rule,
         words, speaker_name
  FROM evidence_live;

-- One row per event and document that tells it. type, status and days are those of the whole event; told_status is what
-- that document says, speaks whether it vouches for the event's state, is_lead whether its words stand for the event.
CREATE VIEW told AS
  SELECT e.* EXCLUDE (batch_id, attempt)
           REPLACE (coalesce(h.type, e.type) AS type, coalesce(h.status, e.status) AS status,
                    CASE WHEN h.event_id IS NULL THEN e.start ELSE h.start END AS start,
                    CASE WHEN h.event_id IS NULL THEN e."end" ELSE h."end" END AS "end",
                    CASE WHEN h.event_id IS NULL THEN e.precision ELSE h.precision END AS precision),
         e.status AS told_status, weight(e.speaker_kinds) AS weight, d.published, d.outlet, d.origin_id,
         h.event_id IS NULL OR state_of(e.status) = state_of(h.status) AS speaks,
         h.event_id IS NULL OR (e.member_id = h.lead_id AND e.doc_id = h.lead_doc) AS is_lead
  FROM events_live e JOIN documents_live d ON d.doc_id = e.doc_id LEFT JOIN happened h ON h.event_id = e.event_id;

-- What independent origins say for versions that exclude an event.
CREATE VIEW doubts_live AS
  SELECT event_id, sum(weight) AS weight FROM (
    SELECT d.event_id, t.origin_id, max(t.weight) AS weight
    FROM (SELECT DISTINCT event_id, other_id FROM disputes_live) d JOIN told t ON t.event_id = d.other_id
    WHERE t.speaks GROUP BY d.event_id, t.origin_id
  ) GROUP BY event_id;

CREATE VIEW events AS {merged};

-- Who takes part: as the telling has it that stands for the event, and those of other tellings whose code it lacks.
CREATE VIEW participants AS {people};

CREATE VIEW disputes AS SELECT DISTINCT event_id, other_id, kind FROM disputes_live;

-- Which events of single documents make up one event, and what speaks for it.
CREATE VIEW merges AS
  SELECT h.event_id, h.member_id, h.like_id, h.score, h.reason, h.judge
  FROM home h SEMI JOIN events_own e ON e.event_id = h.member_id;

CREATE VIEW happenings AS SELECT * FROM happened;
CREATE VIEW link_runs AS SELECT n_seen, linker FROM linked;
CREATE VIEW prints AS
  SELECT DISTINCT p.doc_id, p.linker, p.n_shingles, p.marks, p.credits, p.quotes
  FROM prints_raw p SEMI JOIN committed c ON p.attempt = c.attempt;

-- The life of an event: its states in order, each with the day on which it was first told and by whom.
CREATE VIEW phases AS
  SELECT p.event_id, p.number, p.status, p.day, p.start, p."end", p.member_id, p.doc_id
  FROM phases_now p;

-- What persons decided on identity, in order; `holds` is false while no document tells one of the two.
CREATE VIEW pins AS
  SELECT p.verb, p.member_id, p.other_id, p.reason, p.author, p."at",
         p.member_id IN (SELECT event_id FROM events_own)
         AND (p.other_id IS NULL OR p.other_id IN (SELECT event_id FROM events_own)) AS holds, c.seq
  FROM pins_raw p JOIN committed c ON p.attempt = c.attempt;

CREATE VIEW positions AS
  SELECT position_id, actor, object, stance, change, status, since, doc_id, span_start, span_end, actor_code, actor_name,
         object_code, object_name, words, speaker_name, speaker_kind
  FROM positions_live;

CREATE VIEW drivers AS
  SELECT doc_id, cause_start, cause_end, effect_id, words, marker, driver_id FROM drivers_live;

-- What is expected: what texts say of the future, and events that are planned or expected for a day. The state is that
-- of the last day on which a document was published.
CREATE VIEW expected_live AS
  SELECT expectation_id, x.event_id, x.member_id, holder, due_start, due_end, condition, x.doc_id, holder_name, words
  FROM expectations_live x
  UNION ALL
  SELECT 'x' || substr(e.member_id, 2), e.event_id, e.member_id, v.speaker, e.start, e."end", NULL, e.doc_id,
         v.speaker_name, '…' || regexp_replace(e.context, '^\S*\s|\s\S*$', '', 'g') || '…'
  FROM events_live e JOIN (
    SELECT doc_id, member_id, arg_min(speaker, trigger_start) AS speaker, arg_min(speaker_name, trigger_start) AS speaker_name
    FROM evidence_live GROUP BY doc_id, member_id
  ) v ON v.doc_id = e.doc_id AND v.member_id = e.member_id
  ANTI JOIN expectations_live x ON x.doc_id = e.doc_id AND x.member_id = e.member_id
  WHERE e.status IN ('planned', 'expected') AND coalesce(e.start, e."end") IS NOT NULL;

CREATE VIEW settlements AS
  SELECT s.expectation_id, s.doc_id, s.outcome, s.day, coalesce(h.event_id, s.member_id) AS event_id, s.member_id, s.by_doc
  FROM settlements_now s LEFT JOIN home h ON h.member_id = s.member_id;

CREATE VIEW expectations AS {expected};

-- How often what was expected came in time, by kind of source and by outlet. Copies of one text count once for a kind of
-- source, and each outlet answers for what it printed. No rate is given for fewer than 20.
CREATE VIEW hit_rates AS
  WITH settled AS (
    SELECT DISTINCT x.event_id, x.state, d.origin_id, d.outlet, kind_of(x.holder) AS kind
    FROM expectations x JOIN documents_live d ON d.doc_id = x.doc_id WHERE x.state <> 'open'
  ), counted AS (
    SELECT 'source kind' AS "by", kind AS name, state FROM (SELECT DISTINCT event_id, origin_id, kind, state FROM settled)
    UNION ALL
    SELECT 'outlet', outlet, state FROM (SELECT DISTINCT event_id, outlet, state FROM settled WHERE outlet IS NOT NULL)
  )
  SELECT "by", name, count(*) AS n, count(*) FILTER (state = 'held') AS held,
         count(*) FILTER (state = 'held late') AS held_late, count(*) FILTER (state = 'cancelled') AS cancelled,
         count(*) FILTER (state = 'postponed') AS postponed, count(*) FILTER (state = 'lapsed') AS lapsed,
         CASE WHEN count(*) >= 20 THEN round(held / n, 3) END AS rate
  FROM counted GROUP BY "by", name;

CREATE VIEW corrections AS
  SELECT target_id, field, value, author, "at", state, reason, before, detail, disputed, kind, doc_id, span_start,
         span_end, correction_id
  FROM corrections_now;

-- An alert stands until the last word on its name is that it was removed.
CREATE VIEW alerts AS
  SELECT name, query, "at", alert_id FROM (
    SELECT a.name, a.query, a."at", a.alert_id, a.action
    FROM alerts_raw a JOIN committed c ON a.attempt = c.attempt
    QUALIFY row_number() OVER (PARTITION BY a.name ORDER BY c.seq DESC, a."at" DESC, a.attempt) = 1
  ) WHERE action = 'add';

CREATE VIEW alert_seen AS
  SELECT DISTINCT s.alert_id, s.row_key FROM alert_seen_raw s SEMI JOIN committed c ON s.attempt = c.attempt;

-- A forecast stands as it was kept first: a later one of the same id, made knowing more, changes nothing.
CREATE VIEW forecasts AS
  SELECT f.forecast_id, f.made_on, f.due, f.actor, f.recipient, f.directed, f.event_class, f.probability, f.n_hits,
         f.n_spans, f.peer_share, c.run_id
  FROM forecasts_raw f JOIN committed c ON f.attempt = c.attempt
  QUALIFY row_number() OVER (PARTITION BY f.forecast_id ORDER BY c.seq, f.attempt) = 1;

-- A run is shown once one of its batches is committed.
CREATE VIEW runs AS
  SELECT r.run_id, min(r.started) AS started, min(r.coder_version) AS coder_version,
         split_part(min(r.coder_version), '+', 1) AS version, split_part(min(r.coder_version), '+', 2) AS lexicon_version,
         min(r.config) AS config,
         (SELECT CAST(sum(c.n_documents) AS BIGINT) FROM committed c WHERE c.run_id = r.run_id) AS n_documents,
         split_part(min(r.coder_version), '+', 3) AS code_version, split_part(min(r.coder_version), '+', 4) AS model_version,
         (SELECT max(c."at") FROM committed c WHERE c.run_id = r.run_id) AS finished, min(r.manifest) AS manifest
  FROM runs_raw r SEMI JOIN committed c ON r.run_id = c.run_id GROUP BY r.run_id;

CREATE VIEW batches AS SELECT batch_id, run_id, seq, coder_version, n_documents, "at" FROM committed;

-- Of inputs that gave no document (doc_id is NULL) each receipt once, however often it was tried.
CREATE VIEW receipts AS
  SELECT DISTINCT doc_id, stage, outcome, detail, source FROM receipts_live;

-- A name for comparison: lower case, without accents and marks, a space on either side of each word.
CREATE MACRO folded(name) AS ' ' || trim(regexp_replace(strip_accents(lower(name)), '[^\p{L}\p{N}]+', ' ', 'g')) || ' ';

-- Imported events. Of two batches that hold the same event, which only two imports at the same time can make, the first counts.
CREATE VIEW imported_events AS
  SELECT e.* EXCLUDE (batch_id, attempt), c.run_id
  FROM imported_events_raw e JOIN committed c ON e.attempt = c.attempt
  ANTI JOIN (
    SELECT r.event_id, r.attempt FROM imported_events_raw r JOIN committed b ON r.attempt = b.attempt
    QUALIFY row_number() OVER (PARTITION BY r.event_id ORDER BY b.seq, r.attempt) > 1
  ) twice ON twice.event_id = e.event_id AND twice.attempt = e.attempt;

CREATE VIEW imported_participants AS
  SELECT event_id, origin, role, party.name AS name, party.code AS code, party.sector AS sector
  FROM (
    SELECT event_id, origin, 'actor' AS role, unnest(actors) AS party FROM imported_events
    UNION ALL
    SELECT event_id, origin, 'recipient', unnest(recipients) FROM imported_events
  );

CREATE VIEW imports AS
  SELECT i.origin, i.release, i.format, i.file, i.sha256, i.n_new, i.n_known, i.n_bad, c.run_id
  FROM imports_raw i JOIN committed c ON i.attempt = c.attempt;
