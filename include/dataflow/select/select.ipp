// The code of select/select_node.hpp.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/node/fault.hpp>
#include <dataflow/select/select_node.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace dataflow::node_ {

namespace detail {

/// Where the rows of a select go. The one before is finished when the next comes.
struct coming_rows {
    const select_plan& plan;
    void* rows;
    std::byte* last = nullptr;

    void finish() const {
        if (last == nullptr) return;
        for (const auto& l : plan.lefts)
            if (!dataflow::detail::load_as<bool>(last + l.flag)) l.reset(last + l.at);
    }
    static void* next(void* self) {
        auto& me = *static_cast<coming_rows*>(self);
        me.finish();
        me.last = nullptr;
        me.last = static_cast<std::byte*>(me.plan.add(me.rows));
        return me.last;
    }
    static void expect(void* self, std::size_t count) {
        auto& me = *static_cast<coming_rows*>(self);
        me.plan.reserve(me.rows, count);
    }
};

} // namespace detail

namespace detail {
[[nodiscard]] inline sql::bindings bind_clauses(const select_plan& plan, const select_clauses& clauses,
                                                std::span<const value> given) {
    if (clauses.limit.value_or(0) < 0 || clauses.offset < 0)
        fail(error_kind::invalid_value, *plan.statement, "a limit or offset is negative");
    return {.given = given, .limit = clauses.limit.value_or(0), .offset = clauses.offset};
}

/// Rows of a select that are read one after another.
class select_cursor final : public driver::cursor {
  public:
    select_cursor(const select_plan& plan, std::unique_ptr<driver::cursor> from)
        : plan_(plan), from_(std::move(from)) {}
    [[nodiscard]] bool next(void* row) override {
        if (!from_->next(row)) return false;
        coming_rows{plan_, nullptr, static_cast<std::byte*>(row)}.finish();
        return true;
    }

  private:
    const select_plan& plan_;
    std::unique_ptr<driver::cursor> from_;
};
} // namespace detail

DATAFLOW_RUNTIME std::unique_ptr<driver::cursor> open_select(context& c, const select_plan& plan,
                                                             const select_clauses& clauses,
                                                             std::uint64_t variant,
                                                             std::span<const value> given) {
    auto rows = c.open(*plan.statement, variant, detail::bind_clauses(plan, clauses, given), plan.fields);
    if (plan.lefts.empty()) return rows;
    return std::make_unique<detail::select_cursor>(plan, std::move(rows));
}

DATAFLOW_RUNTIME void run_select(context& c, const select_plan& plan, const select_clauses& clauses,
                                 std::uint64_t variant, std::span<const value> given, void* rows) {
    const auto bound = detail::bind_clauses(plan, clauses, given);
    if (clauses.limit && *clauses.limit < 4096) plan.reserve(rows, static_cast<std::size_t>(*clauses.limit));
    detail::coming_rows to{plan, rows};
    driver::row_target target{&detail::coming_rows::next, &to, plan.fields, &detail::coming_rows::expect};
    c.run(*plan.statement, variant, bound, &target);
    to.finish();
}

} // namespace dataflow::node_
