-- Of the tokens that an answer returned: those whose customers had come further than was known before it.
ALTER TABLE query ADD COLUMN newly_used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE query ADD COLUMN newly_bound INTEGER NOT NULL DEFAULT 0;

ALTER TABLE check_run ADD COLUMN earlier_newly_used INTEGER NOT NULL DEFAULT 0;
ALTER TABLE check_run ADD COLUMN earlier_newly_bound INTEGER NOT NULL DEFAULT 0;
