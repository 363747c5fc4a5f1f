// The code of core/error.hpp.
#pragma once

#include <dataflow/core/error.hpp>

namespace dataflow {

DATAFLOW_RUNTIME void raise(error_kind kind, error_info info) {
    switch (kind) {
    case error_kind::not_found: throw not_found(std::move(info));
    case error_kind::unique_violation: throw unique_violation(std::move(info));
    case error_kind::foreign_key_violation: throw foreign_key_violation(std::move(info));
    case error_kind::check_violation: throw check_violation(std::move(info));
    case error_kind::not_null_violation: throw not_null_violation(std::move(info));
    case error_kind::invalid_value: throw invalid_value(std::move(info));
    case error_kind::not_stored: throw not_stored(std::move(info));
    case error_kind::too_many_rows: throw too_many_rows(std::move(info));
    case error_kind::version_conflict: throw version_conflict(std::move(info));
    case error_kind::serialization_failure: throw serialization_failure(std::move(info));
    case error_kind::timeout: throw timeout(std::move(info));
    case error_kind::cancelled: throw cancelled(std::move(info));
    case error_kind::connection_error: throw connection_error(std::move(info));
    case error_kind::in_doubt: throw in_doubt(std::move(info));
    case error_kind::not_done: throw not_done(std::move(info));
    case error_kind::protected_operation: throw protected_operation(std::move(info));
    case error_kind::read_only: throw read_only(std::move(info));
    case error_kind::permission_denied: throw permission_denied(std::move(info));
    case error_kind::schema_mismatch: throw schema_mismatch(std::move(info));
    case error_kind::corrupt_database: throw corrupt_database(std::move(info));
    case error_kind::resource_exhausted: throw resource_exhausted(std::move(info));
    case error_kind::database_error: break;
    }
    throw database_error(std::move(info));
}

DATAFLOW_RUNTIME error::error(error_kind kind, error_info info) : kind_(kind), shared_(nullptr) {
    std::string text{name_of(kind)};
    if (!info.node.empty() || !info.model.empty()) {
        text += " in " + info.node;
        if (!info.model.empty()) text += (info.node.empty() ? "" : " ") + info.model;
    }
    if (!info.field.empty()) text += ", field " + info.field;
    if (!info.constraint.empty()) text += ", constraint " + info.constraint;
    text += ": " + info.message;
    if (!info.code.empty()) text += " [" + info.code + "]";
    if (!info.request.empty()) text += " (request " + info.request + ")";
    shared_ = new state{std::move(info), std::move(text)};
}

DATAFLOW_RUNTIME error::error(const error& other) noexcept : kind_(other.kind_), shared_(other.shared_) {
    shared_->owners.fetch_add(1, std::memory_order_relaxed);
}

DATAFLOW_RUNTIME error& error::operator=(const error& other) noexcept {
    error copy{other};
    std::swap(kind_, copy.kind_);
    std::swap(shared_, copy.shared_);
    return *this;
}

DATAFLOW_RUNTIME error::~error() {
    if (shared_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete shared_;
}

} // namespace dataflow
