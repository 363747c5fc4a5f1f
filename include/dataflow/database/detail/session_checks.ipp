// The code of database/detail/session_checks.hpp.
#pragma once

#include <dataflow/core/utf8.hpp>
#include <dataflow/database/detail/session_checks.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::database_ {

DATAFLOW_RUNTIME session_facts checked_facts(const session_facts& facts) {
    const auto check = [](const std::string& text, std::string_view name) {
        if (const auto fault = check_text(text); fault != text_fault::none)
            raise(error_kind::invalid_value,
                  {.message = std::string{message_of(fault)}, .field = std::string{name}});
    };
    check(facts.actor, "actor");
    check(facts.address, "address");
    check(facts.request_id, "request_id");
    return facts;
}
DATAFLOW_RUNTIME std::string checked_tenant(std::string_view tenant) {
    if (tenant.empty()) raise(error_kind::invalid_value, {.message = "the tenant's name is empty"});
    if (const auto fault = check_text(tenant); fault != text_fault::none)
        raise(error_kind::invalid_value, {.message = std::string{message_of(fault)}, .field = "tenant"});
    return std::string{tenant};
}
DATAFLOW_RUNTIME void refuse_tenant(bool known) {
    error_info info{.message = known ? "the tenant is not active" : "the tenant is not registered"};
    info.node = "tenant";
    info.model = "tenant_record";
    raise(known ? error_kind::protected_operation : error_kind::not_found, std::move(info));
}
DATAFLOW_RUNTIME void refuse_write(const sql::statement* what, const std::string& request) {
    error_info info{.message = "the session only reads"};
    info.request = request;
    if (what != nullptr) info.node = what->node;
    if (what != nullptr && what->table != nullptr) info.model = what->table->model;
    raise(error_kind::protected_operation, std::move(info));
}
DATAFLOW_RUNTIME void throw_in_session(const error& e, const std::string& request) {
    auto info = e.info();
    if (!info.request.empty()) throw;
    info.request = request;
    raise(e.kind(), std::move(info));
}

} // namespace dataflow::database_
