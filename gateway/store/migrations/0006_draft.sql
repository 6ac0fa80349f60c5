-- A draft is one row instead of one for each answer and point: every page of a questionnaire reads it whole.

CREATE TABLE draft ( -- what is typed and not sent yet; gone when sent in
  assignment TEXT PRIMARY KEY REFERENCES assignment (id), -- which one
  answers    TEXT NOT NULL, -- what stands in the fields, even when it is wrong: a line `question=text` for each field,
                            -- those of one question together: of `many` one for each tick, of a date three
  seen       TEXT NOT NULL  -- the points that were saved at least once, an index a line: one without required questions
                            -- is then done
) STRICT;

INSERT INTO draft (assignment, answers, seen)
SELECT assignment, '', '' FROM draft_answer UNION SELECT assignment, '', '' FROM draft_point;

UPDATE draft SET answers = (
  WITH RECURSIVE joined (question, lines) AS (
    SELECT '', ''
    UNION ALL
    SELECT a.question, joined.lines || a.question || '=' || replace(substr(a.texts, 1, length(a.texts) - 1), '
', '
' || a.question || '=') || '
'
    FROM joined JOIN draft_answer AS a ON a.assignment = draft.assignment AND a.question = (
      SELECT min(b.question) FROM draft_answer AS b WHERE b.assignment = draft.assignment AND b.question > joined.question)
  )
  SELECT lines FROM joined ORDER BY question DESC LIMIT 1);

UPDATE draft SET seen = (
  WITH RECURSIVE joined (point, lines) AS (
    SELECT -1, ''
    UNION ALL
    SELECT p.point, joined.lines || p.point || '
'
    FROM joined JOIN draft_point AS p ON p.assignment = draft.assignment AND p.point = (
      SELECT min(q.point) FROM draft_point AS q WHERE q.assignment = draft.assignment AND q.point > joined.point)
  )
  SELECT lines FROM joined ORDER BY point DESC LIMIT 1);

DROP TABLE draft_answer;
DROP TABLE draft_point;
