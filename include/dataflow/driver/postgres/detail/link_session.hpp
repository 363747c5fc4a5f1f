// What a link relies on in the session of the server, and behind a pooler in each transaction.
#pragma once

#include <dataflow/driver/postgres/detail/link.hpp>
#include <dataflow/driver/postgres/detail/local_settings.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::driver::postgres_ {

inline void link::renew(connected with) {
    handle_ = std::move(with.handle);
    lost_ = false;
    losses_ = {};
    PQsetNoticeReceiver(get(), &losses::hear, &losses_);
    // A pooler makes the number of the server's process up that it tells at the start, for there may be
    // many.
    const auto server = command("SELECT pg_catalog.pg_backend_pid()");
    pooled_ = with.refused ||
              std::string_view{PQgetvalue(server.get(), 0, 0)} != std::to_string(PQbackendPID(get()));
    if (pooled_) share_session(with.options);
    else restore_session();
}

inline void link::serve(const sql::session_values* whose, bool policies) {
    static constexpr sql::session_values nobody{};
    if (whose == nullptr && told_.empty()) return;
    if (whose == nullptr) whose = &nobody;
    std::vector<session_setting> now;
    now.emplace_back("dataflow.actor", whose->actor);
    now.emplace_back("dataflow.address", whose->address);
    now.emplace_back("dataflow.request_id", whose->request);
    now.emplace_back("dataflow.tenant", whose->tenant);
    if (policies) now.emplace_back("dataflow.all_tenants", whose->all_tenants ? "on" : "");
    if (!whose->actor.empty()) now.emplace_back("application_name", whose->actor);
    policies_ = policies;
    if (now == told_) return;
    told_ = std::move(now);
    facts_ = local_settings(get(), told_, local_);
    late_ = in_transaction();
}

inline void link::restore_session() {
    if (pooled_) return;
    const auto is = [&](const char* name, std::string_view wanted) {
        const char* now = PQparameterStatus(get(), name);
        return now != nullptr && now == wanted;
    };
    if (is("TimeZone", "UTC") && is("standard_conforming_strings", "on") && is("client_encoding", "UTF8"))
        return;
    command("SET TimeZone TO 'UTC'; SET standard_conforming_strings TO on; SET client_encoding TO 'UTF8'");
}

inline void link::share_session(std::string_view options) {
    const auto is = [&](const char* name, std::string_view wanted) {
        const char* now = PQparameterStatus(get(), name);
        return now != nullptr && now == wanted;
    };
    if (!is("client_encoding", "UTF8"))
        detail::connect_failed("the connection pooler does not give this connection its encoding, UTF8");
    auto wanted = settings_in(options);
    local_always_ = !wanted.empty();
    wanted.emplace_back("TimeZone", "UTC"); // only what users write by hand depends on it
    if (!is("standard_conforming_strings", "on")) {
        wanted.emplace_back("standard_conforming_strings", "on");
        local_always_ = true;
    }
    local_ = local_settings(get(), wanted);
    if (!try_command("BEGIN"))
        detail::connect_failed("the connection pooler lets no transaction begin (statement mode?): "
                               "transaction or session mode is needed");
    (void)try_command("ROLLBACK");
}

} // namespace dataflow::driver::postgres_
