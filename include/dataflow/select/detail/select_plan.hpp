// What the code of selects must know of one, and how one is read row by row.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/select/detail/joined_rows.hpp>
#include <dataflow/sql/select.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace dataflow::node_ {

/// The clauses of a select that have no type.
struct select_clauses {
    std::optional<std::int64_t> limit{};
    std::int64_t offset = 0;

    [[nodiscard]] constexpr std::uint64_t variant() const {
        return (limit ? sql::list_variant::limit : 0) | (offset != 0 ? sql::list_variant::offset : 0);
    }
};

/// What the code of selects must know of one; constant data.
struct select_plan {
    const sql::statement* statement;
    constant_list<field_access> fields;
    constant_list<left_part> lefts;
    void* (*add)(void* rows);
    void (*reserve)(void* rows, std::size_t count);
};

/// Runs a select; `given`: the values of its expressions.
void run_select(context& c, const select_plan& plan, const select_clauses& clauses, std::uint64_t variant,
                std::span<const value> given, void* rows);

/// The same, read row by row.
[[nodiscard]] std::unique_ptr<driver::cursor> open_select(context& c, const select_plan& plan,
                                                          const select_clauses& clauses,
                                                          std::uint64_t variant,
                                                          std::span<const value> given);

/// Runs a select of any kind, and gives its rows.
template <class Select>
[[nodiscard]] typename Select::output fetch_rows(const Select& select, context& c, const select_plan& plan) {
    typename Select::output out; // in the outermost block: g++ 12 leaves out the move only there
    typename Select::parameters values;
    if constexpr (Select::value_count != 0) select.bind(values.to);
    if constexpr (Select::flags) {
        std::vector<typename Select::row> rows;
        run_select(c, plan, select.clauses, select.variant(), values.span(), &rows);
        for (const auto& r : rows) out.push_back(r.held);
    } else run_select(c, plan, select.clauses, select.variant(), values.span(), &out);
    return out;
}

/// A select that is read row by row: its copy, and the values that the driver borrows of it.
template <class Select>
class select_stream final : public driver::cursor {
  public:
    select_stream(const Select& what, context& c, const select_plan& plan) : select_(what) {
        select_.bind(values_.to);
        from_ = open_select(c, plan, select_.clauses, select_.variant(), values_.span());
    }
    [[nodiscard]] bool next(void* object) override {
        using row = typename Select::row;
        if constexpr (!Select::lefts().empty())
            *static_cast<row*>(object) = row{}; // the records that were taken away
        return from_->next(object);
    }

  private:
    Select select_;
    typename Select::parameters values_;
    std::unique_ptr<driver::cursor> from_;
};

} // namespace dataflow::node_
