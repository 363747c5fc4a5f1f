// Indexes, unique constraints and checks, as a model's options give them.
#pragma once

#include <dataflow/schema/condition.hpp>
#include <dataflow/schema/option_list.hpp>
#include <dataflow/schema/table.hpp>

#include <initializer_list>
#include <string_view>
#include <type_traits>

namespace dataflow {

/// An index over columns; with `where`, over the rows that fit a condition.
struct index {
    column_names columns{};
    schema::condition condition{};

    constexpr index() = default;
    constexpr index(std::initializer_list<std::string_view> list) : columns(list) {}
    /// A partial index: `df::index{"status"}.where(df::column("status") == "open")`.
    [[nodiscard]] constexpr index where(const schema::condition& c) const {
        index out = *this;
        out.condition = c;
        return out;
    }
};

struct index_list : option_list<index, 8> {
    bool bare = false; ///< columns were given without the braces of an index; such a model is refused

    constexpr index_list() = default;
    constexpr index_list(const index& one) { add(one); }
    constexpr index_list(std::initializer_list<const char*>) : bare(true) {}
};
struct check_list : option_list<schema::check, 8> {
    using option_list::option_list;
    bool unnamed =
        false; ///< something else than `df::check(name, condition)` was given; such a model is refused
};

namespace detail {
[[nodiscard]] constexpr index_list listed(std::initializer_list<index> all) {
    index_list out;
    for (const auto& i : all)
        if (i.columns.size != 0) out.add(i);
    return out;
}
[[nodiscard]] constexpr index_list too_many_indexes() {
    index_list out;
    out.too_many = true;
    return out;
}
} // namespace detail

/// Up to 8 indexes: `df::indexes({"customer_id", "created_at"}, {"status"})`.
[[nodiscard]] constexpr index_list indexes(const index& a, const index& b = {}, const index& c = {},
                                           const index& d = {}, const index& e = {}, const index& f = {},
                                           const index& g = {}, const index& h = {}) {
    return detail::listed({a, b, c, d, e, f, g, h});
}
// More are refused when the model is used: with a rule's name, instead of "too many arguments".
[[nodiscard]] constexpr index_list indexes(const index&, const index&, const index&, const index&,
                                           const index&, const index&, const index&, const index&,
                                           const index&, const index& = {}, const index& = {},
                                           const index& = {}, const index& = {}, const index& = {},
                                           const index& = {}) {
    return detail::too_many_indexes();
}
template <detail::bare_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr index_list indexes(const Names&...) {
    return {""};
}
/// Up to 8 unique constraints, each over one or more columns: `df::unique({"email"}, {"shop", "number"})`.
[[nodiscard]] constexpr index_list unique(const index& a, const index& b = {}, const index& c = {},
                                          const index& d = {}, const index& e = {}, const index& f = {},
                                          const index& g = {}, const index& h = {}) {
    return detail::listed({a, b, c, d, e, f, g, h});
}
[[nodiscard]] constexpr index_list unique(const index&, const index&, const index&, const index&,
                                          const index&, const index&, const index&, const index&,
                                          const index&, const index& = {}, const index& = {},
                                          const index& = {}, const index& = {}, const index& = {},
                                          const index& = {}) {
    return detail::too_many_indexes();
}
template <detail::bare_column... Names>
    requires(sizeof...(Names) != 0)
[[nodiscard]] constexpr index_list unique(const Names&...) {
    return {""};
}
/// A named condition that every row fulfills: `df::check("total_is_positive", df::column("total") >= 0)`.
[[nodiscard]] constexpr schema::check check(std::string_view name, const schema::condition& that) {
    return {name, that};
}

/// Up to 8 checks.
template <class... Checks>
[[nodiscard]] constexpr check_list checks(const Checks&... all) {
    check_list out;
    if constexpr ((std::is_same_v<Checks, schema::check> && ...)) (out.add(all), ...);
    else out.unnamed = true;
    return out;
}

} // namespace dataflow
