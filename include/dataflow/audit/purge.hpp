// Takes old records of the audit log away: `df::purge_audit(db, df::older_than(std::chrono::years{1}))`.
// docs/audit.md.
#pragma once

#include <dataflow/audit/detail/log_model.hpp>
#include <dataflow/audit/detail/log_row.hpp>
#include <dataflow/audit/record.hpp>
#include <dataflow/bulk/purge.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dataflow::audit {

namespace detail {

// The chains whose first records are all older than a time: up to which position, and the hash there.
inline void write_old(sql::writer& w, const sql::statement&) {
    using origin = sql::value_source::origin;
    w << "SELECT a.\"tenant_id\", a.\"strand\", a.\"position\", coalesce(a.\"hash\", '') FROM (SELECT "
         "\"tenant_id\", "
         "\"strand\", coalesce(min(CASE WHEN \"at\" >= ";
    w.value(origin::now);
    w << " OR \"hash\" IS NULL THEN \"position\" END) - 1, max(\"position\")) AS p, min(\"position\") AS q "
         "FROM \"dataflow_audit\"";
    where_of_tenant(w, " WHERE ");
    w << " GROUP BY \"tenant_id\", \"strand\") AS c JOIN \"dataflow_audit\" AS a ON a.\"tenant_id\" = "
         "c.\"tenant_id\" AND "
         "a.\"strand\" = c.\"strand\" AND a.\"position\" = c.p WHERE NOT (c.p = c.q AND a.\"operation\" = "
         "'purged') "
         "ORDER BY 1, 2";
}
inline sql::value_source argument(std::size_t i) { return {sql::value_source::origin::argument, i}; }
inline void of_chain(sql::writer& w) {
    w << " WHERE \"tenant_id\" = ";
    w.value(argument(0));
    w << " AND \"strand\" = ";
    w.value(argument(1));
}
inline void write_purge(sql::writer& w, const sql::statement&) {
    w << "DELETE FROM \"dataflow_audit\"";
    of_chain(w);
    w << " AND \"position\" <= ";
    w.value(argument(2));
}
inline void write_note(sql::writer& w, const sql::statement&) {
    w << "INSERT INTO \"dataflow_audit\" (\"at\", \"table_name\", \"operation\", \"after\", \"tenant_id\", "
         "\"strand\", "
         "\"position\") SELECT ";
    w.value(sql::value_source::origin::now);
    w << ", 'dataflow_audit', 'purged', ";
    w.value(argument(3));
    w << ", ";
    w.value(argument(0));
    w << ", ";
    w.value(argument(1));
    w << ", max(\"position\") + 1 FROM \"dataflow_audit\"";
    of_chain(w);
}
// PostgreSQL: after the last record of the chain, which no other transaction may move meanwhile.
inline void write_seal(sql::writer& w, const sql::statement&) {
    w << "SELECT \"dataflow_audit_note\"(";
    w.value(argument(0));
    w << ", ";
    w.value(argument(1));
    w << ", ";
    w.value(argument(3));
    w << ")";
}

} // namespace detail

/// Takes the oldest records of each chain away, and notes in the chain up to where.
/// `Log`: the model of the log that the database has.
template <class Log>
struct purge_node {
    using model = void;
    using models = query::types<>;
    using output = std::int64_t;
    static constexpr bool writes = true;
    /// What it writes to, so that rules about other tables let it pass.
    static constexpr const schema::table* log = &schema::table_of<Log>;
    static constexpr sql::statement statement{.node = "purge_audit", .table = log, .writes = true};

    std::chrono::microseconds age{};

    output execute(context& c) const {
        return c.atomically(statement, [&] { return run(c); });
    }

  private:
    [[nodiscard]] output run(context& c) const {
        static constexpr sql::statement old{.node = "purge_audit", .own_text = &detail::write_old};
        static constexpr sql::statement purge{.node = "purge_audit",
                                              .table = log,
                                              .what = sql::verb::erase,
                                              .writes = true,
                                              .own_text = &detail::write_purge};
        static constexpr sql::statement note{.node = "purge_audit",
                                             .table = log,
                                             .what = sql::verb::insert,
                                             .writes = true,
                                             .own_text = &detail::write_note};
        static constexpr sql::statement seal{.node = "purge_audit",
                                             .table = log,
                                             .what = sql::verb::insert,
                                             .writes = true,
                                             .own_text = &detail::write_seal};
        const auto now = context::now();
        std::vector<audit_head> chains;
        auto target = node_::rows_into(chains, detail::head_fields);
        c.run(old, detail::variant_of(c), {.now = (now - age).time_since_epoch().count()}, &target);
        output gone = 0;
        for (const auto& one : chains) {
            const auto text = std::string{detail::purged_through} + std::to_string(one.position) +
                              std::string{detail::purged_hash} + one.hash + "\"}";
            const std::array<value, 4> values{
                value::of_text(one.tenant), value::of_integer(storage::int64, one.strand),
                value::of_integer(storage::int64, one.position), value::of_text(text)};
            const sql::bindings bound{.arguments = values, .now = now.time_since_epoch().count()};
            if (!detail::has_heads(c)) c.run(note, 0, bound, nullptr); // the trigger seals it
            else {
                std::string done;
                node_::one_row row{&done};
                static constexpr std::array<field_access, 1> field{detail::log_field<std::string>(0, "hash")};
                auto answer = row.target(field);
                c.run(seal, 0, bound, &answer);
            }
            gone += c.run(purge, 0, bound, nullptr).affected;
        }
        return gone;
    }
};

} // namespace dataflow::audit

namespace dataflow {

/// Takes the records of the audit log away that are older than this, of each chain from its beginning on, and
/// writes into each chain up to where: so `df::verify_audit` still knows it whole. In a session of a tenant,
/// of the tenant only. Gives how many went. Throws what running a node throws.
template <class Database>
std::int64_t purge_audit(Database&& db, deleted_longer_ago age) {
    using log = audit::detail::log_of<Database>;
    using verdict = typename log::verdict;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return 0;
    else return db.run(audit::purge_node<typename log::type>{age.age});
}
template <class Database, class... Given>
    requires(sizeof...(Given) != 1 || !(std::is_convertible_v<const Given&, deleted_longer_ago> && ...))
std::int64_t purge_audit(Database&&, const Given&...) {
    using verdict = rule::diagnostic<rule::an_age_is_made_by_df_older_than<Given...>>;
    static_assert(rule::told<verdict>::verdict);
    return 0;
}

} // namespace dataflow
