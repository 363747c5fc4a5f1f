// What writes the audit log on PostgreSQL: a function for each operation, whose trigger sees all rows of a
// statement at once. One set of functions serves all tables: what differs are a trigger's arguments.
#pragma once

#include <dataflow/audit/detail/columns.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::audit::detail {

/// A function as pg_proc has it.
struct postgres_function {
    std::string_view name;
    std::string_view head; ///< arguments and result
    std::string body;
    std::string_view how; ///< what stands after the body
};

/// The heads of the chains: a transaction takes one that is free until its end, so that none waits for
/// another.
inline constexpr std::string_view postgres_heads = R"(CREATE TABLE IF NOT EXISTS "dataflow_audit_heads" (
  "tenant_id" TEXT COLLATE "C" NOT NULL,
  "strand" BIGINT NOT NULL,
  "position" BIGINT NOT NULL,
  "hash" TEXT NOT NULL,
  CONSTRAINT "dataflow_audit_heads_pkey" PRIMARY KEY ("tenant_id", "strand")
) WITH (fillfactor = 50))";

inline constexpr std::string_view postgres_aggregate =
    R"(CREATE OR REPLACE AGGREGATE "dataflow_audit_link"(TEXT, TEXT) (SFUNC = "dataflow_audit_digest", STYPE = TEXT))";

inline constexpr std::string_view postgres_digest = R"(
BEGIN
  RETURN encode(sha256(convert_to(coalesce($1, $2) || $3, 'UTF8')), 'hex');
END )";

// By the key, row by row: a look at all heads would set serializable transactions against each other.
inline constexpr std::string_view postgres_take = R"(
DECLARE
  v_head "dataflow_audit_heads";
  v_strand BIGINT;
BEGIN
  FOR i IN 0..4095 LOOP
    v_strand := CASE WHEN i < 64 THEN 1 + (pg_backend_pid() + i) % 64 ELSE 1 + i END;
    SELECT h.* INTO v_head FROM "dataflow_audit_heads" h
      WHERE h."tenant_id" = v_whose AND h."strand" = v_strand FOR UPDATE SKIP LOCKED;
    IF FOUND THEN RETURN v_head; END IF;
    IF NOT EXISTS (SELECT FROM "dataflow_audit_heads" h WHERE h."tenant_id" = v_whose AND h."strand" = v_strand)
       AND pg_try_advisory_xact_lock(1684104545, hashtext(v_strand || ' ' || v_whose)) THEN
      INSERT INTO "dataflow_audit_heads" VALUES (v_whose, v_strand, 0, '') ON CONFLICT DO NOTHING
        RETURNING * INTO v_head;
      IF FOUND THEN RETURN v_head; END IF;
    END IF;
  END LOOP;
  RAISE EXCEPTION 'the audit log has no strand left for this transaction' USING ERRCODE = 'object_in_use';
END )";

/// A text with its length before it, as `audit::digest` counts it.
[[nodiscard]] inline std::string counted(std::string_view text) {
    std::string out{"coalesce(octet_length("};
    return out.append(text).append(")::TEXT || ':' || ").append(text).append(", '-')");
}

/// What all records of a statement say.
inline constexpr std::string_view postgres_facts = R"(  v_moment CONSTANT TIMESTAMPTZ := clock_timestamp();
  v_actor CONSTANT TEXT := nullif(current_setting('dataflow.actor', TRUE), '');
  v_address CONSTANT TEXT := nullif(current_setting('dataflow.address', TRUE), '');
  v_request CONSTANT TEXT := nullif(current_setting('dataflow.request_id', TRUE), '');
  v_transaction CONSTANT TEXT := pg_current_xact_id()::TEXT;
  v_user CONSTANT TEXT := session_user::TEXT;
)";
[[nodiscard]] inline std::string postgres_about() {
    std::string about;
    for (const std::string_view part :
         {"v_whose", "v_head.\"strand\"::TEXT", "((extract(epoch FROM v_moment) * 1000000)::BIGINT)::TEXT",
          "v_table", "v_operation", "v_actor", "v_address", "v_request", "v_transaction", "v_user"})
        about.append(about.empty() ? "" : " || ").append(counted(part));
    return about;
}

/// The record that tells of a purge.
[[nodiscard]] inline std::string postgres_note() {
    std::string out = R"(
DECLARE
  v_operation CONSTANT TEXT := 'purged';
  v_table CONSTANT TEXT := 'dataflow_audit';
)";
    out.append(postgres_facts).append(R"(  v_head "dataflow_audit_heads";
  v_link TEXT;
BEGIN
  SELECT h.* INTO STRICT v_head FROM "dataflow_audit_heads" h
    WHERE h."tenant_id" = v_whose AND h."strand" = v_strand FOR UPDATE;
  v_link := "dataflow_audit_digest"(NULL, v_head."hash", )");
    out.append(counted("(v_head.\"position\" + 1)::TEXT")).append(" || '--' || ").append(counted("v_text"));
    out.append(" || ").append(postgres_about()).append(R"();
  INSERT INTO "dataflow_audit" ("at", "table_name", "operation", "after", "actor", "address", "request_id",
    "transaction_id", "database_user", "tenant_id", "strand", "position", "previous", "hash")
  VALUES (v_moment, v_table, v_operation, v_text, v_actor, v_address, v_request, v_transaction, v_user, v_whose,
    v_strand, v_head."position" + 1, v_head."hash", v_link);
  UPDATE "dataflow_audit_heads" h SET "position" = v_head."position" + 1, "hash" = v_link
    WHERE h."tenant_id" = v_whose AND h."strand" = v_strand;
  RETURN v_link;
END )");
    return out;
}

/// What a trigger of an operation does. `whose`: the tenants of the rows; `rows`: their keys, old values and
/// new values.
[[nodiscard]] inline std::string postgres_body(std::string_view operation, std::string_view whose,
                                               std::string_view rows) {
    std::string out = R"(
DECLARE
  v_operation CONSTANT TEXT := ')";
    out.append(operation).append(R"(';
  v_table CONSTANT TEXT := TG_ARGV[0];
  v_keys CONSTANT TEXT[] := TG_ARGV[1];
  v_secrets CONSTANT JSONB := TG_ARGV[2];
  v_tenant CONSTANT TEXT := TG_ARGV[3];
)");
    out.append(postgres_facts).append(R"(  v_whose TEXT;
  v_head "dataflow_audit_heads";
  v_last RECORD;
  v_about TEXT;
BEGIN
  FOR v_whose IN )");
    out.append(whose)
        .append(" LOOP\n    v_head := \"dataflow_audit_take\"(v_whose);\n    v_about := ")
        .append(postgres_about());
    out.append(R"(;
    WITH changed AS (
      SELECT row_number() OVER () AS n, c.record_key, c.before::TEXT AS before, c.after::TEXT AS after FROM ()");
    out.append(rows).append(R"() c
    ), linked AS (
      SELECT s.*, "dataflow_audit_link"(v_head."hash", s.content) OVER (ORDER BY s.n) AS link FROM (
        SELECT t.*, )");
    out.append(counted("(v_head.\"position\" + t.n)::TEXT")).append(" || ").append(counted("t.record_key"));
    out.append(" || ").append(counted("t.before")).append(" || ").append(counted("t.after"));
    out.append(R"( || v_about AS content FROM changed t) s
    ), stored AS (
      INSERT INTO "dataflow_audit" ("at", "table_name", "operation", "record_key", "before", "after", "actor",
        "address", "request_id", "transaction_id", "database_user", "tenant_id", "strand", "position", "previous",
        "hash")
      SELECT v_moment, v_table, v_operation, l.record_key, l.before, l.after, v_actor, v_address, v_request,
        v_transaction, v_user, v_whose, v_head."strand", v_head."position" + l.n,
        coalesce(lag(l.link) OVER (ORDER BY l.n), v_head."hash"), l.link FROM linked l ORDER BY l.n
    )
    SELECT l.n, l.link INTO v_last FROM linked l ORDER BY l.n DESC LIMIT 1;
    IF FOUND THEN
      UPDATE "dataflow_audit_heads" h SET "position" = v_head."position" + v_last.n, "hash" = v_last.link
        WHERE h."tenant_id" = v_whose AND h."strand" = v_head."strand";
    END IF;
  END LOOP;
  RETURN NULL;
END )");
    return out;
}

/// The tenants of the rows of a transition table.
[[nodiscard]] inline std::string postgres_tenants(std::string_view rows) {
    return std::string{"SELECT '' WHERE v_tenant = '' AND EXISTS (SELECT FROM "}
        .append(rows)
        .append(") UNION ALL SELECT DISTINCT to_jsonb(x.*) ->> v_tenant FROM ")
        .append(rows)
        .append(" x WHERE v_tenant <> ''");
}
/// The key of a row, of which `json` is the JSON.
[[nodiscard]] inline std::string postgres_key(std::string_view json) {
    return std::string{"CASE WHEN cardinality(v_keys) = 1 THEN "}
        .append(json)
        .append(" ->> v_keys[1] ELSE (SELECT '[' || string_agg((")
        .append(json)
        .append(" -> k.name)::TEXT, ',' ORDER BY k.i) || ']' FROM unnest(v_keys) WITH ORDINALITY AS k(name, "
                "i)) END "
                "AS record_key");
}

/// The functions of all triggers, and what they call.
[[nodiscard]] inline std::vector<postgres_function> postgres_functions() {
    constexpr std::string_view trigger = "() RETURNS trigger";
    // What is written does not depend on the settings of whoever writes, nor on what tables are called there.
    constexpr std::string_view safe =
        " SECURITY DEFINER SET timezone = 'UTC' SET bytea_output = 'hex' SET intervalstyle = 'iso_8601' "
        "SET extra_float_digits = 1";
    const std::string of_tenant = "WHERE v_tenant = '' OR y.j ->> v_tenant = v_whose";
    const auto one = [&](std::string_view transition, std::string_view before, std::string_view after) {
        return std::string{"SELECT "} + postgres_key("y.j") + ", " + std::string{before} + " AS before, " +
               std::string{after} + " AS after FROM (SELECT to_jsonb(x.*) AS j FROM " +
               std::string{transition} + " x) y " + of_tenant;
    };
    const std::string updated = "SELECT " + postgres_key("y.o") +
                                R"(, d.before, d.after FROM (
        SELECT o.j AS o, w.j AS j FROM (SELECT row_number() OVER () AS i, to_jsonb(x.*) AS j FROM dataflow_old x) o
          JOIN (SELECT row_number() OVER () AS i, to_jsonb(x.*) AS j FROM dataflow_new x) w ON w.i = o.i
      ) y CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(e.key, coalesce(v_secrets -> e.key, y.o -> e.key, 'null')) AS before,
          jsonb_object_agg(e.key, coalesce(v_secrets -> e.key, e.value)) AS after
          FROM jsonb_each(y.j) e WHERE e.value IS DISTINCT FROM y.o -> e.key
      ) d WHERE d.after IS NOT NULL AND (v_tenant = '' OR y.j ->> v_tenant = v_whose))";
    return {
        {"dataflow_audit_digest", "(TEXT, TEXT, TEXT) RETURNS TEXT", std::string{postgres_digest},
         " IMMUTABLE"},
        {"dataflow_audit_take", "(v_whose TEXT) RETURNS \"dataflow_audit_heads\"", std::string{postgres_take},
         " SET enable_seqscan = off"},
        {"dataflow_audit_note", "(v_whose TEXT, v_strand BIGINT, v_text TEXT) RETURNS TEXT", postgres_note(),
         ""},
        {"dataflow_audit_insert", trigger,
         postgres_body("created", postgres_tenants("dataflow_new"),
                       one("dataflow_new", "NULL::JSONB", "y.j || v_secrets")),
         safe},
        {"dataflow_audit_update", trigger,
         postgres_body("updated", postgres_tenants("dataflow_new"), updated), safe},
        {"dataflow_audit_delete", trigger,
         postgres_body("deleted", postgres_tenants("dataflow_old"),
                       one("dataflow_old", "y.j || v_secrets", "NULL::JSONB")),
         safe},
        {"dataflow_audit_truncate", trigger,
         postgres_body("truncated", "SELECT ''",
                       "SELECT NULL::TEXT AS record_key, NULL::JSONB AS before, NULL::JSONB AS after"),
         safe},
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
[[nodiscard]] inline std::array<std::string, 4> postgres_arguments(const schema::table& t) {
    std::array<std::string, 4> out{std::string{t.name}, "{", "{", std::string{tenant_of(t)}};
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
