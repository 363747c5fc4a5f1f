// What a session refuses, and how its errors are told.
#pragma once

#include <dataflow/core/config.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/database/session_facts.hpp>
#include <dataflow/sql/statement.hpp>

#include <string>
#include <string_view>

namespace dataflow::database_ {

/// Throws invalid_value where a text of a session cannot be sent to every database.
[[nodiscard]] session_facts checked_facts(const session_facts& facts);
/// The same facts, which let nothing be written where that is so.
[[nodiscard]] inline session_facts reads_if(bool so, session_facts facts) {
    facts.read_only = facts.read_only || so;
    return facts;
}
/// The name of a tenant. Throws invalid_value where it is empty, or no text that
/// every database takes.
[[nodiscard]] std::string checked_tenant(std::string_view tenant);
/// Throws for a tenant that is not active, or (`known`: false) not registered.
[[noreturn, gnu::cold]] void refuse_tenant(bool known);
/// Throws protected_operation: a node that writes is run in a session that only reads.
[[noreturn, gnu::cold]] void refuse_write(const sql::statement* what, const std::string& request);
/// In the handler of an error: throws it again, with the id of the request.
[[noreturn, gnu::cold]] void throw_in_session(const error& e, const std::string& request);

} // namespace dataflow::database_

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/database/detail/session_checks.ipp>
#endif
