// The audit log as a model of the library's own: `df::list<df::audit_record>()`. docs/audit.md.
#pragma once

#include <dataflow/core/types.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/options.hpp>
#include <dataflow/schema/record.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace dataflow {

/// What a record of the audit log tells of.
enum class audit_operation : std::uint8_t {
    created,
    updated,
    deleted,
    truncated, ///< all rows of a table were taken away by TRUNCATE; which ones is not recorded
    purged,    ///< the oldest records of the log itself were taken away, by `df::purge_audit`
};

/// One change of one record of a model with the option `audit_log`. Triggers write it; no node does.
struct audit_record {
    dataflow::id<audit_record> id{};
    timestamp at{};
    std::string table_name{};
    audit_operation operation = audit_operation::created;
    std::optional<std::string> record_key{};     ///< the key as text; one of several columns: a JSON array
    std::optional<std::string> before{};         ///< JSON: fields and their old values; none of a new record
    std::optional<std::string> after{};          ///< the same with new values; none of a deleted record
    std::optional<std::string> actor{};          ///< who did it, where a session said so
    std::optional<std::string> address{};        ///< from where
    std::optional<std::string> request_id{};     ///< in which request
    std::optional<std::string> transaction_id{}; ///< the same for all that was done in one transaction
    std::optional<std::string> database_user{};  ///< PostgreSQL: the role that had logged in
    std::string tenant_id{};                     ///< whose record it was; empty: of no tenant
    std::int64_t strand = 0;                     ///< which of the tenant's chains it belongs to
    std::int64_t position = 0;                   ///< where it is in its chain, from 1
    std::optional<std::string> previous{};       ///< the hash of the record before it in its chain
    std::optional<std::string> hash{};           ///< SHA-256 over `previous` and all of this

    static constexpr auto dataflow = options{
        .table = "dataflow_audit",
        .timestamps = false,
        .unique = index{"tenant_id", "strand", "position"},
        .indexes = indexes({"table_name", "record_key"}, index{"id"}.where(is_null(column("hash")))),
    };
};

/// The same for a database with models of tenants: each tenant sees what was done to its own records.
struct tenant_audit_record {
    dataflow::id<tenant_audit_record> id{};
    timestamp at{};
    std::string table_name{};
    audit_operation operation = audit_operation::created;
    std::optional<std::string> record_key{};
    std::optional<std::string> before{};
    std::optional<std::string> after{};
    std::optional<std::string> actor{};
    std::optional<std::string> address{};
    std::optional<std::string> request_id{};
    std::optional<std::string> transaction_id{};
    std::optional<std::string> database_user{};
    std::int64_t strand = 0;
    std::int64_t position = 0;
    std::optional<std::string> previous{};
    std::optional<std::string> hash{};

    static constexpr auto dataflow = options{
        .table = "dataflow_audit",
        .timestamps = false,
        .multi_tenant = true,
        .unique = index{"strand", "position"},
        .indexes = indexes({"table_name", "record_key"}, index{"id"}.where(is_null(column("hash")))),
    };
};

namespace schema {
template <>
inline constexpr bool is_kept_by_library<audit_record> = true;
template <>
inline constexpr bool is_kept_by_library<tenant_audit_record> = true;
} // namespace schema

} // namespace dataflow
