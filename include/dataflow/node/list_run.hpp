// Running lists: what the code of all of them must know of one.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/field.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace dataflow::node_ {

/// The clauses of a list that have no type.
struct list_clauses {
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;
    bool total_wanted = false;
    std::optional<cursor> seek{};

    [[nodiscard]] constexpr std::uint64_t variant() const {
        using bits = sql::list_variant;
        return (limit ? bits::limit : 0) | (offset != 0 ? bits::offset : 0) | (seek ? bits::after : 0);
    }
};

/// What the code of lists must know of one; constant data.
struct list_plan {
    const sql::statement* statement;
    const sql::statement* count;
    constant_list<field_access> fields;
    std::size_t stride;                                ///< bytes of a record
    void* (*add)(void* records);                       ///< makes a record after the others
    void (*reserve)(void* records, std::size_t count); ///< makes room, so that they need not move
    const void* (*drop_last)(void* records);           ///< gives where it was
    std::size_t before_order = 0;                      ///< how many values come before those of its order
    std::size_t in_order = 0;                          ///< how many those are

    /// Whether its order has expressions, whose values rows bring along.
    [[nodiscard]] constexpr bool with_keys() const noexcept { return fields.size() != columns().size(); }
    /// The fields without those.
    [[nodiscard]] constexpr constant_list<field_access> columns() const noexcept {
        return fields.first(statement->table->columns.size());
    }
};

/// Where the parts of a `page` lie.
struct page_parts {
    void* records;
    std::optional<std::int64_t>& total;
    std::optional<cursor>& next;
};

/// Runs a list whose predicate is bound; there is room for the values of the order. `filter`: the
/// bits of the predicate.
void run_list(context& c, const list_plan& plan, const list_clauses& clauses, std::uint64_t filter,
              gathered_values& values, const page_parts& out);
/// The same, read record by record.
[[nodiscard]] std::unique_ptr<driver::cursor> open_list(context& c, const list_plan& plan,
                                                        const list_clauses& clauses, std::uint64_t filter,
                                                        gathered_values& values);

namespace detail {
template <class Record>
void* add_record(void* records) {
    return &static_cast<std::vector<Record>*>(records)->emplace_back();
}
template <class Record>
void reserve_records(void* records, std::size_t count) {
    static_cast<std::vector<Record>*>(records)->reserve(count);
}
template <class Record>
const void* drop_last_record(void* records) {
    auto& all = *static_cast<std::vector<Record>*>(records);
    const void* last = &all.back();
    all.pop_back();
    return last;
}
} // namespace detail

/// Runs a list, and gives its page.
template <class List>
[[nodiscard]] typename List::output fetch_rows(const List& list, context& c, const list_plan& plan) {
    typename List::output out;
    typename List::parameters values;
    list.bind(values.to);
    const auto filter = predicate_variant(list.predicate, sql::list_variant::filter);
    if constexpr (List::by_columns)
        run_list(c, plan, list.clauses, filter, values, {&out.records, out.total, out.next});
    else {
        std::vector<typename List::held_row> found;
        run_list(c, plan, list.clauses, filter, values, {&found, out.total, out.next});
        out.records.reserve(found.size());
        for (auto& one : found) out.records.push_back(static_cast<typename List::row&&>(one.first));
    }
    return out;
}

/// A list that is read record by record: its copy, and the values that the driver borrows of it.
template <class List>
class list_stream final : public driver::cursor {
  public:
    list_stream(const List& what, context& c, const list_plan& plan) : list_(what) {
        list_.bind(values_.to);
        from_ = open_list(c, plan, list_.clauses,
                          predicate_variant(list_.predicate, sql::list_variant::filter), values_);
    }
    [[nodiscard]] bool next(void* object) override { return from_->next(object); }

  private:
    List list_;
    typename List::parameters values_;
    std::unique_ptr<driver::cursor> from_;
};

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/node/list.ipp>
#endif
