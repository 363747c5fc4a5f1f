// The code of sql/row_limit_triggers.hpp.
#pragma once

#include <dataflow/schema/names.hpp>
#include <dataflow/sql/detail/trigger_text.hpp>
#include <dataflow/sql/row_limit_triggers.hpp>
#include <dataflow/sql/trigger_names.hpp>
#include <dataflow/sql/writer.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dataflow::rooms::sql {

namespace detail {

/// `"sales"."name"`
inline writer& in_space(writer& w, std::string_view space, std::string_view name) {
    if (!space.empty()) w.identifier(space) << ".";
    return w.identifier(name);
}

/// Writes the triggers of a table whose tenants have limits.
///
/// On PostgreSQL they are called once a statement, with its rows, and lock the counts of its tenants in
/// their order until the transaction ends: so those who write for one tenant take turns, and no two
/// statements wait for each other. They run with the rights of the tables' owner, and name all in full.
///
/// SQLite calls no trigger for rows that REPLACE takes away, so that a count may be too high, and never too
/// low: before a row is refused, those that are there are counted.
struct row_limit_writer {
    dialect d;
    const schema::table& t;
    std::string_view space;
    bool pg = data_of(d).trigger_functions;

    [[nodiscard]] std::string name(std::string_view what) const {
        return schema::limited_name(std::string{row_limit_prefix}.append(t.plain()).append(what));
    }
    writer& counts(writer& w) const { return in_space(w, pg ? space : "", tenant_rows_table); }
    writer& tenant(writer& w, std::string_view row) const {
        return (w << row << ".").identifier(tenant_column(t));
    }
    writer& raises(writer& w, std::string_view called) const {
        const auto text = std::string{limits_text}.append(t.name).append(
            ": a tenant would have more rows than its limit (rows_per_tenant)");
        if (!pg) return (w << "SELECT RAISE(ABORT, ").literal(text) << ")";
        (w << "RAISE EXCEPTION USING MESSAGE = ").literal(text)
            << ", ERRCODE = 'configuration_limit_exceeded', CONSTRAINT = ";
        return w.literal(called) << ";";
    }
    writer& is_over(writer& w) const {
        return (w << "row_count > coalesce(row_limit, ").number(t.policy.rows_per_tenant) << ")";
    }
    /// `INSERT INTO <counts> ... ` of what `rows` gives, tenants and numbers
    template <class Rows>
    void add(writer& w, Rows rows) const {
        counts(w << "INSERT INTO ") << (pg ? " AS c" : "") << " (table_name, tenant_id, row_count) ";
        rows(w);
        w << " ON CONFLICT (table_name, tenant_id) DO UPDATE SET row_count = " << (pg ? "c." : "")
          << "row_count + excluded.row_count";
    }
    /// ` WHERE <its count>`, of the tenant of a row.
    void of_tenant(writer& w, std::string_view row) const {
        (w << " WHERE table_name = ").literal(t.plain()) << " AND tenant_id = ";
        tenant(w, row);
    }
    void take(writer& w, std::string_view row, std::string_view count) const {
        counts(w << "UPDATE ") << " SET row_count = " << (pg ? "greatest" : "max") << "(row_count - " << count
                               << ", 0)";
        of_tenant(w, row);
    }

    /// PostgreSQL's: adds the rows, and refuses.
    template <class Rows>
    void add_checked(writer& w, std::string_view called, Rows rows) const {
        add(w << "WITH taken AS (", rows);
        is_over(w << " RETURNING ")
            << " AS over) SELECT bool_or(over) INTO v_over FROM taken;\nIF v_over THEN ";
        raises(w, called) << " END IF;";
    }
    /// ` FROM <rows of a statement> GROUP BY tenant`, in the order of the tenants.
    void by_tenant(writer& w, std::string_view rows) const {
        w << " FROM " << rows << " AS r GROUP BY ";
        tenant(w, "r") << " ORDER BY ";
        tenant(w, "r") << " COLLATE \"C\"";
    }
    [[nodiscard]] mark_trigger by_function(std::string_view what, std::string_view event, int type,
                                           std::string_view statements) const {
        const auto called = name(what);
        const std::string body = std::string{"\nDECLARE v_over BOOLEAN; v_one RECORD;\nBEGIN\n"}
                                     .append(statements)
                                     .append("\nRETURN NULL;\nEND ");
        writer w{d};
        in_space(w << "CREATE OR REPLACE FUNCTION ", space, called)
            << "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp "
               "AS $dataflow$"
            << body << "$dataflow$;\nREVOKE ALL ON FUNCTION ";
        in_space(w, space, called) << "() FROM PUBLIC;\nCREATE TRIGGER ";
        w.identifier(called) << " AFTER " << event << " EXECUTE FUNCTION ";
        in_space(w, space, called) << "()";
        return {called, std::to_string(type) + body, std::string{w.view()}};
    }

    void postgres(std::vector<mark_trigger>& out) const {
        constexpr int row = 1, insert = 4, erase = 8, update = 16, truncate = 32; // of pg_trigger.tgtype
        const auto text = [&](auto write) { return made_text(d, write); };
        const auto once = [&](std::string_view event, std::string_view rows) {
            return text([&](writer& w) {
                w << event << " ON ";
                w.table(t.name) << rows << " FOR EACH STATEMENT";
            });
        };
        out.push_back(by_function("_insert", once("INSERT", " REFERENCING NEW TABLE AS dataflow_after"),
                                  insert, text([&](writer& w) {
                                      add_checked(w, name("_insert"), [&](writer& rows) {
                                          (rows << "SELECT ").literal(t.plain()) << ", ";
                                          tenant(rows, "r") << ", count(*)";
                                          by_tenant(rows, "dataflow_after");
                                      });
                                  })));
        out.push_back(by_function("_delete", once("DELETE", " REFERENCING OLD TABLE AS dataflow_before"),
                                  erase, text([&](writer& w) {
                                      tenant(w << "FOR v_one IN SELECT ", "r") << ", count(*) AS n";
                                      by_tenant(w, "dataflow_before");
                                      take(w << " LOOP\n", "v_one", "v_one.n");
                                      w << ";\nEND LOOP;";
                                  })));
        out.push_back(by_function("_truncate", once("TRUNCATE", {}), truncate, text([&](writer& w) {
                                      counts(w << "UPDATE ") << " SET row_count = 0 WHERE table_name = ";
                                      w.literal(t.plain()) << ";";
                                  })));
        out.push_back(by_function("_move", text([&](writer& w) {
                                      w << "UPDATE ON ";
                                      w.table(t.name) << " FOR EACH ROW WHEN (";
                                      tenant(w, "old") << " IS DISTINCT FROM ";
                                      tenant(w, "new") << ")";
                                  }),
                                  row | update, text([&](writer& w) {
                                      counts(w << "PERFORM 1 FROM ") << " WHERE table_name = ";
                                      w.literal(t.plain()) << " AND tenant_id IN (";
                                      tenant(w, "old") << ", ";
                                      tenant(w, "new") << ") ORDER BY tenant_id COLLATE \"C\" FOR UPDATE;\n";
                                      take(w, "old", "1");
                                      add_checked(w << ";\n", name("_move"), [&](writer& rows) {
                                          (rows << "VALUES (").literal(t.plain()) << ", ";
                                          tenant(rows, "new") << ", 1)";
                                      });
                                  })));
    }
    void sqlite(std::vector<mark_trigger>& out) const {
        const auto text = [&](auto write) { return made_text(d, write); };
        const auto made = [&](std::string_view what, std::string_view event, std::string_view when,
                              std::string_view statements) {
            out.push_back(trigger_by_itself(d, name(what), event, t.name, when, statements));
        };
        const auto add_new = text([&](writer& w) {
            add(w, [&](writer& rows) {
                (rows << "VALUES (").literal(t.plain()) << ", ";
                tenant(rows, "new") << ", 1)";
            });
            counts(w << ";\n  UPDATE ") << " SET row_count = (SELECT count(*) FROM ";
            w.identifier(t.plain()) << " AS t WHERE ";
            tenant(w, "t") << " = ";
            tenant(w, "new") << ")";
            of_tenant(w, "new");
            is_over(w << " AND ");
            counts(raises(w << ";\n  ", {}) << " FROM ");
            of_tenant(w, "new");
            is_over(w << " AND ");
        });
        const auto take_old = text([&](writer& w) { take(w, "old", "1"); });
        made("_insert", "INSERT", "1", add_new);
        made("_delete", "DELETE", "1", take_old);
        made("_move", text([&](writer& w) { (w << "UPDATE OF ").identifier(tenant_column(t)); }),
             text([&](writer& w) {
                 tenant(w, "old") << " IS NOT ";
                 tenant(w, "new") << " COLLATE BINARY";
             }),
             take_old + ";\n  " + add_new);
    }
};

} // namespace detail

DATAFLOW_RUNTIME std::vector<mark_trigger> row_limit_triggers(dialect d, const schema::table& t,
                                                              std::string_view space) {
    std::vector<mark_trigger> out;
    if (t.policy.rows_per_tenant == 0 || t.read_only) return out;
    const detail::row_limit_writer of{d, t, space};
    if (of.pg) of.postgres(out);
    else of.sqlite(out);
    return out;
}

DATAFLOW_RUNTIME std::string make_tenant_rows(dialect d, std::string_view space) {
    const bool pg = data_of(d).trigger_functions;
    writer w{d};
    detail::in_space(w << "CREATE TABLE IF NOT EXISTS ", space, tenant_rows_table)
        << " (table_name TEXT NOT NULL, tenant_id TEXT NOT NULL, row_count BIGINT NOT NULL, row_limit BIGINT "
           "CHECK (row_limit >= 0), PRIMARY KEY (table_name, tenant_id))"
        << (pg ? " WITH (fillfactor = 50)" : " WITHOUT ROWID");
    return std::string{w.view()};
}

DATAFLOW_RUNTIME std::vector<std::string> count_tenant_rows(dialect d, const schema::table& t,
                                                            std::string_view space) {
    const bool pg = data_of(d).trigger_functions;
    const auto tenant = t.policy.partition >= 0 ? tenant_column(t) : "tenant_id";
    const auto zero = detail::made_text(d, [&](writer& w) {
        detail::in_space(w << "UPDATE ", space, tenant_rows_table)
            << " SET row_count = 0 WHERE table_name = ";
        w.literal(t.plain());
    });
    const auto count = detail::made_text(d, [&](writer& w) {
        detail::in_space(w << "INSERT INTO ", space, tenant_rows_table)
            << " (table_name, tenant_id, row_count) SELECT ";
        (w.literal(t.plain()) << ", ").identifier(tenant) << ", count(*) FROM ";
        w.table(t.name) << " GROUP BY ";
        w.identifier(tenant)
            << " ON CONFLICT (table_name, tenant_id) DO UPDATE SET row_count = excluded.row_count";
    });
    if (!pg) return {zero, count};
    return {"DO $dataflow$\n" + detail::over_all_tenants(zero + ";\n" + count + ";") + "\n$dataflow$"};
}

DATAFLOW_RUNTIME std::vector<std::string> move_tenant_rows(dialect d, std::string_view from,
                                                           std::string_view to, std::string_view space) {
    std::vector<std::string> out;
    const auto all = [&](writer& w) -> writer& { return detail::in_space(w, space, tenant_rows_table); };
    out.push_back(detail::made_text(d, [&](writer& w) {
        all(w << "INSERT INTO ") << " (table_name, tenant_id, row_count, row_limit) SELECT ";
        all(w.literal(to) << ", tenant_id, row_count, row_limit FROM ") << " WHERE table_name = ";
        w.literal(from) << " ON CONFLICT (table_name, tenant_id) DO UPDATE SET row_count = "
                           "excluded.row_count, row_limit = excluded.row_limit";
    }));
    out.push_back(detail::made_text(d, [&](writer& w) {
        all(w << "DELETE FROM ") << " WHERE table_name = ";
        w.literal(from);
    }));
    return out;
}

DATAFLOW_RUNTIME std::string drop_row_limit_trigger(dialect d, const schema::table& t, std::string_view space,
                                                    std::string_view name) {
    writer w{d};
    w << "DROP TRIGGER ";
    if (data_of(d).trigger_functions) {
        w.identifier(name) << " ON ";
        w.table(t.name) << ";\nDROP FUNCTION IF EXISTS ";
        detail::in_space(w, space, name) << "()";
    } else detail::in_space(w, space, name);
    return std::string{w.view()};
}

} // namespace dataflow::rooms::sql
