-- The views that DESIGN names. `T_raw` are the rows of all attempts; only those of the attempt that won a document
-- are shown. An attempt counts when its marker stands in batches_raw.

CREATE TEMP TABLE committed AS
  SELECT batch_id, min(attempt) AS attempt, max(started) AS started, any_value(run_id) AS run_id,
         any_value(coder_version) AS coder_version, max(n_documents) AS n_documents
  FROM batches_raw GROUP BY batch_id;

-- Of several codings of a document the latest run's wins; of two in one run (two writers) the smaller attempt.
CREATE TEMP TABLE live AS
  SELECT doc_id, attempt FROM (
    SELECT d.doc_id, d.attempt,
           row_number() OVER (PARTITION BY d.doc_id ORDER BY c.started DESC, d.attempt) AS place
    FROM documents_raw d JOIN committed c ON d.attempt = c.attempt
  ) WHERE place = 1;

CREATE VIEW documents AS
  SELECT r.doc_id, r.title, r.published, r.outlet, r.url, r.language, r.n_words, r.origin_id, c.run_id, r.author, r.given_id
  FROM documents_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt
  JOIN committed c ON c.attempt = r.attempt;

CREATE VIEW origins AS
  SELECT origin_id, count(*) AS n_documents, CASE WHEN count(*) > 1 THEN 'copies' ELSE 'single' END AS kind
  FROM documents GROUP BY origin_id;

CREATE VIEW records AS
  SELECT r.doc_id, r.record FROM records_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW entities AS
  SELECT entity_id, any_value(name ORDER BY r.doc_id) AS name, any_value(code ORDER BY r.doc_id) AS code,
         any_value(country ORDER BY r.doc_id) AS country, any_value(sector ORDER BY r.doc_id) AS sector,
         any_value(office ORDER BY r.doc_id) AS office, bool_or(is_anonymous) AS is_anonymous,
         count(DISTINCT r.doc_id) AS n_documents
  FROM entities_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt GROUP BY entity_id;

CREATE VIEW mentions AS
  SELECT r.doc_id, r.entity_id, r.span_start, r.span_end, r.text, r.kind, r.rule, r.score
  FROM mentions_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW evidence AS
  SELECT r.evidence_id, r.event_id, r.doc_id, r.status, r.trigger_start, r.trigger_end, r.speaker, r.speaker_kind,
         r.confidence, r.rule, r.words, r.speaker_name
  FROM evidence_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW event_documents AS
  SELECT r.* EXCLUDE (batch_id, attempt)
  FROM events_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

-- Belief: independent sources err independently, 1 - prod(1 - reliability) over origins (Gyori et al. 2017, INDRA,
-- "noisy-or" over evidence); within an origin its best kind of source counts. Reliabilities: kind_reliability.
CREATE VIEW event_belief AS
  SELECT event_id, CAST(sum(n) AS BIGINT) AS n_evidence, count(*) AS n_origins, 1 - exp(sum(ln(1 - reliability))) AS belief
  FROM (
    SELECT e.event_id, d.origin_id, count(*) AS n, max(k.reliability) AS reliability
    FROM evidence e JOIN documents d ON d.doc_id = e.doc_id JOIN kind_reliability k ON k.kind = e.speaker_kind
    GROUP BY e.event_id, d.origin_id
  ) GROUP BY event_id;

CREATE VIEW events AS
  SELECT e.event_id, e.type, e.mode, e.status, e.start, e."end", e.precision, e.place, e.country, e.lat, e.lon, e.issue,
         b.belief, b.n_evidence, b.n_origins, e.goldstein, e.cameo, e.words, e.context, e.doc_id, e.published
  FROM (
    SELECT r.*, d.published, row_number() OVER (PARTITION BY r.event_id ORDER BY d.published, r.doc_id) AS place_in_line
    FROM event_documents r JOIN documents d ON d.doc_id = r.doc_id
  ) e JOIN event_belief b ON b.event_id = e.event_id WHERE e.place_in_line = 1;

CREATE VIEW participants AS
  SELECT DISTINCT r.event_id, r.role, r.entity_id, r.code, r.name
  FROM participants_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW disputes AS
  SELECT DISTINCT r.event_id, r.other_id, r.kind
  FROM disputes_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW positions AS
  SELECT r.position_id, r.actor, r.object, r.stance, r.change, r.status, r.since, r.doc_id, r.span_start, r.span_end,
         r.actor_code, r.actor_name, r.object_code, r.object_name, r.words, r.speaker_name, r.speaker_kind
  FROM positions_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW drivers AS
  SELECT r.doc_id, r.cause_start, r.cause_end, r.effect_id, r.words, r.marker
  FROM drivers_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW expectations AS
  SELECT r.expectation_id, r.event_id, r.holder, r.due_start, r.due_end, r.condition, r.state, r.settled_by, r.doc_id,
         r.holder_name, r.words
  FROM expectations_raw r JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt;

CREATE VIEW corrections AS SELECT target_id, field, value, author, "at", state FROM corrections_raw;

CREATE VIEW runs AS
  SELECT run_id, any_value(started) AS started, any_value(coder_version) AS coder_version,
         sum(n_documents) AS n_documents, count(*) AS n_batches
  FROM committed GROUP BY run_id;

CREATE VIEW batches AS SELECT batch_id, run_id, started, coder_version, n_documents FROM committed;

CREATE VIEW receipts AS
  SELECT DISTINCT r.doc_id, r.stage, r.outcome, r.detail, r.source
  FROM receipts_raw r JOIN committed c ON c.attempt = r.attempt
  LEFT JOIN live l ON r.doc_id = l.doc_id AND r.attempt = l.attempt
  WHERE r.doc_id IS NULL OR l.doc_id IS NOT NULL;
