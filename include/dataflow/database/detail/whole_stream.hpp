// A stream with the connection that it keeps.
#pragma once

#include <dataflow/database/core.hpp>
#include <dataflow/database/detail/pool.hpp>
#include <dataflow/database/session.hpp>
#include <dataflow/database/stream.hpp>
#include <dataflow/sql/session_values.hpp>
#include <dataflow/sql/statement.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace dataflow::database_ {

/// Opens a list or a select on a connection of its own, within limits where some are given.
template <class List, class... Limits>
[[nodiscard]] auto whole_stream(const std::shared_ptr<core>& on, const List& what, const Limits&... limits) {
    const auto* of = statement_of<List>();
    const sql::session_values* session = nullptr;
    if constexpr (requires { what.session; }) session = what.session;
    std::unique_ptr<held_limit> within;
    std::optional<pool::lease> lease;
    if constexpr (sizeof...(Limits) == 0)
        lease.emplace(on->lease(of, access::read_only, false, nullptr, session));
    else {
        auto mine = std::make_unique<limited<Limits...>>(limits...);
        lease.emplace(mine->lease(*on, of, access::read_only, session));
        mine->keep_on(lease->connection());
        within = std::move(mine);
    }
    return database_::make_stream(what, on, std::move(lease), std::move(within));
}

} // namespace dataflow::database_
