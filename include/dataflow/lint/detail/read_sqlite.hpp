// SQLite's statements as actions. https://www.sqlite.org/lang.html
#pragma once

#include <dataflow/catalog/tokens.hpp>
#include <dataflow/lint/action.hpp>
#include <dataflow/migrate/sql_statements.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::lint_ {

/// Where the statements of a text begin and end; a trigger's statements are in it.
[[nodiscard]] inline std::vector<std::pair<std::size_t, std::size_t>>
statements_of_sqlite(std::string_view sql) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    const auto found = migrate::statements_in(sql, dialect::sqlite);
    for (const auto& s : found.all) out.emplace_back(s.first, s.last);
    return out;
}

/// Reads one statement into actions.
class sqlite_reader {
  public:
    sqlite_reader(std::vector<action>& out, std::string_view sql, std::size_t statement)
        : out_(out), in_(sql, dialect::sqlite), statement_(statement) {}

    void read() {
        using kind = action_kind;
        if (in_.take("create")) return create();
        if (in_.take("drop")) return drop();
        if (in_.take("alter")) return alter();
        if (in_.take("insert") || in_.take("replace")) return rows(kind::insert, "into");
        if (in_.take("update")) return rows(kind::update, "update");
        if (in_.take("delete")) return rows(kind::erase, "from");
        if (in_.take("begin")) return (void)add(kind::begin);
        if (in_.take("commit") || in_.take("end")) return (void)add(kind::commit);
        if (in_.take("rollback")) return (void)add(kind::rollback);
        if (in_.take("pragma")) {
            auto& a = add(kind::pragma);
            a.name = in_.name();
            while (!in_.at_end()) a.how = in_.next().text;
            if (a.how == ")") a.how.clear();
            return;
        }
        if (in_.take("vacuum")) return (void)add(kind::vacuum_full);
        if (in_.take("reindex")) return (void)add(kind::reindex);
        const bool known = in_.now().is("select") || in_.now().is("values") || in_.now().is("with") ||
                           in_.now().is("analyze") || in_.now().is("savepoint") || in_.now().is("release") ||
                           in_.now().is("attach") || in_.now().is("detach") || in_.now().is("explain");
        add(known ? kind::harmless : kind::unknown).how = in_.now().text;
    }

  private:
    action& add(action_kind what) {
        auto& one = out_.emplace_back();
        one.what = what;
        one.statement = statement_;
        return one;
    }
    [[nodiscard]] std::string path() {
        auto out = in_.name();
        while (in_.take(".")) out = in_.name(); // the file's name goes: one database
        return out;
    }
    [[nodiscard]] bool existing(std::string_view other) {
        if (!in_.take("if")) return false;
        if (!other.empty()) (void)in_.take(other);
        (void)in_.take("exists");
        return true;
    }
    void create() {
        using kind = action_kind;
        while (in_.take("temp") || in_.take("temporary") || in_.take("virtual")) {
        }
        if (in_.take("table")) {
            const bool maybe = existing("not");
            auto& a = add(kind::create_table);
            a.existing = maybe;
            a.table = path();
            return;
        }
        const bool unique = in_.take("unique");
        if (in_.take("index")) {
            auto& a = add(kind::create_index);
            a.unique = unique;
            a.existing = existing("not");
            a.name = path();
            (void)in_.take("on");
            a.table = in_.name();
            return;
        }
        if (in_.take("trigger")) {
            auto& a = add(kind::create_trigger);
            a.existing = existing("not");
            a.name = path();
            while (!in_.at_end() && !in_.take("on")) in_.next();
            a.table = in_.name();
            return;
        }
        if (in_.take("view")) return (void)add(kind::creates);
        add(kind::unknown).how = "CREATE " + in_.now().text;
    }
    void drop() {
        using kind = action_kind;
        const auto what = in_.take("table")     ? kind::drop_table
                          : in_.take("index")   ? kind::drop_index
                          : in_.take("view")    ? kind::drop_view
                          : in_.take("trigger") ? kind::drop_trigger
                                                : kind::unknown;
        auto& a = add(what);
        a.existing = existing({});
        a.table = path();
    }
    void alter() {
        using kind = action_kind;
        if (!in_.take("table")) return (void)add(kind::unknown);
        const auto table = path();
        if (in_.take("rename")) {
            if (in_.take("to")) {
                auto& a = add(kind::rename_table);
                a.table = table;
                a.other = in_.name();
                return;
            }
            (void)in_.take("column");
            auto& a = add(kind::rename_column);
            a.table = table;
            a.name = in_.name();
            (void)in_.take("to");
            a.other = in_.name();
        } else if (in_.take("add")) {
            if (in_.now().is("constraint") || in_.now().is("foreign") || in_.now().is("unique") ||
                in_.now().is("primary") || in_.now().is("check")) {
                add(kind::add_check).table = table;
                return;
            }
            (void)in_.take("column");
            auto& a = add(kind::add_column);
            a.table = table;
            a.name = in_.name();
            column(a);
        } else if (in_.take("drop")) {
            if (in_.now().is("constraint")) {
                add(kind::drop_constraint).table = table;
                return;
            }
            (void)in_.take("column");
            auto& a = add(kind::drop_column);
            a.table = table;
            a.name = in_.name();
        } else if (in_.take("alter")) {
            add(kind::change_type).table = table;
        } else add(kind::unknown).table = table;
    }
    void column(action& a) {
        while (!in_.at_end()) {
            if (in_.take("not")) {
                a.not_null = in_.take("null") || a.not_null;
                continue;
            }
            if (in_.take("default")) {
                const auto& t = in_.next();
                a.has_default = !t.is("null");
                if (t.is("(") || t.is("current_time") || t.is("current_date") || t.is("current_timestamp"))
                    a.calls.push_back(t.text);
                continue;
            }
            if (in_.take("check")) a.has_check = true;
            else if (in_.take("references")) {
                a.refers = true;
                a.other = in_.name();
            } else if (in_.take("unique")) a.unique = true;
            else if (in_.take("primary")) a.key = true;
            else if (in_.take("as") || in_.take("generated")) a.generated = true;
            else if (in_.take("stored")) a.made = true;
            else in_.next();
        }
    }
    void rows(action_kind what, std::string_view before) {
        auto& a = add(what);
        if (before != "update") (void)in_.take(before);
        while (in_.take("or") || in_.take("into")) in_.next();
        a.table = path();
        a.everything = what != action_kind::insert;
        for (int depth = 0; !in_.at_end();) {
            const auto& t = in_.next();
            if (t.is("(")) ++depth;
            if (t.is(")")) --depth;
            if (depth == 0 && t.is("where")) a.everything = false;
        }
    }

    std::vector<action>& out_;
    catalog::token_reader in_;
    std::size_t statement_;
};

} // namespace dataflow::lint_
