// A statement as plain data, and the slot by which a connection finds it prepared.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/writer.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

/// Where in a connection's cache the prepared forms of one statement are: a process-wide number for
/// each variant, given at first use. No hashing of text on the way to a prepared statement.
class slots {
  public:
    constexpr slots() = default;

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

/// One key of an ORDER BY.
struct order_term {
    std::uint16_t column = 0;
    bool descending = false;
    bool nulls_first = false;
    bool nullable = false;
};

/// A function that writes a clause, or none. Whether there is one is kept beside it, as in constant_pointer.
class clause {
  public:
    constexpr clause(std::nullptr_t = nullptr) noexcept {}
    constexpr clause(void (*write)(writer&)) noexcept : write_(write), there_(true) {} // `write` is not null

    constexpr void operator()(writer& w) const { write_(w); }
    [[nodiscard]] friend constexpr bool operator==(const clause& c, std::nullptr_t) noexcept { return !c.there_; }

  private:
    void (*write_)(writer&) = nullptr;
    bool there_ = false;
};

/// What a SELECT does to the rows that it reads. PostgreSQL alone has such locks.
struct row_lock {
    enum class strength : std::uint8_t { none, share, update };
    enum class waiting : std::uint8_t { wait, skip, refuse };

    strength how = strength::none;
    waiting where_locked = waiting::wait;
    std::uint16_t tables = 0; ///< a bit for each table of a FROM whose rows are locked; 0: all of them
};

struct select_parts;

/// What a statement written by hand may leave behind in its session.
enum class session_use : std::uint8_t {
    none,
    calls,      ///< whatever a function does that is not known
    settings,   ///< settings, roles, locks, temporary tables
    statements, ///< prepared statements, too
};

/// Which columns of its table get values from a statement. The types of these may change under a running
/// program: then the values would be converted, and some of them rounded.
enum class stored_columns : std::uint8_t {
    none,
    all,
    chosen,   ///< those of `columns`
    returned, ///< any; it gives the whole record back, from which the columns' types are known
};

/// A statement: what to write, about which table. All of it is constant data.
struct statement {
    std::string_view node;                 ///< "create": for messages
    const schema::table* table = nullptr;  ///< null for statements about no table
    void (*write)(writer&, const statement&) = nullptr;
    slots* cache = nullptr;
    clause predicate{};   ///< writes the condition of a WHERE, without the word
    clause assignments{}; ///< writes the list of a SET, without the word
    std::span<const order_term> order{};
    std::span<const std::uint16_t> target{};  ///< columns of a conflict target
    std::span<const std::uint16_t> columns{}; ///< the columns that are written or set
    bool writes = false;
    bool handwritten = false; ///< by a user: its columns are found by the fields' names, and messages tell the place
    std::span<const fragment* const> fragments{}; ///< its parts that are known only at run time
    const select_parts* select = nullptr; ///< of selects: see sql/select_query.hpp
    row_lock lock{};                      ///< of selects, lists and reads
    stored_columns stores = stored_columns::none;
    bool repeatable = false; ///< of those that write: run twice, it does no more than once
    session_use session = session_use::none; ///< what it may leave behind; of those written by hand

    /// The statement's text.
    [[nodiscard]] std::string sql(dialect d, std::uint64_t variant = 0) const;
    /// The same for a database with or without pgvector; `asked`: whether that matters to it.
    [[nodiscard]] std::string sql(dialect d, std::uint64_t variant, bool vectors, bool& asked) const;
};

} // namespace dataflow::rooms::sql

#ifndef DATAFLOW_RUNTIME_APART
#include <dataflow/sql/statement.ipp>
#endif
