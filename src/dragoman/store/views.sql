-- The views that DESIGN names. `T_raw` are the rows of all attempts to write; `T_live` those that count. Blocks with
-- {table} are made once for each table of documents' rows.

-- An attempt counts when its marker stands in batches_raw; of two of one batch, written by two writers, the first.
CREATE TEMP TABLE committed AS
  SELECT * FROM batches_raw QUALIFY row_number() OVER (PARTITION BY batch_id ORDER BY seq, attempt) = 1;

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

-- Here the program reads the corrections and lays them over the coded records of their documents (View._mend).
{corrections};

-- The documents' own rows: as coded, but for documents with corrections the rows of their mended records.
CREATE VIEW {table}_own AS SELECT * FROM {table}_coded {mended};

CREATE VIEW {table}_live AS SELECT * FROM {table}_own;

-- Which events of single documents make up an event; rejected ones, too.
CREATE VIEW event_ids AS SELECT DISTINCT event_id, doc_id, event_id AS member_id FROM events_coded;

CREATE VIEW documents AS
  SELECT d.doc_id, d.title, d.published, d.outlet, d.url, d.language, d.n_words, d.origin_id, c.run_id, d.author,
         d.given_id, d.text
  FROM documents_live d JOIN committed c ON d.attempt = c.attempt;

CREATE VIEW origins AS
  SELECT origin_id, count(*) AS n_documents, CASE WHEN count(*) > 1 THEN 'copies' ELSE 'single' END AS kind
  FROM documents_live GROUP BY origin_id;

CREATE VIEW records AS SELECT doc_id, record FROM records_live;

-- An entity is shown as the document with the smallest id has it; its office is that of that document's day.
CREATE VIEW entities AS
  SELECT entity_id, s.name, s.code, s.country, s.sector, s.office, is_anonymous, n_documents
  FROM (
    SELECT entity_id, arg_min(struct_pack(name, code, country, sector, office), doc_id) AS s,
           bool_or(is_anonymous) AS is_anonymous, count(DISTINCT doc_id) AS n_documents
    FROM entities_live GROUP BY entity_id
  );

CREATE VIEW mentions AS
  SELECT doc_id, entity_id, span_start, span_end, text, kind, rule, score FROM mentions_live;

CREATE VIEW evidence AS
  SELECT evidence_id, event_id, doc_id, status, trigger_start, trigger_end, speaker, speaker_kind, confidence, rule,
         words, speaker_name
  FROM evidence_live;

-- One row per event and document that tells it.
CREATE VIEW told AS
  SELECT e.* EXCLUDE (batch_id, attempt), reliability(e.speaker_kinds) AS reliability, d.published, d.outlet, d.origin_id
  FROM events_live e JOIN documents_live d ON d.doc_id = e.doc_id;

CREATE VIEW events AS {merged};

CREATE VIEW participants AS
  SELECT event_id, role, entity_id, min(code) AS code, min(name) AS name
  FROM participants_live GROUP BY event_id, role, entity_id;

CREATE VIEW disputes AS SELECT DISTINCT event_id, other_id, kind FROM disputes_live;

CREATE VIEW positions AS
  SELECT position_id, actor, object, stance, change, status, since, doc_id, span_start, span_end, actor_code, actor_name,
         object_code, object_name, words, speaker_name, speaker_kind
  FROM positions_live;

CREATE VIEW drivers AS
  SELECT doc_id, cause_start, cause_end, effect_id, words, marker, driver_id FROM drivers_live;

CREATE VIEW expectations AS
  SELECT expectation_id, event_id, holder, due_start, due_end, condition, state, settled_by, doc_id, holder_name, words
  FROM expectations_live;

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
