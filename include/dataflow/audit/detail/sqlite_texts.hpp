// What writes the audit log on SQLite: triggers of each table, which every program runs, and one that only
// connections of the library have, which adds what the session knows, and the hash.
#pragma once

#include <dataflow/audit/detail/columns.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/names.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/sql/dialect.hpp>
#include <dataflow/sql/policy.hpp>
#include <dataflow/sql/replaced_rows.hpp>
#include <dataflow/sql/writer.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::audit::detail {

/// The texts of the triggers of one table.
class sqlite_texts {
  public:
    explicit sqlite_texts(const schema::table& t) : t_(t) {}

    [[nodiscard]] std::vector<trigger> all() const {
        const bool passes = sql::marks_pass(dialect::sqlite, t_);
        std::string changed, before, after;
        for (std::size_t i = 0; i < t_.columns.size(); ++i) {
            const auto differs = of("old", i) + " IS NOT " + of("new", i) +
                                 (t_.columns[i].type->stored == storage::text ? " COLLATE BINARY" : "");
            changed += (i == 0 ? "" : " OR ") + differs;
            const auto part = [&](std::string_view row) {
                return std::string{i == 0 ? "" : " || "} + "CASE WHEN " + differs + " THEN " +
                       literal("," + json_name(i) + ":") + " || " + shown(row, i) + " ELSE '' END";
            };
            before += part("old");
            after += part("new");
        }
        const auto some = [](const std::string& parts) { return "'{' || substr(" + parts + ", 2) || '}'"; };
        if (passes) {
            sql::writer w{dialect::sqlite};
            sql::write_passes(w << "(" << changed << ") AND NOT ", t_, "new.");
            changed = w.view();
        }
        return {one("insert", "INSERT", "", "created", "new", "NULL", whole("new")),
                one("update", "UPDATE", changed, "updated", "old", some(before), some(after)),
                one("delete", "DELETE", "", "deleted", "old", whole("old"), "NULL"),
                replaced("replace", "INSERT", false), replaced("replace_update", "UPDATE", true)};
    }

    /// For each connection of the library: what the session knows, and the hash. Where other programs have
    /// left records without a hash, those before it get theirs, too, in their order. That takes a table of
    /// SQLite's own for each record, so it stands in a trigger by itself.
    [[nodiscard]] static std::string temporary() {
        // +: by the index of those without a hash, not by the key, which leads through the whole log
        constexpr std::string_view others =
            "EXISTS (SELECT 1 FROM \"dataflow_audit\" WHERE \"hash\" IS NULL AND +\"id\" < new.\"id\")";
        const auto head = [](std::string_view name) {
            return std::string{"CREATE TEMP TRIGGER IF NOT EXISTS \"dataflow_audit_"}.append(name).append(
                "\" AFTER INSERT ON main.\"dataflow_audit\" WHEN ");
        };
        std::string session;
        for (std::size_t i = 0; i < told.size(); ++i) {
            const auto call = "dataflow_session(" + std::to_string(i) + ")";
            session.append(i == 0 ? "\"" : ", \"").append(told[i]).append("\" = ").append(call);
        }
        const auto previous = [](const std::string& row) {
            return "CASE " + row +
                   "\"position\" WHEN 1 THEN '' ELSE (SELECT b.\"hash\" FROM \"dataflow_audit\" "
                   "AS b WHERE b.\"tenant_id\" = " +
                   row + "\"tenant_id\" AND b.\"strand\" = " + row +
                   "\"strand\" AND b.\"position\" = " + row + "\"position\" - 1) END";
        };
        const std::string of_log = "\"dataflow_audit\".", first = previous("new.");
        return head("seal") + "new.\"hash\" IS NULL AND NOT " + std::string{others} +
               " BEGIN\n  UPDATE \"dataflow_audit\" SET " + session + ", \"previous\" = " + first +
               ", \"hash\" = " + digest(first, "new.", true) + " WHERE \"id\" = new.\"id\";\nEND;\n" +
               head("seal_others") + "new.\"hash\" IS NOT NULL OR " + std::string{others} +
               " BEGIN\n  UPDATE \"dataflow_audit\" SET " + session +
               " WHERE \"id\" = new.\"id\";\n  UPDATE \"dataflow_audit\" SET (\"previous\", \"hash\") = "
               "(SELECT p, " +
               digest("p", of_log, false) + " FROM (SELECT " + previous(of_log) +
               " AS p)) WHERE \"hash\" IS NULL;\nEND";
    }

    [[nodiscard]] std::string name(std::string_view what) const {
        return schema::limited_name(
            std::string{"dataflow_audit_"}.append(t_.plain()).append("_").append(what));
    }

  private:
    /// What `dataflow_session(i)` tells, by i.
    static constexpr std::array<std::string_view, 4> told{"actor", "request_id", "address", "transaction_id"};

    /// The call that makes a record's hash. `asks`: what the session knows stands not in the record yet.
    [[nodiscard]] static std::string digest(const std::string& previous, std::string_view row, bool asks) {
        std::string out = "dataflow_digest(" + previous;
        for (const auto name : hashed) {
            sql::writer column{dialect::sqlite};
            (column << row).identifier(name);
            const auto* const asked = std::find(told.begin(), told.end(), name);
            if (asks && asked != told.end())
                out += ", dataflow_session(" + std::to_string(asked - told.begin()) + ")";
            else if (name == "at")
                out.append(", CAST(strftime('%s', ")
                    .append(column.view())
                    .append(") AS INTEGER) * 1000000 + CAST(substr(")
                    .append(column.view())
                    .append(", 21, 6) AS INTEGER)");
            else out.append(", ").append(column.view());
        }
        return out + ")";
    }
    [[nodiscard]] static std::string literal(std::string_view text) {
        sql::writer w{dialect::sqlite};
        w.literal(text);
        return std::string{w.view()};
    }
    [[nodiscard]] std::string of(std::string_view row, std::size_t column) const {
        sql::writer w{dialect::sqlite};
        const auto value = [&] { (w << row << ".").identifier(t_.columns[column].name); };
        const bool mark = static_cast<int>(column) == t_.policy.deleted_mark();
        if (row != "old" || !mark || !sql::marks_pass(dialect::sqlite, t_)) value();
        else { // a mark that is none was no change: the one after it is from the mark before
            sql::write_is_returning(w << "(CASE WHEN ", "old.", t_.columns[column].name);
            w << " THEN substr(";
            value();
            w << ", 1, length(";
            value();
            w << ") - 1) || CASE length(";
            value();
            w << ") WHEN 27 THEN 'Z' ELSE '' END ELSE nullif(";
            value();
            w << ", ";
            w.literal(sql::leaving_mark) << ") END)";
        }
        return std::string{w.view()};
    }
    [[nodiscard]] std::string json_name(std::size_t column) const {
        std::string out{'"'};
        for (const char c : t_.columns[column].name) {
            if (c == '"' || c == '\\') out += '\\';
            out += c;
        }
        return out + '"';
    }

    /// A value as JSON, as PostgreSQL writes it where the two keep it differently. What another program has
    /// stored is of any type.
    [[nodiscard]] std::string json(std::string_view row, std::size_t column) const {
        const auto v = of(row, column);
        const auto& type = *t_.columns[column].type;
        const std::string any = "CASE typeof(" + v + R"() WHEN 'blob' THEN '"\\x' || lower(hex()" + v +
                                R"()) || '"' ELSE json_quote()" + v + ") END";
        const auto unless = [&](const std::string& test, const std::string& text) {
            return "CASE WHEN " + test + " THEN " + text + " ELSE " + any + " END";
        };
        if (is_array(type.stored) || type.stored == storage::json) return unless("json_valid(" + v + ")", v);
        if (type.stored == storage::boolean)
            return "CASE " + v + " WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE " + any + " END";
        if (type.stored == storage::float32 || type.stored == storage::float64)
            return unless("typeof(" + v + ") = 'real'",
                          "CASE WHEN " + v + " = 9e999 THEN '\"Infinity\"' WHEN " + v +
                              " = -9e999 THEN '\"-Infinity\"' WHEN CAST(printf('%!.15g', " + v +
                              ") AS REAL) = " + v + " THEN printf('%!.15g', " + v +
                              ") ELSE printf('%!.17g', " + v + ") END");
        if (type.stored == storage::decimal && type.scale != 0) {
            const auto digits = std::to_string(static_cast<int>(type.scale));
            const auto one = "1" + std::string(type.scale, '0');
            return unless("typeof(" + v + ") = 'integer'",
                          "CASE WHEN " + v + " < 0 THEN '-' ELSE '' END || abs(" + v + " / " + one +
                              ") || '.' || " + "substr('" + one.substr(1) + "' || abs(" + v + " % " + one +
                              "), -" + digits + ")");
        }
        return any;
    }
    /// The same, but of a secret.
    [[nodiscard]] std::string shown(std::string_view row, std::size_t column) const {
        if (is_secret(t_, column)) return "'\"" + std::string{secret_text} + "\"'";
        return json(row, column);
    }
    [[nodiscard]] std::string whole(std::string_view row) const {
        std::string out;
        for (std::size_t i = 0; i < t_.columns.size(); ++i)
            out += (i == 0 ? "" : " || ") + literal((i == 0 ? "{" : ",") + json_name(i) + ":") + " || " +
                   shown(row, i);
        return out + " || '}'";
    }
    [[nodiscard]] std::string key(std::string_view row) const {
        std::string out;
        for (const auto k : t_.key) out += (out.empty() ? "'[' || " : " || ',' || ") + json(row, k);
        if (t_.key.size() != 1) return out + " || ']'";
        const auto v = of(row, t_.key[0]);
        return "CASE typeof(" + v + ") WHEN 'text' THEN " + v + " ELSE trim(" + json(row, t_.key[0]) +
               ", '\"') END";
    }

    static sql::writer& into_log(sql::writer& w) {
        return w << "INSERT INTO \"dataflow_audit\" (\"at\", \"table_name\", \"operation\", \"record_key\", "
                    "\"before\", \"after\", \"tenant_id\", \"strand\", \"position\")";
    }
    [[nodiscard]] static std::string next_position(const std::string& tenant) {
        return "(SELECT coalesce(max(\"position\"), 0) + 1 FROM \"dataflow_audit\" WHERE \"tenant_id\" = " +
               tenant + " AND \"strand\" = 1)";
    }
    [[nodiscard]] trigger one(std::string_view what, std::string_view event, const std::string& when,
                              std::string_view operation, std::string_view keyed, const std::string& before,
                              const std::string& after) const {
        const std::string_view row = event == "DELETE" ? "old" : "new";
        const auto tenant =
            t_.policy.partition < 0 ? "''" : of(row, static_cast<std::size_t>(t_.policy.partition));
        sql::writer rest{dialect::sqlite};
        rest.identifier(name(what)) << " AFTER " << event << " ON ";
        rest.identifier(t_.plain());
        if (!when.empty()) rest << " WHEN " << when;
        into_log(rest << " BEGIN\n  ") << " VALUES (strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z', ";
        rest.literal(t_.name) << ", '" << operation << "', " << key(keyed) << ", " << before << ", " << after
                              << ", " << tenant << ", 1, " << next_position(tenant) << ");\nEND";
        const auto text = "CREATE TRIGGER " + std::string{rest.view()};
        return {name(what), text, text};
    }

    /// Records what REPLACE takes away, each row once, by whichever of its unique values.
    [[nodiscard]] trigger replaced(std::string_view what, std::string_view event, bool has_old) const {
        sql::writer rest{dialect::sqlite};
        rest.identifier(name(what)) << " BEFORE " << event;
        if (has_old) sql::write_replacing_columns(rest, t_);
        (rest << " ON ").identifier(t_.plain());
        sql::write_replaced(rest << " WHEN EXISTS (", t_, has_old);
        sql::write_whether_it_replaces(rest << ") BEGIN\n  ");
        const auto tenant =
            t_.policy.partition < 0 ? "''" : of("r", static_cast<std::size_t>(t_.policy.partition));
        for (std::size_t way = 0; way < sql::count_unique_ways(t_); ++way) {
            into_log(rest << ";\n  ") << " SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now') || '000Z', ";
            rest.literal(t_.name) << ", 'deleted', " << key("r") << ", " << whole("r") << ", NULL, " << tenant
                                  << ", 1, " << next_position(tenant) << " FROM ";
            rest.identifier(t_.plain()) << " AS r WHERE ";
            sql::write_replaced_by(rest, t_, way, !has_old);
            if (has_old) sql::write_other_than_old(rest, t_);
            for (std::size_t before = 0; before < way; ++before) {
                sql::write_replaced_by(rest << " AND NOT coalesce(", t_, before, !has_old);
                rest << ", 0)";
            }
            rest << " AND (SELECT max(id) = 1 AND max(replaces) FROM \"dataflow_replaces\" WHERE id > 0)";
        }
        rest << ";\n  UPDATE \"dataflow_replaces\" SET replaces = 0 WHERE id = 1;\n  DELETE FROM "
                "\"dataflow_replaces\" WHERE id = 2;\nEND";
        const auto text = "CREATE TRIGGER " + std::string{rest.view()};
        return {name(what), text, text};
    }

    const schema::table& t_;
};

} // namespace dataflow::audit::detail
