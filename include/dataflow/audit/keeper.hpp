// Looks after what writes the audit log: triggers, and on PostgreSQL the functions that they run.
#pragma once

#include <dataflow/audit/detail/postgres_functions.hpp>
#include <dataflow/audit/detail/postgres_texts.hpp>
#include <dataflow/audit/detail/sqlite_texts.hpp>
#include <dataflow/audit/digest.hpp>
#include <dataflow/audit/record.hpp>
#include <dataflow/core/error.hpp>
#include <dataflow/database/described.hpp>
#include <dataflow/database/found_objects.hpp>
#include <dataflow/database/trigger_change.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/trigger_names.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::audit {

namespace detail {

inline void write_functions(sql::writer& w, const sql::statement&) {
    w << "SELECT proname::TEXT, prosrc || prosecdef::TEXT, '' FROM pg_proc WHERE prokind = 'f' AND "
         "pronamespace "
         "= "
         "to_regnamespace(quote_ident(current_schema())) AND starts_with(proname::TEXT, ";
    w.literal(sql::audit_prefix) << ")";
}
inline void write_triggers(sql::writer& w, const sql::statement& s) {
    if (w.dialect().trigger_functions) {
        w << "SELECT tgname::TEXT, CASE WHEN tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr = '' THEN "
             "tgtype::TEXT || ' ' || proname || ' ' || coalesce(tgoldtable, '') || coalesce(tgnewtable, '') "
             "|| ' ' "
             "|| encode(tgargs, 'hex') ELSE '' END, pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN "
             "pg_proc ON pg_proc.oid = tgfoid "
             "WHERE NOT tgisinternal AND tgrelid = to_regclass(";
        w.name_literal(s.table->name) << ") AND starts_with(tgname::TEXT, ";
    } else {
        w << "SELECT name, sql, sql FROM main.sqlite_schema WHERE type = 'trigger' AND tbl_name = ";
        w.literal(s.table->plain()) << " COLLATE NOCASE AND 1 = instr(name, ";
    }
    w.literal(sql::audit_prefix) << ")";
}

/// The triggers that a table should have.
[[nodiscard]] inline std::vector<trigger> wanted_triggers(dataflow::dialect d, const schema::table& t) {
    if (!t.policy.audited || t.read_only) return {};
    if (!sql::data_of(d).trigger_functions) return sqlite_texts{t}.all();
    struct event {
        std::string_view name, verb, referencing, tables;
        int type;
    };
    std::vector<trigger> out;
    const auto arguments = postgres_arguments(t);
    for (const auto& e :
         {event{"insert", "INSERT", " REFERENCING NEW TABLE AS dataflow_new", "dataflow_new", 4},
          event{"update", "UPDATE", " REFERENCING OLD TABLE AS dataflow_old NEW TABLE AS dataflow_new",
                "dataflow_olddataflow_new", 16},
          event{"delete", "DELETE", " REFERENCING OLD TABLE AS dataflow_old", "dataflow_old", 8},
          event{"truncate", "TRUNCATE", "", "", 32}}) {
        const auto name = std::string{sql::audit_prefix}.append(e.name);
        std::string does = std::to_string(e.type) + " " + name + " " + std::string{e.tables} + " ";
        sql::writer w{d};
        (w << "CREATE TRIGGER ").identifier(name) << " AFTER " << e.verb << " ON ";
        w.table(t.name) << e.referencing << " FOR EACH STATEMENT EXECUTE FUNCTION ";
        w.identifier(name) << "(";
        bool first = true;
        for (const auto& a : arguments) {
            if (!first) w << ", ";
            first = false;
            w.literal(a);
            constexpr std::string_view digits = "0123456789abcdef";
            for (const char ch : a) {
                does += digits[static_cast<unsigned char>(ch) >> 4U];
                does += digits[static_cast<unsigned char>(ch) & 15U];
            }
            does += "00";
        }
        out.push_back({name, does, std::string{(w << ")").view()}});
    }
    return out;
}

/// The texts that make the functions of PostgreSQL, all of them, and the table of the heads.
[[nodiscard]] inline std::string make_functions() {
    std::string out{postgres_heads};
    std::string paths = "DO $dataflow$ BEGIN";
    for (const auto& f : postgres_functions()) {
        const std::string name{f.name};
        if (f.name == "dataflow_audit_insert") (out += ";\n") += postgres_aggregate;
        out += ";\nCREATE OR REPLACE FUNCTION \"" + name + "\"" + std::string{f.head} + " LANGUAGE plpgsql" +
               std::string{f.how} + " AS $dataflow$" + f.body + "$dataflow$;\nREVOKE ALL ON FUNCTION \"" +
               name + "\" FROM PUBLIC";
        if (f.head.ends_with("trigger")) // temporary tables of whoever writes come last
            paths += " EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_catalog, pg_temp', '" +
                     name + "', current_schema());";
    }
    return out + ";\n" + paths + " END $dataflow$";
}

} // namespace detail

/// The texts that make PostgreSQL's functions what they should be; none where they are.
[[nodiscard]] inline std::vector<std::string> called(driver::connection& c) {
    if (!sql::data_of(c.dialect()).trigger_functions) return {};
    const auto there =
        database_::objects_of(c, schema::table_of<audit_record>, &detail::write_functions, true);
    for (const auto& f : detail::postgres_functions()) {
        const bool safe = f.how.find("SECURITY DEFINER") != f.how.npos;
        const auto does = f.body + (safe ? "true" : "false");
        if (std::none_of(there.begin(), there.end(),
                         [&](const auto& one) { return one.name == f.name && one.does == does; }))
            return {detail::make_functions()};
    }
    return {};
}

/// What makes the triggers of a table what they should be, and what takes that back.
[[nodiscard]] inline database_::trigger_change of_table(driver::connection& c, const schema::table& t) {
    const bool functions = sql::data_of(c.dialect()).trigger_functions;
    const auto drop = [&](std::string_view name) {
        sql::writer w{c.dialect()};
        (w << "DROP TRIGGER ").identifier(name);
        if (functions) (w << " ON ").table(t.name);
        return std::string{w.view()};
    };
    if (t.policy.audited && !functions && !t.path().space.empty())
        raise(error_kind::schema_mismatch,
              {.message = "triggers of SQLite stay within a file: a table of another one has no audit log",
               .node = "open",
               .model = std::string{t.model}});
    return database_::change_to(detail::wanted_triggers(c.dialect(), t),
                                database_::objects_of(c, t, &detail::write_triggers, true), c.dialect(), t,
                                true, drop);
}

/// The texts that make all triggers of the audit log what they should be; none where they are.
[[nodiscard]] inline std::vector<std::string> changes(driver::connection& c,
                                                      std::span<const database_::described> models) {
    auto out = called(c);
    for (const auto& m : models) {
        auto one = of_table(c, *m.table).make;
        out.insert(out.end(), one.begin(), one.end());
    }
    return out;
}

/// What the triggers need of each connection.
inline const driver::trigger_help help{&digest, [] {
                                           static const std::string text = detail::sqlite_texts::temporary();
                                           return std::string_view{text};
                                       }()};

} // namespace dataflow::audit

namespace dataflow::database_ {

template <>
inline constexpr bool is_audit_log<audit_record> = true;
template <>
inline constexpr bool is_audit_log<tenant_audit_record> = true;

inline constexpr audit_keeper log_keeper{&audit::changes, &audit::called, &audit::of_table, &audit::help};
template <>
struct audit_kept_by<audit_record> {
    static constexpr const audit_keeper* keeper = &log_keeper;
};
template <>
struct audit_kept_by<tenant_audit_record> {
    static constexpr const audit_keeper* keeper = &log_keeper;
};

} // namespace dataflow::database_
