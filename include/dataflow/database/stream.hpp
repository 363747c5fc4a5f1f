// Lists and selects that are read row by row, in constant memory.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/rules.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/limited.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
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

/// What a stream holds, at a place that does not change when the stream is moved.
class stream_parts : public driver::cursor_watch {
  public:
    /// `keeps`: what the lease is of, which so outlives its owner.
    stream_parts(std::shared_ptr<const void> keeps, std::optional<pool::lease> lease,
                 std::unique_ptr<held_limit> within)
        : keeps_(std::move(keeps)), lease_(std::move(lease)), within_(std::move(within)) {}
    ~stream_parts() override { release(); }

    void opened(driver::connection& on, std::unique_ptr<driver::cursor> cursor) noexcept {
        cursor_ = std::move(cursor);
        if (within_ != nullptr) on.reading().tell(*this);
    }
    /// Fills the next row; at the end, and where it throws, all that is held is given back.
    [[nodiscard]] bool next(void* row) {
        if (cursor_ == nullptr) return false;
        try {
            if (cursor_->next(row)) return true;
        } catch (...) {
            if (lease_) release();
            throw;
        }
        release();
        return false;
    }
    void cursor_ended() noexcept override { within_.reset(); }
    [[nodiscard]] bool ended() const noexcept { return cursor_ == nullptr; }

  private:
    void release() noexcept {
        cursor_.reset();
        within_.reset();
        lease_.reset();
        keeps_.reset();
    }

    std::shared_ptr<const void> keeps_;
    std::optional<pool::lease> lease_;
    std::unique_ptr<held_limit> within_;
    std::unique_ptr<driver::cursor> cursor_;
};

/// The parts and the row that is read.
template <class Row>
struct stream_state final : stream_parts {
    using stream_parts::stream_parts;
    Row current{};
};

[[noreturn, gnu::cold]] void refuse_moved(std::string_view what);
[[noreturn, gnu::cold]] void refuse_ended();

} // namespace dataflow::database_

namespace dataflow {

/// The rows of a list or a select, one after another: `for (auto& flight :
/// db.stream(df::list<Flight>()...))`. It keeps a connection until its last row was read, or until it is
/// destroyed, and so may outlive its database; one of a transaction ends with that. A step throws what the
/// list would throw, and `protected_operation` where the transaction has ended.
template <class Row>
class row_stream {
  public:
    explicit row_stream(std::unique_ptr<database_::stream_state<Row>> state) noexcept
        : state_(std::move(state)) {}

    /// An input iterator; all iterators of a stream share its position, and are valid as long as it lives,
    /// moved or not. A row is valid until the next step. At the end there is no row, and no next step:
    /// `protected_operation`.
    class iterator {
      public:
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(database_::stream_state<Row>& of) : of_(&of) { ++*this; }
        [[nodiscard]] Row& operator*() const { return of().current; }
        [[nodiscard]] Row* operator->() const { return &of().current; }
        iterator& operator++() {
            if (!of().next(&of_->current)) of_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        [[nodiscard]] friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept {
            return i.of_ == nullptr;
        }

      private:
        [[nodiscard]] database_::stream_state<Row>& of() const {
            if (of_ == nullptr) database_::refuse_ended();
            return *of_;
        }
        database_::stream_state<Row>* of_ = nullptr;
    };

    /// Begins to read, or goes on. Throws `protected_operation` for a stream that has ended, or was moved
    /// from.
    [[nodiscard]] iterator begin() & {
        if (state_ == nullptr) database_::refuse_moved("stream");
        if (state_->ended()) database_::refuse_ended();
        return iterator{*state_};
    }
    iterator begin() && = delete; ///< it would outlive the stream
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  private:
    std::unique_ptr<database_::stream_state<Row>> state_;
};

namespace database_ {
/// Opens a list or a select: on a connection on loan, with what it is of.
template <class List>
[[nodiscard]] auto make_stream(const List& what, std::shared_ptr<const void> keeps,
                               std::optional<pool::lease> lease, std::unique_ptr<held_limit> within) {
    using row = typename List::streamed;
    context inside{lease->connection()};
    auto state = std::make_unique<stream_state<row>>(std::move(keeps), std::move(lease), std::move(within));
    state->opened(inside.connection(), what.open(inside));
    return row_stream<row>{std::move(state)};
}
/// The same in a transaction.
template <class List>
[[nodiscard]] auto make_stream(const List& what, context& inside, std::unique_ptr<held_limit> within) {
    using row = typename List::streamed;
    auto state = std::make_unique<stream_state<row>>(nullptr, std::nullopt, std::move(within));
    state->opened(inside.connection(), what.open(inside));
    return row_stream<row>{std::move(state)};
}

template <class Node>
concept streams = requires(const Node& n, context& c) {
    typename Node::streamed;
    n.open(c);
};
template <class Node>
inline constexpr auto total_verdict = rule::ok{};
template <class Node, unsigned Given>
    requires((Given & node_::total_given) != 0)
inline constexpr auto total_verdict<node_::limited<Node, Given>> =
    rule::a_stream_has_no_total<typename Node::model>{};
/// The verdict on what shall be read row by row, after that on running it. `Whole`: the node as it was
/// given.
template <class Running, class Node, class Whole = Node>
using stream_verdict = rule::first_broken<
    Running, std::conditional_t<streams<Node>, rule::ok, rule::only_a_list_or_a_select_can_be_streamed<Node>>,
    std::remove_const_t<decltype(total_verdict<Whole>)>>;
} // namespace database_

} // namespace dataflow

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/stream.ipp>
#endif
