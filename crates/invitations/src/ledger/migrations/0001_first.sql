-- Rows are keyed by row number, and what a check writes is appended: a random key (a token, a UUID) with its
-- indexes makes saving 100 answers some 60 times as slow. AUTOINCREMENT, where a number is known outside: that of
-- something deleted must never come to mean something else, neither here nor in a window that still shows it.
--
-- Foreign keys are declared where the referring column leads an index. Elsewhere every deletion of a referred row
-- would scan the referring table; those rows are deleted by hand, see accounts.rs.

CREATE TABLE account (
    id                  INTEGER PRIMARY KEY AUTOINCREMENT,
    label               TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    key_name            TEXT    NOT NULL UNIQUE,
    secret_id_masked    TEXT    NOT NULL,
    key_place           TEXT    NOT NULL,
    utc_offset_minutes  INTEGER NOT NULL,
    expiring_days       INTEGER NOT NULL,
    requests_per_second INTEGER NOT NULL,
    added_at            INTEGER NOT NULL -- as all times here: milliseconds since 1970, UTC
) STRICT;

CREATE TABLE list (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX list_of_account ON list (account);

CREATE TABLE invitation (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    account  INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    token    TEXT    NOT NULL,
    note     TEXT,
    added_at INTEGER NOT NULL,
    UNIQUE (account, token)
) STRICT;

CREATE TABLE list_entry (
    list       INTEGER NOT NULL REFERENCES list ON DELETE CASCADE,
    invitation INTEGER NOT NULL,
    PRIMARY KEY (list, invitation)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_run (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    account              INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    list                 INTEGER, -- NULL: every list; it may name a list deleted since
    started_at           INTEGER NOT NULL,
    ended_at             INTEGER, -- NULL: running, or the program ended before the check did
    ending               TEXT,
    error_class          TEXT,
    error_message        TEXT,
    error_request_id     TEXT,
    error_retryable      INTEGER,
    scope                BLOB    NOT NULL, -- what it was to ask about, see scope.rs
    tokens               INTEGER NOT NULL,
    -- A check that continues another reports for both: what was answered before.
    continues            INTEGER,
    earlier_returned     INTEGER NOT NULL DEFAULT 0,
    earlier_not_returned INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX check_of_account ON check_run (account, list);

-- One call of the API. Its results are consecutive rows, from `first_result` on: of `observation` when it was
-- answered, of `failure` when it was not.
CREATE TABLE query (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    check_run     INTEGER NOT NULL REFERENCES check_run,
    asked_at      INTEGER NOT NULL, -- by the corrected clock
    request_id    TEXT,
    uuid          BLOB,             -- version 7, of its first observation; those of the others count up from it
    first_result  INTEGER NOT NULL,
    returned      INTEGER NOT NULL DEFAULT 0,
    not_returned  INTEGER NOT NULL DEFAULT 0,
    failed        INTEGER NOT NULL DEFAULT 0,
    foreign_rows  INTEGER NOT NULL DEFAULT 0, -- rows of the answer that nobody had asked for
    doubled_rows  INTEGER NOT NULL DEFAULT 0, -- rows of the answer beyond the first of a token
    error_class   TEXT,
    error_code    TEXT,
    error_message TEXT
) STRICT;
CREATE INDEX query_of_check ON query (check_run);

-- What the service said about one token, once, and with it what is known of the token from then on: a field that
-- the answer left out has the value that the observation before had, and its bit in `inherited` is set. So what is
-- known now is one row away, and an answer is written once. No AUTOINCREMENT, which costs as much as a third of the
-- saving: an observation is removed with all that names it.
CREATE TABLE observation (
    id            INTEGER PRIMARY KEY,
    invitation    INTEGER NOT NULL,
    query         INTEGER NOT NULL,
    previous      INTEGER,          -- the same invitation's observation before this one
    returned      INTEGER NOT NULL, -- 0: left out of the answer
    ever_returned INTEGER NOT NULL, -- by this answer or one before
    inherited     INTEGER NOT NULL, -- bit 0 for create_time, and so on in the order of the columns
    create_time   TEXT,
    status        INTEGER,
    use_time      TEXT,
    client_uin    TEXT,
    client_mail   TEXT,
    client_type   INTEGER,
    bind_time     TEXT
) STRICT;
CREATE TRIGGER observation_is_immutable BEFORE UPDATE ON observation
BEGIN
    SELECT raise(ABORT, 'an observation is never changed');
END;

-- A token that a query did not get an answer for.
CREATE TABLE failure (
    id         INTEGER PRIMARY KEY,
    query      INTEGER NOT NULL,
    invitation INTEGER NOT NULL
) STRICT;

-- Where an invitation stands. Derived, written together with what it is derived from, and as narrow as can be: a
-- page of it holds hundreds of rows, and each saving rewrites the rows of its tokens.
CREATE TABLE standing (
    invitation       INTEGER PRIMARY KEY,
    last_observation INTEGER, -- from here, `previous` leads through the whole history
    failed_by        INTEGER  -- the query that failed since, if one did
) STRICT;
