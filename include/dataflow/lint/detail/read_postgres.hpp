// PostgreSQL's statements as actions.
#pragma once

#include <dataflow/lint/action.hpp>
#include <dataflow/lint/detail/postgres_tree.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::lint_ {

/// Reads one statement into actions: an ALTER TABLE is one for each of its parts.
class postgres_reader {
  public:
    postgres_reader(std::vector<action>& out, std::size_t statement, std::size_t position)
        : out_(out), statement_(statement), position_(position) {}

    void read(std::string_view kind, tree node);

    /// `sales.orders` of a RangeVar.
    [[nodiscard]] static std::string table_of(tree range) {
        std::string out{range.text("schemaname")};
        if (!out.empty()) out += ".";
        return out += range.text("relname");
    }
    /// Names of a list of strings, joined: `sales.orders`.
    [[nodiscard]] static std::string path_of(tree list, std::string_view member) {
        std::string out;
        list.each(member, [&](tree one) {
            if (!out.empty()) out += ".";
            out += one["String"].text("sval");
        });
        return out;
    }
    /// A type as format_type() shows it: `numeric(10,2)`.
    [[nodiscard]] static std::string type_of(tree type);

  private:
    action& add(action_kind what) {
        auto& one = out_.emplace_back();
        one.what = what;
        one.statement = statement_;
        one.position = position_;
        return one;
    }
    void alter_table(tree node);
    void alter_part(const std::string& table, tree part);
    void constraint(action& to, tree of);
    void column(action& to, tree of);
    void index(tree node);
    void create_table(tree node);
    void drop(tree node);
    void rename(tree node);
    void change_rows(std::string_view kind, tree node);
    void other(std::string_view kind, tree node);
    static void calls_of(action& to, tree expression) {
        expression.walk([&](std::string_view kind, tree node) {
            if (kind == "FuncCall") to.calls.push_back(path_of(node, "funcname"));
        });
    }
    static std::vector<std::string> names_of(tree list, std::string_view member) {
        std::vector<std::string> out;
        list.each(member, [&](tree one) { out.emplace_back(one["String"].text("sval")); });
        return out;
    }

    std::vector<action>& out_;
    std::size_t statement_;
    std::size_t position_;
};

inline std::string postgres_reader::type_of(tree type) {
    constexpr std::pair<std::string_view, std::string_view> shown[]{
        {"int2", "smallint"},
        {"int4", "integer"},
        {"int8", "bigint"},
        {"bool", "boolean"},
        {"float4", "real"},
        {"float8", "double precision"},
        {"varchar", "character varying"},
        {"bpchar", "character"},
        {"timestamptz", "timestamp with time zone"},
        {"timestamp", "timestamp without time zone"},
        {"timetz", "time with time zone"},
        {"time", "time without time zone"},
    };
    std::string name;
    type.each("names", [&](tree part) {
        const auto word = part["String"].text("sval");
        if (word == "pg_catalog") return;
        if (!name.empty()) name += ".";
        name += word;
    });
    std::string suffix;
    for (const auto& [from, to] : shown)
        if (name == from) {
            name = to;
            break;
        }
    type.each("typmods", [&](tree mod) {
        suffix += suffix.empty() ? "(" : ",";
        suffix += std::to_string(mod["A_Const"]["ival"].number("ival"));
    });
    if (!suffix.empty()) suffix += ")";
    const auto zone = name.find(" with");
    if (name == "interval" && !suffix.empty()) { // the first number is the fields, as bits
        const auto comma = suffix.find(',');
        suffix = comma == suffix.npos ? "" : "(" + suffix.substr(comma + 1);
    }
    if (zone != name.npos) name.insert(zone, suffix);
    else name += suffix;
    type.each("arrayBounds", [&](tree) {
        if (!name.ends_with("[]")) name += "[]";
    });
    return name;
}

inline void postgres_reader::constraint(action& to, tree of) {
    const auto kind = of.text("contype");
    if (kind == "CONSTR_NOTNULL") to.not_null = true;
    else if (kind == "CONSTR_DEFAULT") {
        to.has_default = !(of["raw_expr"]["A_Const"].flag("isnull"));
        calls_of(to, of["raw_expr"]);
    } else if (kind == "CONSTR_CHECK") to.has_check = true;
    else if (kind == "CONSTR_FOREIGN") {
        to.refers = true;
        to.other = table_of(of["pktable"]);
    } else if (kind == "CONSTR_PRIMARY") to.key = to.not_null = true;
    else if (kind == "CONSTR_UNIQUE") to.unique = true;
    else if (kind == "CONSTR_IDENTITY") to.made = true;
    else if (kind == "CONSTR_GENERATED") to.generated = true;
}

inline void postgres_reader::column(action& to, tree of) {
    to.name = of.text("colname");
    to.type = type_of(of["typeName"]);
    if (to.type == "serial" || to.type == "bigserial" || to.type == "smallserial" || to.type == "serial4" ||
        to.type == "serial8" || to.type == "serial2")
        to.made = to.not_null = true;
    of.each("constraints", [&](tree one) { constraint(to, one["Constraint"]); });
}

inline void postgres_reader::create_table(tree node) {
    const auto table = table_of(node["relation"]);
    auto& made = add(action_kind::create_table);
    made.table = table;
    made.existing = node.flag("if_not_exists");
    const auto self = out_.size() - 1;
    node.each("tableElts", [&](tree one) {
        if (const auto def = one["ColumnDef"]) {
            auto& c = add(action_kind::add_column);
            c.table = table;
            column(c, def);
            out_[self].columns.push_back(c.name);
        } else if (const auto rule = one["Constraint"])
            if (rule.text("contype") == "CONSTR_FOREIGN") {
                auto& f = add(action_kind::add_foreign_key);
                f.table = table;
                f.other = table_of(rule["pktable"]);
                f.name = rule.text("conname");
            }
    });
}

inline void postgres_reader::index(tree node) {
    auto& i = add(action_kind::create_index);
    i.table = table_of(node["relation"]);
    i.name = node.text("idxname");
    i.how = node.text("accessMethod");
    i.unique = node.flag("unique");
    i.concurrently = node.flag("concurrent");
    i.existing = node.flag("if_not_exists");
    i.partial = static_cast<bool>(node["whereClause"]);
    node.each("indexParams", [&](tree one) {
        const auto part = one["IndexElem"];
        i.other_form = i.other_form || part.text("name").empty() || part.text("ordering") == "SORTBY_DESC";
        i.columns.emplace_back(part.text("name"));
    });
}

} // namespace dataflow::lint_

#include <dataflow/lint/detail/read_postgres_alter.hpp>
#include <dataflow/lint/detail/read_postgres_others.hpp>
