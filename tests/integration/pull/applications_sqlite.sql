-- What Django, Rails and SQLAlchemy make on SQLite of models with a field of each type, with rows that they wrote.
CREATE TABLE "shop_kind" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" varchar(40) NOT NULL,
    "parent_id" integer NULL REFERENCES "shop_kind" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "shop_everything" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "big" bigint NOT NULL, "small" smallint NULL,
    "pos" integer unsigned NOT NULL CHECK ("pos" >= 0), "price" decimal NOT NULL, "ratio" real NULL, "flag" bool NOT NULL,
    "maybe" bool NULL, "day" date NULL, "at" datetime NOT NULL, "time" time NULL, "took" bigint NULL, "blob" BLOB NULL,
    "data" text NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "ref" char(32) NOT NULL UNIQUE, "url" varchar(200) NOT NULL,
    "kind_id" integer NOT NULL REFERENCES "shop_kind" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "price_ge_0" CHECK ("price" >= '0'));
INSERT INTO shop_kind VALUES (1, 'root', NULL), (2, 'leaf', 1);
INSERT INTO shop_everything VALUES
    (1, 0, NULL, 1, 12.5, NULL, 0, NULL, NULL, '2024-02-29 23:59:59.123456', NULL, NULL, NULL, NULL, 'db41a39193134e698cb1a8b826dd735a', '', 1),
    (2, -9223372036854775808, -32768, 2147483647, 99999999.99, 0.1, 1, 0, '1899-12-31', '1969-12-31 00:00:00', '23:59:59.999999',
     -86396999995, x'00ff27', '{"a": [1, null, "\u00e9"]}', 'f842a39f4d31496bb43e6b4d4e05f261', 'http://x', 2);
CREATE TABLE "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" varchar DEFAULT '' NOT NULL, "admin" boolean DEFAULT 0 NOT NULL,
    "created_at" datetime(6) NOT NULL);
CREATE UNIQUE INDEX "index_users_on_email" ON "users" ("email");
CREATE TABLE "posts" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "title" varchar(80), "user_id" integer NOT NULL, "settings" json DEFAULT '{}' NOT NULL,
    "price" decimal(8,2), "published_on" date, "rank" integer(2), "lock_version" integer DEFAULT 0 NOT NULL, "created_at" datetime(6) NOT NULL,
    CONSTRAINT "fk_rails_5b5ddfd518" FOREIGN KEY ("user_id") REFERENCES "users" ("id"));
CREATE TABLE "posts_users" ("post_id" integer NOT NULL, "user_id" integer NOT NULL);
INSERT INTO users VALUES (1, 'a@b', 1, '1969-12-31 23:59:59.999999'), (2, 'c@d', 0, '2024-01-01 00:00:00.000000');
INSERT INTO posts VALUES (1, 'Hi ''x''', 1, '{"a": 1.50}', 12.5, '2024-02-29', -3, 0, '2024-01-01 00:00:00.000001'),
    (2, NULL, 2, '{}', -0.01, NULL, NULL, 7, '2024-01-01 00:00:00.000000');
INSERT INTO posts_users VALUES (1, 2), (1, 2);
CREATE TABLE types (id INTEGER NOT NULL, b2 BOOLEAN DEFAULT 1 NOT NULL, c VARCHAR(5), dt DATETIME, n NUMERIC(12, 3), f FLOAT, si SMALLINT, j JSON,
    u CHAR(32), lb BLOB, comp INTEGER GENERATED ALWAYS AS (si + 1), PRIMARY KEY (id), CONSTRAINT b2_bool CHECK (b2 IN (0, 1)));
INSERT INTO types (id, b2, c, dt, n, f, si, j, u, lb) VALUES
    (1, 0, 'green', '2024-02-29 01:02:03.000004', 1.005, 0.1, -5, '{"k": [1]}', '00000000000000000000000000000005', x'0061'),
    (2, 1, NULL, NULL, NULL, NULL, 2, NULL, NULL, NULL);
