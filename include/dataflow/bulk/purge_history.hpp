// Takes past versions away for good: `df::purge_history<Note>(df::older_than(std::chrono::days{90}))`.
// docs/history.md.
#pragma once

#include <dataflow/bulk/purge.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/as_of.hpp>
#include <dataflow/node/bulk_result.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/refused_rows.hpp>
#include <dataflow/node/rules.hpp>
#include <dataflow/node/table_sets.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/statement.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace dataflow::node_ {

/// A DELETE of the versions that ended before a time, of the tenant of the session.
constexpr void write_purge_history(sql::writer& w, const sql::statement& s) {
    const auto& t = *s.table;
    w << "DELETE FROM ";
    (w.table(t.history->name) << " WHERE ").identifier(schema::history_to) << " < ";
    w.value(sql::value_source::origin::now);
    sql::write_tenant(w, t, " AND ");
}

template <class M>
struct purge_history_node {
    using model = M;
    using output = std::int64_t;
    using written_models = query::types<>; // no record of the model changes
    static constexpr bool purges_by_predicate = true;
    static constexpr tables_read<purge_history_node> reads{};
    static constexpr tables_written<purge_history_node, true> writes{};
    static inline constinit sql::statement_id cache{};
    static constexpr sql::statement statement{.node = "purge_history",
                                              .table = &schema::table_of<M>,
                                              .what = sql::verb::erase,
                                              .cache = &cache,
                                              .writes = true,
                                              .repeatable = true,
                                              .own_text = &write_purge_history};
    timestamp before{};
    std::optional<std::chrono::microseconds> age{}; ///< counted back from each run

    output execute(context& c) const {
        const auto end = age ? context::now() - *age : before;
        return c.run(statement, 0, {.now = end.time_since_epoch().count()}, nullptr).affected;
    }
    [[nodiscard]] constexpr std::uint64_t variant() const { return 0; }
};

} // namespace dataflow::node_

namespace dataflow {

/// Takes away the past versions that ended longer ago than this, counted back from each run, or before a
/// time; gives how many there were. What the records are now stays, and the versions that they had since.
template <class M>
[[nodiscard]] constexpr auto purge_history(deleted_longer_ago old) {
    using verdict = node_::kept_verdict<M>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<std::int64_t>{};
    else return node_::purge_history_node<M>{{}, old.age};
}
template <class M>
[[nodiscard]] constexpr auto purge_history(timestamp before) {
    using verdict = node_::kept_verdict<M>;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return node_::refused_as<std::int64_t>{};
    else return node_::purge_history_node<M>{before};
}
template <class M, class Given>
    requires(!std::is_convertible_v<const Given&, timestamp>)
[[nodiscard]] constexpr auto purge_history(const Given&) {
    using verdict = rule::diagnostic<rule::past_versions_are_purged_by_their_age_or_a_time<M, Given>>;
    static_assert(rule::told<verdict>::verdict);
    return node_::refused_as<std::int64_t>{};
}

} // namespace dataflow
