// A statement as plain data, and the slot by which a connection finds it prepared.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/writer.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

/// Where in a connection's cache the prepared forms of one statement are: a process-wide number for
/// each variant, given at first use. No hashing of text on the way to a prepared statement.
class statement_id {
  public:
    constexpr statement_id() = default;

    /// The number of a variant; from 0, without gaps over the whole process. Safe from any thread.
    [[nodiscard]] std::uint32_t of(std::uint64_t variant) noexcept(false) {
        if (variant < direct) {
            const auto known = numbers_[variant].load(std::memory_order_acquire);
            if (known != 0) return known - 1;
        }
        return assign(variant);
    }

  private:
    static constexpr std::size_t direct = 16;

    std::uint32_t assign(std::uint64_t variant);

    std::atomic<std::uint32_t> numbers_[direct]{}; // number + 1; 0 is unknown
};

/// A function that writes a clause, and the place of the clause; or none. Whether there is one is kept with
/// it, as in constant_pointer.
class clause {
  public:
    constexpr clause(std::nullptr_t = nullptr) noexcept {}
    constexpr clause(void (*write)(writer&, place), place at = {}) noexcept
        : write_(write), at_(at), there_(true) {} // `write` is not null

    constexpr void operator()(writer& w) const { write_(w, at_); }
    [[nodiscard]] friend constexpr bool operator==(const clause& c, std::nullptr_t) noexcept {
        return !c.there_;
    }
    /// The same clause inside an expression whose own place is `outer`.
    [[nodiscard]] constexpr clause inside(place outer) const noexcept {
        auto out = *this;
        out.at_ = outer.after(at_.value, at_.optional);
        return out;
    }

  private:
    void (*write_)(writer&, place) = nullptr;
    place at_{};
    bool there_ = false;
};

/// An expression that rows are ordered by: how it is written, and of what type its values are.
struct order_expression {
    clause written{};
    const type_info* type = nullptr; ///< with an optional where it can be NULL
};

/// One key of an ORDER BY: a column of the table, or an expression.
struct order_term {
    std::uint16_t column = 0; ///< of an expression: its position after the columns of the table
    bool descending = false;
    bool nulls_first = false;
    bool nullable = false;
    constant_pointer<order_expression> key{}; ///< of an expression
};

/// What a SELECT does to the rows that it reads. PostgreSQL alone has such locks.
struct row_lock {
    enum class strength : std::uint8_t { none, share, update };
    enum class waiting : std::uint8_t { wait, skip, refuse };

    strength how = strength::none;
    waiting where_locked = waiting::wait;
    std::uint16_t tables = 0; ///< a bit for each table of a FROM whose rows are locked; 0: all of them
};

/// The table between two others, whose records each refer to one of either: what a SELECT of children by way
/// of it joins.
struct link_table {
    const schema::table* table = nullptr;
    std::uint16_t parent = 0; ///< its column that refers to the parent
    std::uint16_t child = 0;  ///< and the one that refers to the child
};

struct select_parts;

/// What a statement does.
enum class verb : std::uint8_t { select, insert, update, erase };

/// What a SELECT gives.
enum class gives : std::uint8_t {
    records,   ///< all columns of its rows
    selected,  ///< what `select_parts` say
    how_many,  ///< the count of the rows that `select_parts` say
    count,     ///< the count of its rows
    existence, ///< whether there is a row
    positions, ///< of the caller's rows, and the keys of the records that they meet by the target's columns
    missing,   ///< the position of the first of the caller's rows whose key no record has
};

/// Which records a statement is about.
enum class row_match : std::uint8_t {
    all,       ///< those that fulfill its predicate, where it has one
    key,       ///< the one whose key is bound
    record,    ///< the one whose key is that of the record that is bound
    rows,      ///< those whose keys are the caller's rows
    reference, ///< those whose target column is one of the caller's rows
};

/// Where the values of an INSERT, or those of an UPDATE without assignments, come from.
enum class row_source : std::uint8_t { record, rows };

/// What a write gives back.
enum class returning : std::uint8_t {
    nothing,
    record,
    record_if_changed, ///< where the database may store something other than what was sent, without telling
    by_variant,        ///< of bulk inserts: keys, or counts
};

/// What a statement written by hand may leave behind in its session.
enum class session_use : std::uint8_t {
    none,
    calls,      ///< whatever a function does that is not known
    settings,   ///< settings, roles, locks, temporary tables
    statements, ///< prepared statements, too
};

/// The text of a statement for one database, and where its values come from.
struct written_statement {
    std::string text{};
    std::vector<value_source> sources{};
    bool vectors_asked = false;                ///< whether it matters that pgvector is there
    std::vector<const column_form*> results{}; ///< of its first columns: in which form the driver reads them
};

/// Which columns of its table get values from a statement. The types of these may change under a running
/// program: then the values would be converted, and some of them rounded.
enum class stored_columns : std::uint8_t {
    none,
    all,
    chosen,   ///< those of `columns`
    returned, ///< any; it gives the whole record back, from which the columns' types are known
};

/// A statement: what it does, about which table, with which clauses. All of it is constant data, which
/// `write` makes a text of (sql/write.hpp).
struct statement {
    std::string_view node;                ///< "create": for messages
    const schema::table* table = nullptr; ///< null for statements about no table
    verb what = verb::select;
    gives give = gives::records; ///< of a SELECT
    row_match match = row_match::all;
    row_source values = row_source::record; ///< of an INSERT or an UPDATE
    returning back = returning::nothing;    ///< of what writes
    bool upserts = false;                   ///< an INSERT that always sets a record that is there
    statement_id* cache = nullptr;
    clause predicate{};   ///< writes the condition of a WHERE, without the word
    clause assignments{}; ///< writes the list of a SET, without the word
    constant_list<order_term> order{};
    constant_list<order_term>
        groups{}; ///< of a SELECT: its limit and its offset count in each group of these
    constant_pointer<link_table> through{}; ///< of a SELECT of children: `reference` is about this table
    bool by_tenant = false; ///< over all tenants the caller's rows have the tenant after the reference
    constant_list<std::uint16_t> target{};  ///< columns of a conflict target, or a foreign key
    constant_list<std::uint16_t> columns{}; ///< the columns that are written or set
    const select_parts* select = nullptr;   ///< of selects: see sql/select_query.hpp
    row_lock lock{};                        ///< of selects, lists and reads
    bool writes = false;
    bool raw = false; ///< by a user: its columns are found by the fields' names, and messages tell the place
    bool runs_functions = false; ///< a workflow: functions of the program run between its nodes
    stored_columns stores = stored_columns::none;
    bool repeatable = false;                 ///< of those that write: run twice, it does no more than once
    session_use session = session_use::none; ///< what it may leave behind; of those written by hand
    std::span<const placed_fragment> fragments{}; ///< its parts that are known only at run time
    bool keeps_fragments = false; ///< `cache` is of the statement with these parts, not of any other
    void (*own_text)(writer&, const statement&) =
        nullptr;                ///< writes the text of a statement that is not made of these clauses
    std::uint64_t variants = 0; ///< the bits that its variant may have, the optional parts aside

    /// False for what is only named in messages.
    [[nodiscard]] constexpr bool has_text() const noexcept {
        return own_text != nullptr || table != nullptr || select != nullptr;
    }
    /// The statement's text.
    [[nodiscard]] std::string sql(const dialect_data& d, std::uint64_t variant = 0) const;
    [[nodiscard]] std::string sql(dialect d, std::uint64_t variant = 0) const {
        return sql(data_of(d), variant);
    }
    /// The text with the notes that binding follows; for a database with or without pgvector, and with
    /// columns of these forms.
    [[nodiscard]] written_statement written(const dialect_data& d, std::uint64_t variant,
                                            const forms* forms_of_columns = nullptr,
                                            bool vectors = false) const;
    [[nodiscard]] written_statement written(dialect d, std::uint64_t variant, bool vectors = false) const {
        return written(data_of(d), variant, nullptr, vectors);
    }
};

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/sql/statement.ipp>
#endif
