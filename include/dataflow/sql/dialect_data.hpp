// A dialect is a row of data: what the writers of statements and the nodes ask of a database, each question
// by its name.
//
// The two rows of the library are in sql/dialects/. A dialect of your own is one more row, or a copy of one
// with changes (docs/house.md, "How to add a dialect"); `df::sql_of<row>(node)` writes with it.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/sql/function_text.hpp>

#include <cstdint>
#include <string_view>

namespace dataflow::rooms::sql {

/// A text of one stored type, for those that have no member in `type_texts`.
struct own_type {
    storage of{};
    std::string_view text{};
};
/// A text for each stored type; an empty one: the database has no such type.
struct type_texts {
    std::string_view boolean{}, int16{}, int32{}, int64{}, float32{}, float64{}, text{}, bytes{}, timestamp{},
        date{}, uuid{}, decimal{}, duration{}, json{};
    std::string_view array{};      ///< of all arrays, where the database has none of its own
    constant_list<own_type> own{}; ///< of types that have no member here
    std::string_view type_facts::* others = nullptr; ///< which of its own texts a type has that has none here

    [[nodiscard]] constexpr std::string_view operator[](storage s) const noexcept {
        const auto here = given(s);
        return here.empty() && others != nullptr && !is_array(s) ? facts_of(s).*others : here;
    }

  private:
    [[nodiscard]] constexpr std::string_view given(storage s) const noexcept {
        if (is_array(s)) return array;
        switch (s) {
        case storage::boolean: return boolean;
        case storage::int16: return int16;
        case storage::int32: return int32;
        case storage::int64: return int64;
        case storage::float32: return float32;
        case storage::float64: return float64;
        case storage::text: return text;
        case storage::bytes: return bytes;
        case storage::timestamp: return timestamp;
        case storage::date: return date;
        case storage::uuid: return uuid;
        case storage::decimal: return decimal;
        case storage::duration: return duration;
        case storage::json: return json;
        default: break;
        }
        for (const auto& one : own)
            if (one.of == s) return one.text;
        return {};
    }
};

/// How the caller's rows become a table: one array a column (`unnest`), a table-valued function of the
/// driver's, to which they are bound as a pointer, or a JSON text (`JSON_TABLE`).
enum class row_form : std::uint8_t { arrays, function, json };
/// How an INSERT says what is to be done where a record is there already.
enum class conflict_form : std::uint8_t { on_conflict, on_duplicate_key };
/// How an UPDATE takes its values from the caller's rows: from a FROM, from a join, or one statement for each
/// row.
enum class row_update : std::uint8_t { from, join, each };
/// How a value inside JSON becomes one of SQL: by a function of the driver's, by a JSON path that judges
/// it before the cast (PostgreSQL), or by a text for each type.
enum class json_form : std::uint8_t { function, judged_path, texts };
enum class search_form : std::uint8_t { none, fts5, tsvector };
enum class vector_form : std::uint8_t { none, functions, arrays };
/// Where a database tells what it holds.
enum class catalog_form : std::uint8_t { none, sqlite_schema, pg_catalog };

/// What stands before, between and after two operands.
struct infix {
    std::string_view before{}, between{}, after{};
};

/// The locks on rows of a SELECT; all empty where there are none.
struct lock_texts {
    std::string_view update{}, share{};
    std::string_view of{}; ///< before the tables; empty: no single tables are locked
    std::string_view skip{}, refuse{};
};

/// Which verbs can give rows back.
struct returning_verbs {
    bool insert = false, update = false, erase = false;
};

/// Matches of a text, @1, with a pattern, @2. The `once` ones mention @1 once; empty: the other one does,
/// too.
struct match_texts {
    std::string_view like{}, like_once{};
    std::string_view ilike{};
    std::string_view starts_with{}, starts_with_once{};
    std::string_view ends_with{}, ends_with_once{};
    std::string_view contains{};
    std::string_view regex{};
};

/// What is done with arrays.
struct array_texts {
    bool native = false;         ///< a type of the database's; else they are JSON
    std::string_view has{};      ///< array @1 has element @2; @3: digits after the point, where they are told
    std::string_view elements{}; ///< array @1 as a table e(v); empty: it is asked for each value instead
    std::string_view append{};   ///< array @1 and array @2
    std::string_view remove{}; ///< array @1 without what equals the first element of array @2; @3 as in `has`
    std::string_view size{};   ///< of array @1
};

/// What is done with JSON. @1 is the document and @2 a path into it, but where another meaning is given.
struct json_texts {
    json_form values = json_form::texts;
    infix path{"'$", "", "'"};      ///< around a path, and between its steps
    infix name{".\"", "", "\""};    ///< around a member's name in it
    infix item{"[", "", "]"};       ///< around an element's number
    infix bound_path{"(", "", ")"}; ///< around a path with keys that are bound, and between an array's steps
    infix bound_key{".\"' || ", "", " || '\""}; ///< around such a key
    bool path_is_array = false; ///< with keys that are bound, a path is written as an array of texts
    std::string_view lookup{};  ///< before a path, where something is read there
    std::string_view step{};    ///< before each name, where a place of names alone is written without a path
    std::string_view part{};    ///< what stands there, as JSON
    std::string_view kind{};    ///< what kind of JSON stands there, as a text
    std::string_view object{"'object'"}, array{"'array'"}; ///< the kinds
    std::string_view exists{};                             ///< something other than null stands there
    std::string_view size{};                               ///< how many elements @1, an array, has
    std::string_view set_member{};                         ///< the document with @3, which is JSON, there
    std::string_view set_element{};                        ///< the same where an element is there
    std::string_view null{};                               ///< JSON's null as a value
    type_texts values_of{}; ///< @1, which is JSON, as a value of SQL; for `json_form::texts`
    type_texts made_of{};   ///< the value @1 as JSON; for `json_form::texts`
};

/// Values of the program in DDL.
struct literal_texts {
    std::string_view yes{"TRUE"}, no{"FALSE"};
    infix bytes{"X'", "", "'"}; ///< around hexadecimal digits
    std::string_view infinity{}, minus_infinity{};
};

/// What a dialect is asked. A text with `@1`, `@2` has operands there; `spell` (sql/spell.hpp) writes it. An
/// empty text says that the database has nothing of the kind: a statement that needs it is refused, with a
/// reason.
struct dialect_data {
    std::string_view name{}; ///< for messages

    // Names, values, types.
    char quote = '"';                ///< around names
    bool brackets_quote = false;     ///< `[name]` is a name, too
    bool names_fold = false;         ///< names that differ in case alone are the same name
    std::string_view parameter{"?"}; ///< a parameter, without its number
    bool numbered = true; ///< parameters have numbers; else a value that is mentioned twice is bound twice
    type_texts types{};   ///< as in CREATE TABLE; of a decimal, without its digits
    type_texts casts{};   ///< as in CAST(... AS ...)
    bool typed_values = false;     ///< a parameter that nothing around tells the type of is given one: `::T`
    std::string_view byte_order{}; ///< after a text, so that it is ordered byte by byte where it would not be
    std::string_view byte_collation{}; ///< the name of the collation that this says
    bool decimals_scaled =
        false; ///< decimals are whole numbers of their last digits, and functions are told how many
    std::string_view
        fine_decimal{}; ///< the type in which a quotient and a mean lose nothing that could make a difference

    // Statements.
    row_form rows = row_form::json;
    type_texts
        row_types{}; ///< of the columns of `row_form::json`, with digits; those that are empty: as in `types`
    row_update updates_rows = row_update::from;
    bool erases_rows_together =
        true;                     ///< a DELETE by the caller's rows is one statement; else one for each row
    bool limits_changes = false;  ///< UPDATE and DELETE take ORDER BY and LIMIT
    std::string_view unlimited{}; ///< the LIMIT before an OFFSET that has none
    conflict_form conflict = conflict_form::on_conflict;
    bool conflict_needs_where = false;  ///< INSERT ... SELECT takes ON CONFLICT for a part of a join
    infix new_row{"excluded.", "", ""}; ///< around a column of the row that met a conflict
    std::string_view count_update{};    ///< a condition that counts each update of an upsert, in @1
    std::string_view created_flag{};    ///< whether a row that comes back was created, not updated
    std::string_view next_key{}; ///< the key that the database makes next, where no key is not enough: of
                                 ///< table @1, column @2
    bool orders_inserts = false; ///< rows are inserted in a given order only where the statement says so
    returning_verbs returning{};
    bool keeps_what_is_sent = false; ///< a record is stored as it was sent: it need not come back
    lock_texts locks{};
    bool full_joins = true;
    bool nulls_first_or_last = true;              ///< ORDER BY takes NULLS FIRST and NULLS LAST
    infix same{"", " IS NOT DISTINCT FROM ", ""}; ///< equal, NULL being a value
    infix differs{"", " IS DISTINCT FROM ", ""};
    bool same_uses_no_index = false; ///< `same` is slow where `=` and two IS NULL are not
    bool filters_aggregates = true;  ///< aggregates take FILTER (WHERE ...)

    // Expressions.
    match_texts match{};
    array_texts arrays{};
    json_texts json{};
    bool keeps_width = false;         ///< arithmetic of narrow numbers is done in their own width
    bool arithmetic_calls = false;    ///< a division, and all arithmetic of real numbers, is a call of a
                                      ///< function that judges the result
    bool sums_widen = false;          ///< a sum of whole numbers has a wider type
    std::string_view gathers_texts{}; ///< the driver's function that joins texts in an order; else
                                      ///< `string_agg` with an ORDER BY in it
    infix checked_whole{};            ///< around what whole numbers may overflow in
    infix single{}; ///< around a number that is rounded to a `float`, where the column does not do it
    infix rounded_whole{"CAST(round(", "",
                        ") AS BIGINT)"};  ///< around a real number that is rounded half away from zero
    std::string_view divide_whole{" / "}; ///< between whole numbers
    std::string_view function_text::* functions =
        nullptr;                                 ///< which text of a function it takes; null: `standard`
    constant_list<own_function> own_functions{}; ///< its own texts, which come before these
    search_form search = search_form::none;
    vector_form vectors = vector_form::none;

    // CREATE TABLE.
    literal_texts literals{};
    std::string_view made_key{};      ///< after the type of a key that the database makes
    std::string_view made_key_once{}; ///< after that, where no key is made again
    bool made_key_is_primary = false; ///< that says that it is the table's key, too
    bool columns_take_anything =
        false; ///< columns keep values of other types, too: a check makes sure of what they hold
    bool foreign_keys_inside =
        false; ///< foreign keys are part of CREATE TABLE, for the table that they refer to need not be there
    bool trigger_functions =
        false; ///< a trigger calls a function, written in PL/pgSQL; else its statements are in it
    bool null_is_greatest = false; ///< in an index, unless it is told otherwise
    bool alters_checks = false; ///< ALTER TABLE drops and adds checks; else a table's text is written again

    std::string_view only_reads{}; ///< in a transaction: it, or the open savepoint, only reads from then on
    std::string_view checks_deferred{}; ///< in a transaction: looks at the constraints that wait for its end

    // What a connection does.
    catalog_form catalog = catalog_form::none;
    std::string_view type_facts::* told = nullptr; ///< how the catalog spells a type; null: as in `types`
    std::string_view type_facts::* told_array = nullptr; ///< the same of an array of it
    bool names_foreign_keys = false;                     ///< an error tells which foreign key is broken
    bool counts_triggers = false;        ///< the outcome of a statement tells what triggers wrote
    bool knows_trigger_events = false;   ///< the catalog tells on which events a trigger acts
    bool makes_keys_by_sequence = false; ///< given keys do not move the key that is made next
    bool copies = false; ///< rows can be stored by a faster way than statements: `connection::copy`
    bool tells_last_key =
        false; ///< the outcome tells the last key that an INSERT made, and those before it precede it
    bool has_databases = false; ///< a server keeps several, which CREATE DATABASE makes
    bool one_writer = false;    ///< transactions that write run one after another
    bool may_drop_rows = false; ///< a table's constraint can say that what breaks it is dropped in silence
    bool meets_records_twice = false; ///< one upsert may meet a record more than once

    /// The text of a function; empty where there is none.
    [[nodiscard]] constexpr std::string_view text_of(const function_text& f) const noexcept {
        for (const auto& own : own_functions)
            if (own.of == &f) return own.text;
        if (functions != nullptr && !(f.*functions).empty()) return f.*functions;
        if (f.standard.empty() && f.sqlite == f.postgres) return f.sqlite;
        return f.standard;
    }
    [[nodiscard]] constexpr bool has_row_locks() const noexcept { return !locks.update.empty(); }
};

} // namespace dataflow::rooms::sql
