// The code of database/core.hpp, and how errors are named.
#pragma once

#include <dataflow/database/core.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::database_ {

DATAFLOW_RUNTIME void throw_named(const error& e, const sql::statement* what, const driver::connection* on) {
    if (what == nullptr || !e.node().empty()) throw; // NOLINT: in a handler
    auto info = e.info();
    info.node = what->node;
    const auto* table = what->table != nullptr || on == nullptr ? what->table : on->last().table;
    if (table != nullptr && info.model.empty()) info.model = table->model;
    raise(e.kind(), std::move(info));
}

DATAFLOW_RUNTIME void throw_of_transaction(const error& e, const driver::connection& on) {
    auto info = e.info();
    const auto& last = on.last();
    info.node = last.node.empty() ? "transaction" : "transaction (" + std::string{last.node} + ")";
    if (last.table != nullptr) info.model = last.table->model;
    raise(e.kind(), std::move(info));
}

[[nodiscard]] inline std::string_view tenant_of(const sql::session_values* session) noexcept {
    return session == nullptr ? std::string_view{} : session->tenant;
}

DATAFLOW_RUNTIME pool::lease core::lease(const sql::statement* what, access how, bool verify,
                                         driver::limit* within, const sql::session_values* session) {
    try {
        refuse_inside_transaction();
        return pools_.of(how).take(verify, within, tenant_of(session));
    } catch (const error& e) {
        throw_named(e, what);
    }
}

DATAFLOW_RUNTIME std::unique_ptr<driver::connection> core::another() {
    auto& of = pools_.of(access::read_only);
    try {
        return of.another();
    } catch (const connection_error&) {
        if (!pools_.readers) throw;
    }
    (void)lease(&opening_statement, access::read_write); // which makes the file
    return of.another();
}

DATAFLOW_RUNTIME void core::keep(std::shared_ptr<const void> what) {
    static std::mutex guard; // it is seldom that something is kept
    const std::scoped_lock lock{guard};
    kept_.push_back(std::move(what));
}

DATAFLOW_RUNTIME pool::lease core::lease_to_open(opening how) {
    if (how != opening::respects) return lease(&opening_statement, access::read_write);
    try {
        return lease(&opening_statement, access::read_only);
    } catch (const error& e) {
        // SQLITE_READONLY_ROLLBACK and SQLITE_READONLY_RECOVERY: only one that writes may undo it.
        if (e.code() != "776" && e.code() != "264") throw;
    }
    (void)lease(&opening_statement, access::read_write);
    return lease(&opening_statement, access::read_only);
}

DATAFLOW_RUNTIME pool::lease core::lease_or_share(shared_write& own, const sql::session_values* session) {
    try {
        refuse_inside_transaction();
        return pools_.of(access::read_write).take_or_share(own, tenant_of(session));
    } catch (const error& e) {
        throw_named(e, own.what);
    }
}

} // namespace dataflow::database_
