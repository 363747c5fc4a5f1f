// A code for each kind of finding, of plans and of the lint. docs/lint.md has a paragraph for each.
#pragma once

#include <dataflow/migrate/risk.hpp>

#include <string_view>

namespace dataflow::migrate {

struct code_facts {
    std::string_view code{};
    dataflow::risk severity = dataflow::risk::none;
    std::string_view title{};
    std::string_view instead{}; ///< empty where nothing is better
};

// D: destroys data. B: blocks others. C: breaks the programs of the former version. F: may fail. T: about
// transactions and files. H: hygiene. L: of SQLite. U: not understood. S: about suppressions.
inline constexpr code_facts codes[]{
    {"DF-D01", risk::critical, "a table is dropped",
     "stop using it, rename it aside, keep a backup, and drop it in a later migration"},
    {"DF-D02", risk::high, "a column is dropped",
     "let no program read or write it first; keep a copy of its values"},
    {"DF-D03", risk::critical, "a schema is dropped with what is in it", "empty it first, table by table"},
    {"DF-D05", risk::critical, "all rows of a table are removed",
     "delete in batches, by a condition, and keep a copy"},
    {"DF-D07", risk::critical, "CASCADE drops whatever depends on it",
     "drop the dependents one by one, by name"},
    {"DF-D09", risk::critical, "a type change loses digits, a time zone, or a fraction",
     "add a new column, fill it in batches, and compare before the old one goes"},
    {"DF-D11", risk::critical, "a column is dropped and another one of its type is added",
     "where it is the same data under another name, rename it: .renamed = df::renamed({\"old\", \"new\"})"},
    {"DF-D13", risk::high, "all rows are changed in one statement",
     "change them in batches, by ranges of the key"},

    {"DF-B01", risk::high, "an index is built while writers wait",
     "CREATE INDEX CONCURRENTLY, alone and outside a transaction"},
    {"DF-B02", risk::medium, "an index is dropped while readers and writers wait",
     "DROP INDEX CONCURRENTLY, outside a transaction"},
    {"DF-B03", risk::critical, "CONCURRENTLY inside a transaction is an error",
     "a step outside of transactions"},
    {"DF-B05", risk::high, "a unique constraint builds its index while readers and writers wait",
     "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... UNIQUE USING INDEX"},
    {"DF-B07", risk::high, "a primary key builds its index while readers and writers wait",
     "CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX"},
    {"DF-B09", risk::high, "a foreign key is verified while writers of both tables wait",
     "ADD FOREIGN KEY ... NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own"},
    {"DF-B11", risk::high, "a column comes with a foreign key that is verified while readers wait",
     "add the column, fill it, then ADD FOREIGN KEY ... NOT VALID and VALIDATE CONSTRAINT"},
    {"DF-B12", risk::high, "a check is verified while readers and writers wait",
     "ADD CONSTRAINT ... CHECK ... NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own"},
    {"DF-B13", risk::high, "a column comes with a check that is verified while readers wait",
     "add the column, then the check NOT VALID, then VALIDATE CONSTRAINT"},
    {"DF-B15", risk::high, "NOT NULL is verified while readers and writers wait",
     "a check (column IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, SET NOT NULL, and drop the check"},
    {"DF-B16", risk::high, "a type change writes the table anew while readers and writers wait",
     "a new column, filled in batches, and swapped"},
    {"DF-B17", risk::critical, "a column that numbers its rows writes the table anew while readers wait",
     "a nullable column, a sequence, a fill in batches, then the key by an index that exists"},
    {"DF-B18", risk::critical, "a column whose value differs from row to row writes the table anew",
     "a nullable column, its default for new rows, and a fill in batches"},
    {"DF-B19", risk::critical, "a column of a domain with a check writes the table anew",
     "the domain's own type, then a check NOT VALID, then VALIDATE CONSTRAINT"},
    {"DF-B21", risk::high, "a type change verifies the checks that name the column",
     "drop the check, change the type, add it NOT VALID, and VALIDATE CONSTRAINT"},
    {"DF-B23", risk::medium, "a change of collation builds the column's indexes anew",
     "a new index CONCURRENTLY, and a swap"},
    {"DF-B25", risk::high, "an exclusion constraint builds its index while readers and writers wait",
     "a new table, or a window of maintenance"},
    {"DF-B27", risk::high, "a partition is detached while readers wait", "DETACH PARTITION ... CONCURRENTLY"},
    {"DF-B28", risk::medium, "a partition is verified when it is attached",
     "a validated check on the partition that says the same as its bounds"},
    {"DF-B29", risk::high, "the table is written anew while readers and writers wait",
     "pg_repack, or a window of maintenance"},
    {"DF-B30", risk::medium, "a materialized view is read by nobody while it is refreshed",
     "REFRESH MATERIALIZED VIEW CONCURRENTLY, for which it needs a unique index"},
    {"DF-B31", risk::high, "a check of a domain is verified in every table that uses it",
     "NOT VALID, and ALTER DOMAIN ... VALIDATE CONSTRAINT later"},
    {"DF-B32", risk::high, "an index is built anew while writers wait", "REINDEX ... CONCURRENTLY"},
    {"DF-B33", risk::medium, "more is done while an ACCESS EXCLUSIVE lock is held",
     "a transaction of its own"},
    {"DF-B34", risk::high, "a table is locked for others by hand", "a weaker lock, or none"},
    {"DF-B35", risk::medium, "a lock is waited for without a limit, and others wait behind it",
     "SET lock_timeout before it, and try again"},
    {"DF-B37", risk::high, "rows are changed while the lock of a change of the table is held",
     "change them in batches, each in a transaction of its own"},
    {"DF-B39", risk::medium,
     "no index begins with the columns of a foreign key: deletes in the other table read all rows",
     "CREATE INDEX CONCURRENTLY first"},
    {"DF-B41", risk::low, "writers wait for the moment in which a trigger is made or switched",
     "SET lock_timeout before it, and try again"},
    {"DF-B43", risk::medium, "a view is dropped and made again: who reads it waits",
     "a view of another name over the new type"},
    {"DF-B45", risk::medium, "a materialized view is filled anew while those who read it wait",
     "another one, filled before, and swapped"},
    {"DF-B47", risk::high, "all rows are read while readers and writers wait", "a time in which few use it"},

    {"DF-C01", risk::high, "a column gets another name",
     "keep the old name until no program uses it: a field can map to it"},
    {"DF-C02", risk::critical, "a table gets another name",
     "a view of the old name until no program uses it"},
    {"DF-C03", risk::high, "a schema gets another name, or a table another schema", "views of the old names"},
    {"DF-C05", risk::medium, "a column may be NULL from now on", "make the field a std::optional first"},
    {"DF-C07", risk::critical, "a required column without a default",
     "a default that is constant, or no NOT NULL yet"},
    {"DF-C09", risk::high, "a type change that programs notice",
     "a new column, and programs that write both"},
    {"DF-C11", risk::high, "a new value of an enumeration is used in the transaction that adds it",
     "commit in between"},
    {"DF-C13", risk::high, "an upsert may rely on the unique index that goes", "another one first"},
    {"DF-C15", risk::high, "a value of an enumeration gets another name",
     "a new value, and programs that know both"},
    {"DF-C17", risk::high, "a foreign key goes: what it refused is stored", "look for such rows afterwards"},
    {"DF-C19", risk::high, "the key becomes another one", "a unique constraint first, and the key later"},
    {"DF-C21", risk::high, "values that were allowed are refused", "programs that write them no more, first"},

    {"DF-F01", risk::high, "a unique index fails where rows are alike",
     "a query first: SELECT columns FROM table GROUP BY columns HAVING count(*) > 1"},
    {"DF-F03", risk::high, "NOT NULL fails where a row has none", "count them and fill them first"},
    {"DF-F05", risk::high, "a type change that no cast does by itself", "USING, or a new column"},
    {"DF-F07", risk::high, "a view uses the column whose type changes",
     "drop the view first, and make it again"},
    {"DF-F11", risk::medium, "a column is there twice", ""},
    {"DF-F13", risk::medium, "a foreign key of a partitioned table cannot be NOT VALID",
     "one for each partition"},
    {"DF-F15", risk::medium,
     "a constraint cannot use an index that is partial, descending, or over an expression", "a plain index"},

    {"DF-F17", risk::low, "a column that has a default cannot become an identity", "DROP DEFAULT first"},

    {"DF-T01", risk::medium, "outside a transaction, what was done before an error stays",
     "IF EXISTS or IF NOT EXISTS, and names for indexes"},
    {"DF-T03", risk::high, "a transaction is begun and not committed", "COMMIT at the end"},
    {"DF-T09", risk::high, "CONCURRENTLY stands beside other statements", "a file or step of its own"},

    {"DF-H01", risk::low, "a key of 32 bits has 2,147,483,647 values", "bigint"},
    {"DF-H03", risk::low, "serial", "bigint GENERATED BY DEFAULT AS IDENTITY"},
    {"DF-H05", risk::low, "char(n) pads with blanks", "text"},
    {"DF-H07", risk::low, "a domain with a check makes later changes dear", "a check of the column"},
    {"DF-H11", risk::low, "an index over more than three columns rarely helps", "the first three"},

    {"DF-L01", risk::high, "SQLite cannot do this to a table that is there",
     "a rebuild: a new table, a copy of the rows, and a rename; df::migrate does all twelve steps"},
    {"DF-L03", risk::high, "SQLite adds no column with a default that is not constant", "a rebuild"},
    {"DF-L05", risk::medium, "SQLite adds no column with a foreign key and a default other than NULL",
     "no default"},
    {"DF-L07", risk::medium, "all rows are read to verify a new column", "look for rows that break it first"},
    {"DF-L09", risk::high, "SQLite drops no column that is a key, unique, indexed, or part of a check",
     "drop what uses it first, or a rebuild"},
    {"DF-L11", risk::critical,
     "a table that others refer to is dropped while foreign keys are enforced: its children go",
     "PRAGMA foreign_keys = OFF before the transaction, and PRAGMA foreign_key_check before its end"},
    {"DF-L13", risk::critical, "the old table is renamed first: foreign keys of other tables follow it",
     "make the new one under another name, drop the old one, rename the new one"},

    {"DF-L27", risk::medium,
     "a rebuild needs about twice the size of the table on the disk, and writers wait for it",
     "free space, and an hour in which few write"},

    {"DF-U01", risk::high, "not understood, and so not known to be safe",
     "look at it by hand, and say so with dataflow:ignore"},
    {"DF-U03", risk::medium, "nobody has looked at it: the lint is not compiled in",
     "dataflow/lint/lint.hpp, or dataflow lint"},
    {"DF-U02", risk::critical, "this is no SQL of this database", ""},
    {"DF-S01", risk::low, "a dataflow:ignore that ignores nothing", "remove it"},
    {"DF-S02", risk::low, "a dataflow:ignore without a reason",
     "-- dataflow:ignore DF-B01 the table has 40 rows"},
};

/// The facts of a code; it must be one of them.
[[nodiscard]] constexpr const code_facts& facts_of(std::string_view code) {
    for (const auto& one : codes)
        if (one.code == code) return one;
    throw "no such code"; // NOLINT: not in a constant expression
}

} // namespace dataflow::migrate
