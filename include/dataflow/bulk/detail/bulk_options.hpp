// The options that bulk nodes share.
#pragma once

#include <dataflow/bulk/bulk_given.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/limited_alone.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace dataflow::node_ {

/// Rows that go to the database in one statement unless the caller says otherwise. From 5,000 on, larger
/// batches gain nothing on PostgreSQL, and SQLite's cost a row does not depend on it.
inline constexpr std::size_t default_batch_size = 5000;
/// The same where the rows go by COPY and need not be gathered first, and where only keys find the records:
/// fewer waits for the server.
inline constexpr std::size_t large_batch_size = 50'000;

/// How a bulk node takes its rows.
struct bulk_options {
    std::size_t size = 0; ///< rows of a batch; 0: as suits the database
    atomicity undone = atomicity::all;
};

/// What was done; of several batches, added up.
struct bulk_counts {
    std::int64_t requested = 0; ///< filled by the node's engine, not by a batch
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0;
    std::int64_t deleted = 0;

    bulk_counts& operator+=(const bulk_counts& more) noexcept {
        created += more.created;
        updated += more.updated;
        skipped += more.skipped;
        deleted += more.deleted;
        return *this;
    }
};

// The functions that set options, each once. Each gives the node on: a temporary one is moved, a named one
// copied (its rows only where it holds them). `Node` derives from the class.

template <class Node>
struct with_batch_size {
    bulk_options how{};

    /// How many rows one statement takes (at least 1). Throws `invalid_value` for less.
    template <class N>
    [[nodiscard]] constexpr auto batch_size(const N& n) const& {
        return Node{static_cast<const Node&>(*this)}.batch_size(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto batch_size(const N& n) && {
        set_size(n);
        return now_given<batch_size_given>(static_cast<Node&&>(*this));
    }

  private:
    template <class N>
    constexpr void set_size(const N& n) {
        using checked = dataflow::detail::whole_verdict<typename Node::model, "batch_size", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) {
            const auto rows = counted(Node::statement, n);
            if (rows < 1) refuse_batch_size(Node::statement);
            how.size = static_cast<std::size_t>(rows);
        }
    }
};

template <class Node>
struct with_batches : with_batch_size<Node> {
    /// What is undone when a row is refused.
    [[nodiscard]] constexpr auto atomic(atomicity what) const& {
        return Node{static_cast<const Node&>(*this)}.atomic(what);
    }
    [[nodiscard]] constexpr auto atomic(atomicity what) && {
        this->how.undone = what;
        return now_given<atomic_given>(static_cast<Node&&>(*this));
    }
    /// A batch with a refused row is undone and reported; the others stay.
    [[nodiscard]] constexpr auto per_batch() const& { return atomic(atomicity::batch); }
    [[nodiscard]] constexpr auto per_batch() && {
        return static_cast<with_batches&&>(*this).atomic(atomicity::batch);
    }
    /// A refused row is reported; all others stay.
    [[nodiscard]] constexpr auto per_row() const& { return atomic(atomicity::row); }
    [[nodiscard]] constexpr auto per_row() && {
        return static_cast<with_batches&&>(*this).atomic(atomicity::row);
    }
};

template <class Node>
struct with_limit {
    std::optional<std::int64_t> most{};

    /// At most n records: the first in the order of their key.
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return Node{static_cast<const Node&>(*this)}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr limited_alone<Node> limit(const N& n) && {
        using checked = dataflow::detail::whole_verdict<typename Node::model, "limit", N>;
        static_assert(rule::told<checked>::verdict);
        if constexpr (rule::is_ok<checked>) most = counted(Node::statement, n);
        return static_cast<Node&&>(*this);
    }
};

} // namespace dataflow::node_
