// Lists that are read record by record, in constant memory.
#pragma once

#include <dataflow/database/pool.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/schema/record.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
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

/// The records of a list, one after another: `for (auto& flight : db.stream(df::list<Flight>()...))`.
/// It keeps a connection until it is destroyed. A step throws what the list would throw.
template <class M>
class record_stream {
  public:
    record_stream(std::optional<database_::pool::lease> connection, std::unique_ptr<driver::cursor> cursor,
                  std::unique_ptr<database_::held_limit> within = nullptr)
        : connection_(std::move(connection)), within_(std::move(within)), cursor_(std::move(cursor)) {}

    /// An input iterator; all iterators of a stream share its position.
    class iterator {
      public:
        using value_type = record<M>;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        iterator() = default;
        explicit iterator(record_stream& of) : of_(&of) { ++*this; }
        [[nodiscard]] record<M>& operator*() const noexcept { return of_->current_; }
        [[nodiscard]] record<M>* operator->() const noexcept { return &of_->current_; }
        iterator& operator++() {
            if (!of_->cursor_->next(&of_->current_)) of_ = nullptr;
            return *this;
        }
        void operator++(int) { ++*this; }
        [[nodiscard]] friend bool operator==(const iterator& i, std::default_sentinel_t) noexcept { return i.of_ == nullptr; }

      private:
        record_stream* of_ = nullptr;
    };

    /// Begins to read; once a stream.
    [[nodiscard]] iterator begin() { return iterator{*this}; }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

  private:
    std::optional<database_::pool::lease> connection_; // outlives the cursor: destroyed after it
    std::unique_ptr<database_::held_limit> within_;
    std::unique_ptr<driver::cursor> cursor_;
    record<M> current_{};
};

} // namespace dataflow
