-- Tables as nobody would make them for the library: names, keys, types, and constraints.
-- 1, 2: a ring of foreign keys; keys that are not called id
CREATE TABLE heads (head_id INTEGER PRIMARY KEY AUTOINCREMENT, office INT REFERENCES offices ON DELETE SET NULL ON UPDATE CASCADE);
CREATE TABLE offices (office_no INTEGER PRIMARY KEY, head INTEGER NOT NULL REFERENCES heads (head_id) ON DELETE CASCADE);
-- 3: a tree, and words of C++
CREATE TABLE "class" ("class" INTEGER PRIMARY KEY, "namespace" INT, "template" INTEGER REFERENCES "class", "default" TEXT DEFAULT 'new',
    "int" TINYINT DEFAULT -1, "dataflow" BOOLEAN NOT NULL DEFAULT TRUE, "df" REAL DEFAULT 0.1, "std" DOUBLE NOT NULL DEFAULT 5);
-- 4: spaces, digits, quotes, other scripts, an emoji, and a line feed
CREATE TABLE "Order Details (old)" ("Order ID" INTEGER PRIMARY KEY, "2nd price" DECIMAL(10, 2) DEFAULT 9.50, "say ""hi""" TEXT,
    "größe" INT NOT NULL, "名前" TEXT, "😀" TEXT, "line
feed" TEXT, "%" INT, "!" INT, "UserID" INT, "user_id" INT, "back\slash" TEXT DEFAULT 'a\b"c?');
-- 5, 6: a key of text, and one that is a foreign key
CREATE TABLE countries (code CHAR(2) NOT NULL PRIMARY KEY, name VARCHAR(80) NOT NULL UNIQUE);
CREATE TABLE capitals (country CHAR(2) NOT NULL PRIMARY KEY REFERENCES countries ON DELETE CASCADE, name TEXT);
-- 7, 8: composite keys, and a composite foreign key
CREATE TABLE flights (airline VARCHAR(3) NOT NULL, number INT NOT NULL, day DATE NOT NULL, PRIMARY KEY (airline, number, day), CHECK (number > 0));
CREATE TABLE seats (airline VARCHAR(3) NOT NULL, number INT NOT NULL, day DATE NOT NULL, seat TEXT NOT NULL,
    PRIMARY KEY (airline, number, day, seat), FOREIGN KEY (airline, number, day) REFERENCES flights);
-- 9: only foreign keys, WITHOUT ROWID
CREATE TABLE head_countries (head INTEGER NOT NULL REFERENCES heads, country CHAR(2) NOT NULL REFERENCES countries, PRIMARY KEY (head, country)) WITHOUT ROWID;
-- 10: no key; 11: a unique constraint only
CREATE TABLE log (at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, line TEXT NOT NULL);
CREATE TABLE tags (tag TEXT NOT NULL UNIQUE);
-- 12: types
CREATE TABLE types (id INT NOT NULL PRIMARY KEY, b BOOL, i INT, ti TINYINT, bi UNSIGNED BIG INT, f FLOAT, d DOUBLE PRECISION, n NUMERIC, dc DECIMAL(10, 2),
    dl DECIMAL(30, 2), c CHARACTER(20), v VARYING CHARACTER(255), tx CLOB, bl BLOB, untyped, dt DATE DEFAULT '2024-02-29', tm TIME, ts TIMESTAMP, dtm DATETIME, j JSON, s STRING);
-- 13: STRICT
CREATE TABLE strict_ones (id INTEGER PRIMARY KEY, a ANY, i INT, t TEXT NOT NULL DEFAULT '') STRICT;
-- 14: generated columns and checks
CREATE TABLE rectangles (id INTEGER PRIMARY KEY, w INT NOT NULL CHECK (w > 0), h INT NOT NULL, area INT GENERATED ALWAYS AS (w * h),
    CONSTRAINT "not too large" CHECK (w * h < 1000000), UNIQUE (w, h));
-- 15: indexes
CREATE TABLE indexed (id INTEGER PRIMARY KEY, a INT, b TEXT COLLATE NOCASE, d INT);
CREATE UNIQUE INDEX indexed_b ON indexed (b);
CREATE INDEX indexed_a ON indexed (a);
CREATE INDEX indexed_a_b ON indexed (a, b DESC);
CREATE UNIQUE INDEX indexed_d ON indexed (d);
CREATE UNIQUE INDEX indexed_lower_b ON indexed (lower(b)) WHERE a > 0;
-- 16, 17: views, one of which is broken
CREATE VIEW wide AS SELECT id, w, w * 2 AS twice FROM rectangles WHERE w > 10;
CREATE VIEW broken AS SELECT * FROM gone;
-- 18: a virtual table, with those that it keeps
CREATE VIRTUAL TABLE words USING fts5 (body);
-- 19: a table with triggers
CREATE TABLE counted (id INTEGER PRIMARY KEY, n INT NOT NULL DEFAULT 0);
CREATE TRIGGER counted_up AFTER INSERT ON counted BEGIN UPDATE counted SET n = n + 1 WHERE id = NEW.id; END;
-- 20: columns that the library would keep itself
CREATE TABLE kept (id INTEGER PRIMARY KEY, created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, updated_at TEXT NOT NULL, deleted_at TEXT, tenant_id TEXT NOT NULL DEFAULT '');
-- 21: names in camel case, 22: in Pascal case
CREATE TABLE camelCase (id INTEGER PRIMARY KEY, "userId" INT NOT NULL, "isPaid" INT NOT NULL, "URL" TEXT);
CREATE TABLE PlaylistTrack (PlaylistId INT NOT NULL, TrackId INT NOT NULL, PRIMARY KEY (PlaylistId, TrackId));
-- 23: irregular plurals; 24: a name with a point; 25: a key of a kind that is made again
CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, mother INTEGER REFERENCES people, father INTEGER REFERENCES people);
CREATE TABLE "a.b" (id INTEGER PRIMARY KEY);
CREATE TABLE reused (id INTEGER PRIMARY KEY, note TEXT);
-- 26: names in capitals, and a key through another one
CREATE TABLE "BELEG" ("LAND" CHAR(2) NOT NULL REFERENCES countries, "BELEG_NR" INT NOT NULL, "STAND_AM" DATE, PRIMARY KEY ("LAND", "BELEG_NR"));
CREATE TABLE "POSTEN" ("LAND" CHAR(2) NOT NULL REFERENCES countries, "BELEG_NR" INT NOT NULL, "POS" INT NOT NULL, PRIMARY KEY ("LAND", "BELEG_NR", "POS"),
    FOREIGN KEY ("LAND", "BELEG_NR") REFERENCES "BELEG");

INSERT INTO countries VALUES ('DE', 'Germany');
INSERT INTO rectangles (w, h) VALUES (20, 1);
INSERT INTO heads (office) VALUES (NULL);
INSERT INTO people (mother) VALUES (NULL), (1);
INSERT INTO "class" ("namespace") VALUES (7);
INSERT INTO camelCase VALUES (1, 7, 1, 'x');
