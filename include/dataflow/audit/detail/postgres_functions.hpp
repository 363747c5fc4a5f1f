// The functions that write the audit log on PostgreSQL, and the arguments of a table's triggers.
#pragma once

#include <dataflow/audit/detail/columns.hpp>
#include <dataflow/audit/detail/postgres_texts.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/policy.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::audit::detail {

/// The functions of all triggers, and what they call.
[[nodiscard]] inline std::vector<postgres_function> postgres_functions() {
    constexpr std::string_view trigger = "() RETURNS trigger";
    // What is written does not depend on the settings of whoever writes, nor on what tables are called there.
    constexpr std::string_view safe =
        " SECURITY DEFINER SET timezone = 'UTC' SET bytea_output = 'hex' SET intervalstyle = 'iso_8601' "
        "SET extra_float_digits = 1 SET plan_cache_mode = force_generic_plan";
    const std::string of_tenant = "WHERE v_tenant = '' OR y.j ->> v_tenant = v_whose";
    const auto one = [&](std::string_view transition, std::string_view before, std::string_view after) {
        return std::string{"SELECT "} + postgres_key("y.j") + ", " + std::string{before} + " AS before, " +
               std::string{after} + " AS after FROM (SELECT to_jsonb(x.*) AS j FROM " +
               std::string{transition} + " x) y " + of_tenant;
    };
    const std::string changed =
        R"( CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(e.key, coalesce(v_secrets -> e.key, y.o -> e.key, 'null')) AS before,
          jsonb_object_agg(e.key, coalesce(v_secrets -> e.key, e.value)) AS after
          FROM jsonb_each(y.j) e WHERE e.value IS DISTINCT FROM y.o -> e.key
      ) d WHERE d.after IS NOT NULL AND (v_tenant = '' OR y.j ->> v_tenant = v_whose)
        AND (v_mark = '' OR coalesce(y.j ->> v_mark, '') NOT LIKE '% BC'))";
    // A record that comes back with another has no true mark for a step (sql/detail/mark_steps.hpp), which is
    // no change: the one after it is from the mark before.
    const std::string updates =
        R"(, d.before, d.after FROM (SELECT z.j, CASE WHEN v_mark <> '' AND z.o ->> v_mark LIKE '% BC'
        THEN z.o || jsonb_build_object(v_mark, (z.o ->> v_mark)::TIMESTAMPTZ + INTERVAL '35063280 hours')
        ELSE z.o END AS o FROM ()";
    const std::string updated = "SELECT " + postgres_key("y.o") + updates + R"(
        SELECT o.j AS o, w.j AS j FROM (SELECT row_number() OVER () AS i, to_jsonb(x.*) AS j FROM dataflow_old x) o
          JOIN (SELECT row_number() OVER () AS i, to_jsonb(x.*) AS j FROM dataflow_new x) w ON w.i = o.i
      ) z) y)" + changed;
    const std::string updated_one = "SELECT " + postgres_key("y.o") + updates + R"(
        SELECT to_jsonb(o.*) AS o, to_jsonb(w.*) AS j FROM dataflow_old o CROSS JOIN dataflow_new w
      ) z) y)" + changed;
    const auto created = one("dataflow_new", "NULL::JSONB", "y.j || v_secrets"),
               deleted = one("dataflow_old", "y.j || v_secrets", "NULL::JSONB");
    constexpr std::string_view nothing =
        "SELECT NULL::TEXT AS record_key, NULL::JSONB AS before, NULL::JSONB AS after";
    return {
        {"dataflow_audit_digest", "(TEXT, TEXT, TEXT) RETURNS TEXT", std::string{postgres_digest},
         " IMMUTABLE"},
        {"dataflow_audit_take", "(v_whose TEXT) RETURNS \"dataflow_audit_heads\"", std::string{postgres_take},
         " SET enable_seqscan = off"},
        {"dataflow_audit_note", "(v_whose TEXT, v_strand BIGINT, v_text TEXT) RETURNS TEXT", postgres_note(),
         ""},
        {"dataflow_audit_insert", trigger,
         postgres_body("created", "dataflow_new x", postgres_tenants("dataflow_new"), created, created),
         safe},
        {"dataflow_audit_update", trigger,
         postgres_body("updated", "dataflow_new x", postgres_tenants("dataflow_new"), updated, updated_one),
         safe},
        {"dataflow_audit_delete", trigger,
         postgres_body("deleted", "dataflow_old x", postgres_tenants("dataflow_old"), deleted, deleted),
         safe},
        {"dataflow_audit_truncate", trigger,
         postgres_body("truncated", "(VALUES (1)) x", "SELECT ''", nothing, nothing), safe},
    };
}

/// An element of an array literal, or a text of JSON.
[[nodiscard]] inline std::string quoted(std::string_view text) {
    std::string out{'"'};
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}
/// The arguments of a table's triggers.
[[nodiscard]] inline std::array<std::string, 5> postgres_arguments(const schema::table& t) {
    std::array<std::string, 5> out{std::string{t.name}, "{", "{", std::string{tenant_of(t)}, {}};
    if (sql::marks_pass(dialect::postgres, t))
        out[4] = t.columns[static_cast<std::size_t>(t.policy.deleted_mark())].name;
    for (const auto k : t.key) out[1].append(out[1].size() == 1 ? "" : ",").append(quoted(t.columns[k].name));
    for (const auto s : t.policy.secrets)
        out[2]
            .append(out[2].size() == 1 ? "" : ",")
            .append(quoted(t.columns[s].name))
            .append(":")
            .append(quoted(secret_text));
    out[1] += '}';
    out[2] += '}';
    return out;
}

} // namespace dataflow::audit::detail
