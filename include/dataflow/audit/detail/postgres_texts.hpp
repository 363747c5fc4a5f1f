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

// By where this transaction has left it: a look by the key would go through all versions that it has made of
// it. Else by the key, row by row: a look at all heads would set serializable transactions against each
// other.
inline constexpr std::string_view postgres_take = R"(
DECLARE
  v_head "dataflow_audit_heads";
  v_strand BIGINT;
  v_place TEXT := nullif(current_setting('dataflow.audit_head', TRUE), '');
BEGIN
  IF v_place IS NOT NULL THEN
    SELECT h.* INTO v_head FROM "dataflow_audit_heads" h
      WHERE h.ctid = v_place::TID AND h."tenant_id" = v_whose FOR UPDATE SKIP LOCKED;
    IF FOUND THEN RETURN v_head; END IF;
  END IF;
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

/// Moves a chain's head to a record.
[[nodiscard]] inline std::string postgres_move(std::string_view position, std::string_view link) {
    return std::string{R"(
    UPDATE "dataflow_audit_heads" h SET "position" = )"} +
           std::string{position} + ", \"hash\" = " + std::string{link} + R"(
      WHERE h."tenant_id" = v_whose AND h."strand" = v_head."strand" AND h.ctid = (CASE
        WHEN current_setting('dataflow.audit_head', TRUE) LIKE '(%' THEN current_setting('dataflow.audit_head')
        ELSE '(0,0)' END)::TID RETURNING h.ctid::TEXT INTO v_place;
    IF NOT FOUND THEN
      UPDATE "dataflow_audit_heads" h SET "position" = )" +
           std::string{position} + ", \"hash\" = " + std::string{link} + R"(
        WHERE h."tenant_id" = v_whose AND h."strand" = v_head."strand" RETURNING h.ctid::TEXT INTO v_place;
    END IF;
    PERFORM set_config('dataflow.audit_head', v_place, TRUE);)";
}

/// What a trigger of an operation does. `table`: its rows; `whose`: their tenants; `rows`: their keys, old
/// values and new values; `one`: the same of one row.
[[nodiscard]] inline std::string postgres_body(std::string_view operation, std::string_view table,
                                               std::string_view whose, std::string_view rows,
                                               std::string_view one) {
    const std::string columns =
        R"(INSERT INTO "dataflow_audit" ("at", "table_name", "operation", "record_key", "before", "after", "actor",
        "address", "request_id", "transaction_id", "database_user", "tenant_id", "strand", "position", "previous",
        "hash"))";
    std::string out = R"(
DECLARE
  v_operation CONSTANT TEXT := ')";
    out.append(operation).append(R"(';
  v_table CONSTANT TEXT := TG_ARGV[0];
  v_keys CONSTANT TEXT[] := TG_ARGV[1];
  v_secrets CONSTANT JSONB := TG_ARGV[2];
  v_tenant CONSTANT TEXT := TG_ARGV[3];
  v_mark CONSTANT TEXT := coalesce(TG_ARGV[4], '');
)");
    out.append(postgres_facts).append(R"(  v_whose TEXT := '';
  v_head "dataflow_audit_heads";
  v_key TEXT;
  v_before TEXT;
  v_after TEXT;
  v_last RECORD;
  v_about TEXT;
  v_link TEXT;
  v_place TEXT;
  v_rows BIGINT;
BEGIN
  SELECT count(*) INTO v_rows FROM (SELECT FROM )");
    out.append(table).append(R"( LIMIT 2) q;
  IF v_rows = 0 THEN RETURN NULL; END IF;
  IF v_rows = 1 THEN
    IF v_tenant <> '' THEN SELECT coalesce(to_jsonb(x.*) ->> v_tenant, '') INTO v_whose FROM )");
    out.append(table).append(R"(; END IF;
    SELECT c.record_key, c.before::TEXT, c.after::TEXT INTO v_key, v_before, v_after FROM ()");
    out.append(one).append(R"() c;
    IF NOT FOUND THEN RETURN NULL; END IF;
    v_head := "dataflow_audit_take"(v_whose);
    v_link := "dataflow_audit_digest"(NULL, v_head."hash", )");
    out.append(counted("(v_head.\"position\" + 1)::TEXT"));
    for (const std::string_view part : {"v_key", "v_before", "v_after"})
        out.append(" || ").append(counted(part));
    out.append(" || ").append(postgres_about()).append(");\n    ").append(columns).append(R"(
    VALUES (v_moment, v_table, v_operation, v_key, v_before, v_after, v_actor, v_address, v_request, v_transaction,
      v_user, v_whose, v_head."strand", v_head."position" + 1, v_head."hash", v_link);)");
    out.append(postgres_move("v_head.\"position\" + 1", "v_link")).append(R"(
    RETURN NULL;
  END IF;
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
      )");
    out.append(columns).append(R"(
      SELECT v_moment, v_table, v_operation, l.record_key, l.before, l.after, v_actor, v_address, v_request,
        v_transaction, v_user, v_whose, v_head."strand", v_head."position" + l.n,
        coalesce(lag(l.link) OVER (ORDER BY l.n), v_head."hash"), l.link FROM linked l ORDER BY l.n
    )
    SELECT l.n, l.link INTO v_last FROM linked l ORDER BY l.n DESC LIMIT 1;
    CONTINUE WHEN NOT FOUND;)");
    out.append(postgres_move("v_head.\"position\" + v_last.n", "v_last.link")).append(R"(
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

} // namespace dataflow::audit::detail
