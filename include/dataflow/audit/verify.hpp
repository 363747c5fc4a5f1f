// Checks the chains of the audit log: `df::verify_audit(db)`. docs/audit.md.
#pragma once

#include <dataflow/audit/detail/chain_check.hpp>
#include <dataflow/audit/detail/log_model.hpp>
#include <dataflow/audit/report.hpp>
#include <dataflow/core/rule.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/query/expression.hpp>
#include <dataflow/sql/statement.hpp>

#include <span>
#include <utility>
#include <vector>

namespace dataflow::audit {

/// Reads the whole log, or, in a session of a tenant, the tenant's.
struct verify_node {
    using model = void;
    using models = query::types<>;
    using output = audit_report;
    static constexpr bool writes = false;
    static constexpr sql::statement statement{.node = "verify_audit"};

    std::vector<audit_head> kept{};

    [[nodiscard]] output execute(context& c) const {
        if (c.depth() != 0) return detail::chain_check{c, kept}.run();
        return c.atomically([&] { return detail::chain_check{c, kept}.run(); }, access::read_only,
                            isolation::repeatable_read);
    }
};

} // namespace dataflow::audit

namespace dataflow {

/// Checks every record of the audit log of a database (of a session of a tenant: of the tenant) against its
/// hash and the record before it, and names those that were edited, removed, inserted, or moved. `kept`:
/// heads that a former report gave, and that were kept elsewhere; what they tell of must still be there, or
/// purged. Throws what running a node throws.
template <class Database>
[[nodiscard]] audit_report verify_audit(Database&& db, std::vector<audit_head> kept = {}) {
    using verdict = typename audit::detail::log_of<Database>::verdict;
    static_assert(rule::told<verdict>::verdict);
    if constexpr (!rule::is_ok<verdict>) return {};
    else return db.run(audit::verify_node{std::move(kept)});
}

} // namespace dataflow
