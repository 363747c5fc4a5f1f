// A node's predicate: checked against the model, with what is left of its optional parts.
#pragma once

#include <dataflow/node/rules.hpp>
#include <dataflow/query/contents.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace dataflow::node_ {

/// No predicate: every record.
struct every {
    using dataflow_predicate = void;
    using model = void;
    using inputs = query::types<>;
    static constexpr std::size_t parameters = 0;
    static constexpr std::size_t lists = 0;
    static constexpr std::size_t optionals = 0;
    static constexpr bool unknown = false;
    static constexpr void write(sql::writer&, std::size_t = 0) {}
    constexpr void bind(query::binder&) const {}
};

/// As plain functions, for `sql::statement::predicate` and `assignments`.
template <class P>
constexpr void write_predicate(sql::writer& w) {
    P::write(w, 0);
}
template <class P>
inline constexpr sql::clause predicate_writer = std::is_same_v<P, every> ? sql::clause{} : sql::clause{&write_predicate<P>};

template <class A>
constexpr void write_assignments(sql::writer& w) {
    A::write(w);
}

/// The bits of a statement's variant for a predicate: its optional parts, and `filter` where any of it
/// is there.
template <class P>
[[nodiscard]] constexpr std::uint64_t predicate_variant(const P& p, std::uint64_t filter) noexcept {
    if constexpr (std::is_same_v<P, every>) return 0;
    else {
        const auto parts = query::parts_of(p, 0);
        return parts | (query::anything_left<P>(parts, 0) ? filter : 0);
    }
}

/// A thing that can stand in a `where`.
template <class P>
concept condition = query::detail::predicate_operand<P>;

namespace detail {

/// Whether a predicate mentions a column by this name; its text holds names only, never values.
template <class P>
constexpr bool mentions(std::string_view quoted_name) {
    sql::writer w{dialect::sqlite, ~std::uint64_t{0}};
    P::write(w, 0);
    return w.view().find(quoted_name) != std::string_view::npos;
}

template <class M, class Given>
constexpr auto find_where_verdict() {
    if constexpr (!condition<Given>) return rule::an_argument_is_no_predicate<M, std::remove_cvref_t<Given>>{};
    else {
        using P = query::detail::part_type<Given>;
        if constexpr (!std::is_void_v<typename P::model> && !std::is_same_v<typename P::model, M>)
            return rule::a_field_of_another_model_is_used<M, typename P::model>{};
        else if constexpr (query::aggregates<P>) return rule::an_aggregate_stands_in_a_filter<M>{};
        else if constexpr (schema::table_of<M>.find("created_at") < 0 || schema::table_of<M>.find("updated_at") < 0) {
            constexpr bool created = mentions<P>("\"created_at\"") && schema::table_of<M>.find("created_at") < 0;
            constexpr bool updated = mentions<P>("\"updated_at\"") && schema::table_of<M>.find("updated_at") < 0;
            if constexpr (created || updated) return rule::a_model_without_timestamps_has_no_created_at_or_updated_at<M>{};
            else return rule::kept{};
        } else return rule::kept{};
    }
}

} // namespace detail

/// The verdict on a predicate of a node on M.
template <class M, class P>
using where_verdict = rule::shown<decltype(detail::find_where_verdict<M, P>())>;

/// A predicate as a node holds it; a refused one counts as none.
template <class M, class P>
[[nodiscard]] constexpr auto checked_predicate(P&& p) {
    if constexpr (!rule::is_kept<where_verdict<M, P>>) return every{};
    else {
        static_assert(query::detail::part_type<P>::optionals <= 56, "dataflow: a predicate has at most 56 optional parts");
        return query::detail::part(std::forward<P>(p));
    }
}

} // namespace dataflow::node_

namespace dataflow {

/// Says that an operation is really meant for every record: `df::bulk_delete<Log>(df::everything)`.
struct everything_t {};
inline constexpr everything_t everything{};

} // namespace dataflow
