// Takes many deleted records away for good. docs/soft-delete.md.
#pragma once

#include <dataflow/bulk/detail/bulk_options.hpp>
#include <dataflow/bulk/keyed_rows.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/deleted.hpp>
#include <dataflow/node/keys.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/node/where.hpp>
#include <dataflow/query/managed_mark.hpp>
#include <dataflow/sql/parts.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/variant.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace dataflow {

/// Of `df::purge`: the records that were deleted longer ago than this. See `older_than`.
struct deleted_longer_ago {
    std::chrono::microseconds age;
};
/// The records that have been deleted for longer than this, counted back from each run:
/// `df::purge<Note>(df::older_than(std::chrono::days{30}))`. At most 100 years, and no less than nothing.
template <class Rep, class Period>
[[nodiscard]] constexpr deleted_longer_ago older_than(std::chrono::duration<Rep, Period> age) noexcept {
    constexpr std::chrono::hours longest{24 * 365 * 100};
    if (age > longest) return {longest};
    if (age < age.zero()) return {std::chrono::microseconds{0}};
    return {std::chrono::ceil<std::chrono::microseconds>(age)};
}
template <class Given>
constexpr deleted_longer_ago older_than(const Given&) {
    using verdict = rule::diagnostic<rule::an_age_has_a_unit_of_time<Given>>;
    static_assert(rule::told<verdict>::verdict);
    return {};
}

} // namespace dataflow

namespace dataflow::node_ {

/// A DELETE of what is marked as deleted and fits.
constexpr void write_purge(sql::writer& w, const sql::statement& s) {
    w << "DELETE FROM ";
    w.table(s.table->name);
    sql::where(w, s);
}

template <class M, class P>
struct purge_statement {
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement value{.node = "purge",
                                          .table = &schema::table_of<M>,
                                          .what = sql::verb::erase,
                                          .cache = &cache,
                                          .predicate = predicate_clause<P>(),
                                          .writes = true,
                                          .own_text = &write_purge};
};
template <class M, class P>
[[nodiscard]] bulk_result<M> purge_all(context& c, const P& which, std::uint64_t v,
                                       const std::optional<std::int64_t>& most) {
    const auto& s = purge_statement<M, P>::value;
    detail::refuse_absent<P>(s, v);
    bound_values<P::parameters, P::lists> values;
    which.bind(values.to);
    bulk_result<M> out;
    out.deleted = out.requested = run_bulk_erase(c, s, v, values.span(), most);
    return out;
}

/// Takes away all deleted records that fit a predicate.
template <class M, class P>
struct bulk_purge_node : with_limit<bulk_purge_node<M, P>> {
    using model = M;
    using output = bulk_result<M>;
    using inputs = typename P::inputs;
    static constexpr bool purges_by_predicate = true;
    static constexpr tables_read<bulk_purge_node> reads{};
    static constexpr tables_written<bulk_purge_node, true> writes{};
    static constexpr const sql::statement& statement = purge_statement<M, P>::value;
    P where;

    output execute(context& c) const { return purge_all<M>(c, where, variant(), this->most); }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return sql::policy_variant::only_deleted | predicate_variant(where, sql::bulk_variant::filter) |
               (this->most ? sql::bulk_variant::limit : 0);
    }
};

/// Takes away the records that were deleted long ago, by the clock of the run.
template <class M>
struct old_purge_node : with_limit<old_purge_node<M>> {
    using model = M;
    using output = bulk_result<M>;
    static constexpr auto before(timestamp t) { return query::managed_mark<M>{} < t; }
    using predicate = decltype(before(timestamp{}));
    static constexpr bool purges_by_predicate = true;
    static constexpr tables_read<old_purge_node> reads{};
    static constexpr tables_written<old_purge_node, true> writes{};
    static constexpr const sql::statement& statement = purge_statement<M, predicate>::value;
    std::chrono::microseconds age;

    output execute(context& c) const {
        return purge_all<M>(c, before(context::now() - age), variant(), this->most);
    }
    [[nodiscard]] constexpr std::uint64_t variant() const {
        return sql::policy_variant::only_deleted | sql::bulk_variant::filter |
               (this->most ? sql::bulk_variant::limit : 0);
    }
};

/// What names many records, not one by its key.
template <class What>
concept many_deleted =
    condition<std::remove_cvref_t<What>> || std::is_same_v<std::remove_cvref_t<What>, everything_t> ||
    std::is_same_v<std::remove_cvref_t<What>, deleted_longer_ago>;

namespace detail {
template <class M, class What>
constexpr auto find_bulk_purge_verdict() {
    using marked = rule::diagnostic<decltype(find_marked_verdict<M>())>;
    if constexpr (!rule::is_ok<marked> || !condition<std::remove_cvref_t<What>>) return marked{};
    else return where_verdict<M, What>{};
}
} // namespace detail

} // namespace dataflow::node_

namespace dataflow {

/// Takes deleted records away for good: those that have been deleted for long (`df::older_than`), those that
/// fit a predicate, or, with `df::everything`, all. Records that are not deleted stay, whatever they are.
/// Gives how many there were. Throws foreign_key_violation where other records refer to one of them; then
/// none is taken away.
template <class M, node_::many_deleted What>
[[nodiscard]] constexpr auto purge(What&& what) {
    using given = std::remove_cvref_t<What>;
    using verdict = rule::diagnostic<decltype(node_::detail::find_bulk_purge_verdict<M, What>())>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<node_::refused_bulk>{};
    else if constexpr (std::is_same_v<given, everything_t>) return node_::bulk_purge_node<M, node_::every>{};
    else if constexpr (std::is_same_v<given, deleted_longer_ago>)
        return node_::old_purge_node<M>{{}, what.age};
    else {
        auto checked = node_::checked_predicate<M>(static_cast<What&&>(what));
        return node_::bulk_purge_node<M, decltype(checked)>{{}, static_cast<decltype(checked)&&>(checked)};
    }
}

} // namespace dataflow
