// Lists and selects that are read row by row, in constant memory.
#pragma once

#include <dataflow/core/rule.hpp>
#include <dataflow/database/pool.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace dataflow::database_ {

/// A limit that is kept together with what it bounds.
class held_limit {
  public:
    held_limit() = default;
    held_limit(const held_limit&) = delete;
    held_limit& operator=(const held_limit&) = delete;
    virtual ~held_limit() = default;
};

} // namespace dataflow::database_

namespace dataflow {

/// The rows of a list or a select, one after another: `for (auto& flight : db.stream(df::list<Flight>()...))`.
/// It keeps a connection until it is destroyed. A step throws what the list would throw.
template <class Row>
class row_stream {
  public:
    row_stream(std::optional<database_::pool::lease> connection, std::unique_ptr<driver::cursor> cursor,
               std::unique_ptr<database_::held_limit> within = nullptr)
        : connection_(std::move(connection)), within_(std::move(within)), cursor_(std::move(cursor)) {}

    /// An input iterator; all iterators of a stream share its position.
    class iterator {
      public:
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(row_stream& of) : of_(&of) { ++*this; }
        [[nodiscard]] Row& operator*() const noexcept { return of_->current_; }
        [[nodiscard]] Row* operator->() const noexcept { return &of_->current_; }
        iterator& operator++() {
            if (!of_->cursor_->next(&of_->current_)) of_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        [[nodiscard]] friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.of_ == nullptr; }

      private:
        row_stream* of_ = nullptr;
    };

    /// Begins to read; once a stream.
    [[nodiscard]] iterator begin() { return iterator{*this}; }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  private:
    std::optional<database_::pool::lease> connection_; // outlives the cursor: destroyed after it
    std::unique_ptr<database_::held_limit> within_;
    std::unique_ptr<driver::cursor> cursor_;
    Row current_{};
};

namespace database_ {
template <class Node>
concept streams = requires(const Node& n, context& c) {
    typename Node::streamed;
    n.open(c);
};
/// The verdict on what shall be read row by row, behind that on running it.
template <class Running, class Node>
using stream_verdict = rule::first_broken<Running, std::conditional_t<streams<Node>, rule::kept, rule::a_stream_is_of_a_list_or_a_select<Node>>>;
} // namespace database_

} // namespace dataflow
