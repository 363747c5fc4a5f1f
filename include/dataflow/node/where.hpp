// A node's predicate: checked against the model, with what is left of its optional parts.
#pragma once

#include <dataflow/node/rules.hpp>
#include <dataflow/query/field.hpp>
#include <dataflow/schema/model.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace dataflow::node {

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
inline constexpr void (*predicate_writer)(sql::writer&) = std::is_same_v<P, every> ? nullptr : &write_predicate<P>;

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

/// Checks that a predicate is about model M.
template <class M, class P>
[[nodiscard]] constexpr auto checked_predicate(P&& p) {
    using plain = std::remove_cvref_t<decltype(query::detail::part(std::forward<P>(p)))>;
    static_assert(plain::optionals <= 56, "dataflow: a predicate has at most 56 optional parts");
    if constexpr (!std::is_void_v<typename plain::model> && !std::is_same_v<typename plain::model, M>) {
        (void)sizeof(rule::a_field_of_another_model_is_used<M, typename plain::model>);
        return every{};
    } else return query::detail::part(std::forward<P>(p));
}

/// A thing that can stand in a `where`.
template <class P>
concept condition = query::detail::predicate_operand<P>;

} // namespace dataflow::node

namespace dataflow {

/// Says that an operation is really meant for every record: `df::bulk_delete<Log>(df::everything)`.
struct everything_t {};
inline constexpr everything_t everything{};

} // namespace dataflow
