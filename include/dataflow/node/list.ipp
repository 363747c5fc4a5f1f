// The code of node/list.hpp.
#pragma once

#include <dataflow/node/fault.hpp>
#include <dataflow/node/list.hpp>

namespace dataflow::node_ {

namespace detail {

/// Takes rows into the records of a page. Records are made some at a time, and those that no row came for are
/// taken away in the end.
class page_filler {
  public:
    page_filler(const list_plan& plan, void* records, std::size_t expected) : plan_(plan), records_(records) {
        if (expected != 0) grow(expected);
    }

    [[nodiscard]] driver::row_target target() noexcept {
        driver::row_target out{[](void* self) -> void* { return static_cast<page_filler*>(self)->next(); }, this, plan_.fields};
        out.expect = [](void* self, std::size_t rows) {
            auto& me = *static_cast<page_filler*>(self);
            if (rows > me.made_) me.grow(rows);
        };
        return out;
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] const void* at(std::size_t i) const noexcept { return first_ + i * plan_.stride; }
    /// Keeps the first n.
    void keep(std::size_t n) {
        if (n != made_) plan_.resize(records_, n);
    }

  private:
    static constexpr std::size_t most_at_once = 64;

    void* next() {
        if (size_ == made_) grow(made_ + (made_ < 4 ? 4 : made_ < most_at_once ? made_ : most_at_once));
        return first_ + size_++ * plan_.stride;
    }
    void grow(std::size_t to) {
        first_ = plan_.resize(records_, to);
        made_ = to;
    }

    const list_plan& plan_;
    void* records_;
    std::byte* first_ = nullptr;
    std::size_t size_ = 0;
    std::size_t made_ = 0;
};

inline void bind_clauses(const list_plan& plan, const list_clauses& clauses, const std::optional<std::int64_t>& limit, gathered_values& values) {
    if (clauses.most.value_or(0) < 0 || clauses.skipped < 0)
        fail(error_kind::invalid_value, *plan.statement, "a limit or offset is negative");
    if (clauses.behind)
        clauses.behind->values(
            *plan.statement, [](void* to, const value& v) { static_cast<gathered_values*>(to)->add(v); }, &values);
    if (limit) values.add(value::of_integer(storage::int64, *limit));
    if (clauses.skipped != 0) values.add(value::of_integer(storage::int64, clauses.skipped));
}

inline void fill(context& c, const list_plan& plan, const list_clauses& clauses, std::uint64_t filter, gathered_values& values,
                 const page_parts& out) {
    // One more than wanted tells whether there is a next page.
    const auto& most = clauses.most;
    const auto asked = most && *most < INT64_MAX ? std::optional{*most + 1} : most;
    bind_clauses(plan, clauses, asked, values);
    page_filler rows{plan, out.records, most ? static_cast<std::size_t>(*most < 127 ? *most + 1 : 128) : 0};
    auto target = rows.target();
    c.connection().run(*plan.statement, filter | clauses.variant(), values.span(), &target);
    const bool more = most && rows.size() > static_cast<std::size_t>(*most);
    const auto size = more ? static_cast<std::size_t>(*most) : rows.size();
    if (more && size != 0) out.next = cursor::at(*plan.statement, plan.fields, rows.at(size - 1));
    rows.keep(size);
}

} // namespace detail

DATAFLOW_RUNTIME void ask(context& c, const sql::statement& s, std::uint64_t variant, std::span<const value> values,
                          std::span<const field_access> field, void* answer) {
    one_row row{answer};
    auto target = row.target(field);
    c.connection().run(s, variant, values, &target);
}

DATAFLOW_RUNTIME void run_list(context& c, const list_plan& plan, const list_clauses& clauses, std::uint64_t filter,
                               gathered_values& values, const page_parts& out) {
    if (!clauses.total_wanted) return detail::fill(c, plan, clauses, filter, values, out);
    const context::scope one_state{c, access::read_only, isolation::repeatable_read};
    const auto of_predicate = values.span();
    detail::fill(c, plan, clauses, filter, values, out);
    ask(c, *plan.count, filter, of_predicate, detail::count_field, &out.total.emplace());
    one_state.done();
}

DATAFLOW_RUNTIME std::unique_ptr<driver::cursor> open_list(context& c, const list_plan& plan, const list_clauses& clauses,
                                                           std::uint64_t filter, gathered_values& values) {
    detail::bind_clauses(plan, clauses, clauses.most, values);
    return c.connection().open(*plan.statement, filter | clauses.variant(), values.span(), plan.fields);
}

} // namespace dataflow::node_
