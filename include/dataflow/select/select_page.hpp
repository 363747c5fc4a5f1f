// Pages of joins and selects, each of which begins where the one before ended.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/cursor.hpp>
#include <dataflow/node/limited.hpp>
#include <dataflow/node/page.hpp>
#include <dataflow/select/count_rows.hpp>
#include <dataflow/select/detail/page_keys.hpp>
#include <dataflow/select/select.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace dataflow::node_ {

/// What the code of pages must know of one; constant data.
struct select_page_plan {
    select_plan rows;
    std::size_t stride;                         ///< bytes of what is read for a row
    const void* (*drop_last)(void* rows);       ///< gives where it was
    std::size_t before_order = 0, in_order = 0; ///< which of the values are those of the order
};

/// Runs a page; `given`: the values of its expressions.
void run_page(context& c, const select_page_plan& plan, const select_clauses& clauses,
              const std::optional<cursor>& seek, std::uint64_t variant, std::span<const value> given,
              void* rows, std::optional<cursor>& next);

/// A page of a select, in a total order: that of the select, and after it the keys of its tables, its
/// groups, or what it selects.
template <class Select>
struct select_page {
    using model = typename Select::model;
    using models = typename Select::models;
    using inputs = typename Select::inputs;
    using output = row_page<typename Select::streamed>;
    using order = detail::page_order<Select>;
    using page = detail::page_rows<Select, typename order::keys>;
    static constexpr tables_read<select_page> reads{};
    static constexpr tables_written<select_page, false> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::select_parts parts = [] {
        auto out = Select::parts;
        out.seek = page::terms;
        return out;
    }();
    static constexpr sql::statement statement = [] {
        auto out = Select::statement;
        out.cache = &cache;
        out.select = &parts;
        out.order = page::terms;
        return out;
    }();

    Select of{};
    std::optional<cursor> seek{};
    bool total_wanted = false;

    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) const& {
        return select_page{*this}.where(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard]] constexpr auto where(Q&& q) && {
        return again(static_cast<Select&&>(of).where(static_cast<Q&&>(q)));
    }
    template <class Q>
    [[nodiscard]] constexpr auto having(Q&& q) const& {
        return select_page{*this}.having(static_cast<Q&&>(q));
    }
    template <class Q>
    [[nodiscard]] constexpr auto having(Q&& q) && {
        return again(static_cast<Select&&>(of).having(static_cast<Q&&>(q)));
    }
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) const& {
        return select_page{*this}.order_by(by...);
    }
    template <class... By>
    [[nodiscard]] constexpr auto order_by(const By&... by) && {
        return again(static_cast<Select&&>(of).order_by(by...));
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) const& {
        return select_page{*this}.limit(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto limit(const N& n) && {
        return now_limited<limit_given>(again(static_cast<Select&&>(of).limit(n)));
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) const& {
        return select_page{*this}.offset(n);
    }
    template <class N>
    [[nodiscard]] constexpr auto offset(const N& n) && {
        return now_limited<offset_given>(again(static_cast<Select&&>(of).offset(n)));
    }
    /// After the end of an earlier page: `.after(*page.next)`.
    [[nodiscard]] auto after(cursor position) const& {
        return select_page{*this}.after(static_cast<cursor&&>(position));
    }
    [[nodiscard]] auto after(cursor position) && {
        seek = static_cast<cursor&&>(position);
        return now_limited<after_given>(static_cast<select_page&&>(*this));
    }
    template <class Given>
        requires(!std::is_convertible_v<const Given&, cursor>)
    constexpr refused_as<output> after(const Given&) const {
        using checked = begin_verdict<model, Given>;
        static_assert(checked{});
        return {};
    }
    /// Also counts all rows, whatever the limit, in the same transaction.
    [[nodiscard]] constexpr auto with_total() const& { return select_page{*this}.with_total(); }
    [[nodiscard]] constexpr auto with_total() && {
        total_wanted = true;
        return now_limited<total_given>(static_cast<select_page&&>(*this));
    }

    [[nodiscard]] output execute(context& c) const {
        using whole = typename Select::template verdict<query::types<>>;
        static_assert(whole{});
        output out;
        if (!total_wanted) {
            fill(c, out);
            return out;
        }
        const context::scope one_state{c, statement, access::read_only, isolation::repeatable_read};
        fill(c, out);
        out.total = count_rows_node<Select>{of}.execute(c);
        one_state.done();
        return out;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return of.variant() | (seek ? sql::list_variant::seek : 0);
    }

  private:
    template <class Next>
    [[nodiscard]] constexpr auto again(Next&& next) {
        if constexpr (is_refused<Next>) return static_cast<Next&&>(next);
        else
            return select_page<plain_node<Next>>{static_cast<Next&&>(next),
                                                 static_cast<std::optional<cursor>&&>(seek), total_wanted};
    }
    void fill(context& c, output& out) const {
        typename Select::parameters values;
        if constexpr (Select::value_count != 0) of.bind(values.to);
        std::vector<typename page::row> rows;
        run_page(c, plan, of.clauses, seek, variant(), values.span(), &rows, out.next);
        out.records.reserve(rows.size());
        for (auto& row : rows) {
            if constexpr (Select::flags) out.records.push_back(row.first.held);
            else out.records.push_back(static_cast<typename Select::row&&>(row.first));
        }
    }
    static constexpr select_page_plan plan{
        {&statement, page::fields, Select::lefts(), &detail::add_record<typename page::row>,
         &detail::reserve_records<typename page::row>},
        sizeof(typename page::row),
        &detail::drop_last_record<typename page::row>,
        Select::items_type::parameters + Select::predicate_type::parameters + Select::having_type::parameters,
        Select::values_of_order::parameters};
};

namespace detail {
template <class Select>
[[nodiscard]] constexpr auto page_of_select(Select&& select) {
    using checked = typename page_order<Select>::verdict;
    static_assert(rule::told<checked>::verdict);
    if constexpr (!rule::is_ok<checked>) return refused_as<typename Select::output>{};
    else return select_page<Select>{static_cast<Select&&>(select)};
}
} // namespace detail

} // namespace dataflow::node_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/select/select_page.ipp>
#endif
