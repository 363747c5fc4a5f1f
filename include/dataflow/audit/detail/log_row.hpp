// Reads what the checks of the audit log need.
#pragma once

#include <dataflow/audit/detail/columns.hpp>
#include <dataflow/audit/digest.hpp>
#include <dataflow/audit/report.hpp>
#include <dataflow/core/types.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::audit::detail {

/// A record of the log, whatever models the database has.
struct log_row {
    std::int64_t id = 0, strand = 0, position = 0;
    timestamp at{};
    std::string tenant_id{}, table_name{}, operation{};
    std::optional<std::string> record_key{}, before{}, after{}, actor{}, address{}, request_id{},
        transaction_id{}, database_user{}, previous{}, hash{};
};

template <class T>
[[nodiscard]] constexpr field_access log_field(std::size_t offset, std::string_view name) noexcept {
    return {static_cast<std::uint32_t>(offset), &schema::info_of<T>, name};
}
inline constexpr std::array<field_access, 17> log_fields{
    log_field<std::int64_t>(offsetof(log_row, id), "id"),
    log_field<std::int64_t>(offsetof(log_row, strand), "strand"),
    log_field<std::int64_t>(offsetof(log_row, position), "position"),
    log_field<timestamp>(offsetof(log_row, at), "at"),
    log_field<std::string>(offsetof(log_row, tenant_id), "tenant_id"),
    log_field<std::string>(offsetof(log_row, table_name), "table_name"),
    log_field<std::string>(offsetof(log_row, operation), "operation"),
    log_field<std::optional<std::string>>(offsetof(log_row, record_key), "record_key"),
    log_field<std::optional<std::string>>(offsetof(log_row, before), "before"),
    log_field<std::optional<std::string>>(offsetof(log_row, after), "after"),
    log_field<std::optional<std::string>>(offsetof(log_row, actor), "actor"),
    log_field<std::optional<std::string>>(offsetof(log_row, address), "address"),
    log_field<std::optional<std::string>>(offsetof(log_row, request_id), "request_id"),
    log_field<std::optional<std::string>>(offsetof(log_row, transaction_id), "transaction_id"),
    log_field<std::optional<std::string>>(offsetof(log_row, database_user), "database_user"),
    log_field<std::optional<std::string>>(offsetof(log_row, previous), "previous"),
    log_field<std::optional<std::string>>(offsetof(log_row, hash), "hash"),
};

/// Bit of a statement's variant: only of the tenant of the session.
inline constexpr std::uint64_t of_tenant = 1;
[[nodiscard]] inline std::uint64_t variant_of(const context& c) noexcept {
    return c.session() != nullptr && !c.session()->tenant.empty() ? of_tenant : 0;
}
inline void where_of_tenant(sql::writer& w, std::string_view before) {
    if ((w.variant() & of_tenant) == 0) return;
    w << before << "\"tenant_id\" = ";
    sql::write_session(w, schema::session_value::tenant);
}

inline void write_rows(sql::writer& w, const sql::statement&) {
    std::string_view before = "SELECT ";
    for (const auto& f : log_fields) {
        (w << before).identifier(f.name);
        before = ", ";
    }
    w << " FROM \"dataflow_audit\"";
    where_of_tenant(w, " WHERE ");
    w << " ORDER BY \"tenant_id\", \"strand\", \"position\", \"id\"";
}
template <class Look>
void each_row(context& c, const Look& look) {
    static constexpr sql::statement s{.node = "verify_audit", .own_text = &write_rows};
    const auto rows = c.open(s, variant_of(c), {}, log_fields);
    for (log_row r; rows->next(&r); r = {}) look(r);
}

inline constexpr std::array<field_access, 4> head_fields{
    log_field<std::string>(offsetof(audit_head, tenant), "tenant"),
    log_field<std::int64_t>(offsetof(audit_head, strand), "strand"),
    log_field<std::int64_t>(offsetof(audit_head, position), "position"),
    log_field<std::string>(offsetof(audit_head, hash), "hash"),
};
[[nodiscard]] inline std::vector<audit_head>
read_head_rows(context& c, void (*write)(sql::writer&, const sql::statement&)) {
    const sql::statement s{.node = "verify_audit", .own_text = write};
    std::vector<audit_head> out;
    auto target = node_::rows_into(out, head_fields);
    c.run(s, variant_of(c), {}, &target);
    return out;
}
inline void write_purges(sql::writer& w, const sql::statement&) {
    w << "SELECT \"tenant_id\", \"strand\", \"position\", coalesce(\"after\", '') FROM \"dataflow_audit\" "
         "WHERE "
         "\"operation\" = 'purged'";
    where_of_tenant(w, " AND ");
}
inline constexpr std::string_view purged_through = "{\"through\":", purged_hash = ",\"hash\":\"";
/// Up to where chains were purged, and the hashes of the last records that went.
[[nodiscard]] inline std::vector<audit_head> read_purges(context& c) {
    auto out = read_head_rows(c, &write_purges);
    for (auto& p : out) {
        const std::string text = p.hash;
        p.hash.clear();
        p.position = -1;
        const auto at = text.find(purged_hash);
        if (!text.starts_with(purged_through) || at == text.npos || !text.ends_with("\"}")) continue;
        (void)std::from_chars(text.data() + purged_through.size(), text.data() + at, p.position);
        const auto start = at + purged_hash.size();
        p.hash = text.substr(start, text.size() - 2 - start);
    }
    return out;
}
/// Whether the database keeps the heads of chains in a table of their own.
[[nodiscard]] inline bool has_heads(const context& c) noexcept { return c.dialect_data().trigger_functions; }
inline void write_heads(sql::writer& w, const sql::statement&) {
    w << "SELECT \"tenant_id\", \"strand\", \"position\", \"hash\" FROM \"dataflow_audit_heads\"";
    where_of_tenant(w, " WHERE ");
}
[[nodiscard]] inline std::vector<audit_head> read_heads(context& c) {
    return has_heads(c) ? read_head_rows(c, &write_heads) : std::vector<audit_head>{};
}

inline void write_last_id(sql::writer& w, const sql::statement&) {
    w << "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'dataflow_audit'";
}
/// SQLite: the greatest number that a record has ever had; 0 where that is not known, or of all tenants.
[[nodiscard]] inline std::int64_t read_last_id(context& c) {
    if (has_heads(c) || variant_of(c) != 0) return 0;
    static constexpr sql::statement s{.node = "verify_audit", .own_text = &write_last_id};
    std::int64_t out = 0;
    node_::one_row row{&out};
    static constexpr std::array<field_access, 1> field{log_field<std::int64_t>(0, "seq")};
    auto target = row.target(field);
    c.run(s, 0, {}, &target);
    return out;
}

/// The hash that a record has at a place.
[[nodiscard]] inline std::string digest_of(const log_row& r, std::string_view tenant, std::int64_t strand,
                                           std::int64_t position) {
    const auto text = [](const std::optional<std::string>& t) {
        return t ? std::string_view{t->empty() ? std::string_view{""} : std::string_view{*t}}
                 : std::string_view{};
    };
    const auto there = [](std::string_view t) { return t.data() != nullptr ? t : std::string_view{""}; };
    const auto at_position = std::to_string(position), on_strand = std::to_string(strand),
               moment = std::to_string(r.at.time_since_epoch().count());
    const std::array<std::string_view, 15> all{
        there(r.previous ? std::string_view{*r.previous} : std::string_view{}),
        at_position,
        text(r.record_key),
        text(r.before),
        text(r.after),
        there(tenant),
        on_strand,
        moment,
        r.table_name,
        r.operation,
        text(r.actor),
        text(r.address),
        text(r.request_id),
        text(r.transaction_id),
        text(r.database_user)};
    return digest(all);
}

} // namespace dataflow::audit::detail
