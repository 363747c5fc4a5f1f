// The rest of lint/detail/read_postgres.hpp: what is not ALTER TABLE.
#pragma once

#include <dataflow/lint/detail/read_postgres.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dataflow::lint_ {

inline void postgres_reader::drop(tree node) {
    using kind = action_kind;
    constexpr std::pair<std::string_view, kind> dropped[]{
        {"OBJECT_TABLE", kind::drop_table},     {"OBJECT_FOREIGN_TABLE", kind::drop_table},
        {"OBJECT_INDEX", kind::drop_index},     {"OBJECT_SCHEMA", kind::drop_schema},
        {"OBJECT_VIEW", kind::drop_view},       {"OBJECT_MATVIEW", kind::drop_view},
        {"OBJECT_TYPE", kind::drop_type},       {"OBJECT_DOMAIN", kind::drop_type},
        {"OBJECT_TRIGGER", kind::drop_trigger}, {"OBJECT_RULE", kind::drop_rule},
        {"OBJECT_POLICY", kind::drop_rule},
    };
    const auto of = node.text("removeType");
    auto what = kind::drops;
    for (const auto& [word, means] : dropped)
        if (word == of) what = means;
    node.each("objects", [&](tree one) {
        auto& a = add(what);
        a.existing = node.flag("missing_ok");
        a.cascade = node.text("behavior") == "DROP_CASCADE";
        a.concurrently = node.flag("concurrent");
        if (const auto list = one["List"]) {
            const auto parts = names_of(list, "items");
            // of a trigger, the table's name and then its own
            for (std::size_t i = 0; i < parts.size(); ++i) {
                if ((what == kind::drop_trigger || what == kind::drop_rule) && i + 1 == parts.size()) {
                    a.name = parts[i];
                    continue;
                }
                a.table += (a.table.empty() ? "" : ".") + parts[i];
            }
        } else if (const auto type = one["TypeName"]) a.table = path_of(type, "names");
        else a.table = one["String"].text("sval");
    });
}

inline void postgres_reader::rename(tree node) {
    using kind = action_kind;
    const auto of = node.text("renameType");
    auto& a = add(of == "OBJECT_TABLE"    ? kind::rename_table
                  : of == "OBJECT_COLUMN" ? kind::rename_column
                  : of == "OBJECT_INDEX"  ? kind::rename_index
                  : of == "OBJECT_SCHEMA" ? kind::rename_schema
                                          : kind::renames);
    a.table = table_of(node["relation"]);
    a.name = node.text("subname");
    a.other = node.text("newname");
}

inline void postgres_reader::change_rows(std::string_view kind, tree node) {
    auto& a = add(kind == "UpdateStmt" ? action_kind::update : action_kind::erase);
    a.table = table_of(node["relation"]);
    const auto where = node["whereClause"];
    a.everything = !where || where["A_Const"]["boolval"].flag("boolval");
    node.each("targetList", [&](tree one) { a.columns.emplace_back(one["ResTarget"].text("name")); });
}

inline void postgres_reader::other(std::string_view kind, tree node) {
    using what = action_kind;
    constexpr std::pair<std::string_view, what> simple[]{
        {"CreateSchemaStmt", what::creates},    {"CreateSeqStmt", what::creates},
        {"CreateEnumStmt", what::creates},      {"CreateFunctionStmt", what::creates},
        {"CompositeTypeStmt", what::creates},   {"CreateRangeStmt", what::creates},
        {"CreateExtensionStmt", what::creates}, {"CreateRoleStmt", what::creates},
        {"GrantStmt", what::harmless},          {"GrantRoleStmt", what::harmless},
        {"AlterSeqStmt", what::harmless},       {"AlterDefaultPrivilegesStmt", what::harmless},
        {"DropRoleStmt", what::harmless},       {"NotifyStmt", what::harmless},
        {"AlterRoleSetStmt", what::harmless},   {"VariableShowStmt", what::harmless},
        {"ExplainStmt", what::harmless},        {"ConstraintsSetStmt", what::harmless},
    };
    for (const auto& [word, means] : simple)
        if (word == kind) {
            add(means);
            return;
        }
    if (kind == "CommentStmt") {
        auto parts = names_of(node["object"]["List"], "items");
        const auto of = node.text("objtype");
        if (of == "OBJECT_COLUMN" && !parts.empty()) parts.pop_back();
        auto& a = add(of == "OBJECT_TABLE" || of == "OBJECT_COLUMN" ? what::settles : what::harmless);
        for (const auto& part : parts) a.table += (a.table.empty() ? "" : ".") + part;
    } else if (kind == "CreateStatsStmt") {
        node.each("relations", [&](tree one) { add(what::settles).table = table_of(one["RangeVar"]); });
    } else if (kind == "RuleStmt" || kind == "CreatePolicyStmt" || kind == "AlterPolicyStmt") {
        add(what::alter_table).table = table_of(node[kind == "RuleStmt" ? "relation" : "table"]);
    } else if (kind == "ViewStmt") {
        auto& a = add(node.flag("replace") ? what::replaces_view : what::creates);
        a.table = table_of(node["view"]);
    } else if (kind == "CreateDomainStmt") {
        auto& a = add(what::create_domain);
        a.table = path_of(node, "domainname");
        node.each("constraints", [&](tree one) { constraint(a, one["Constraint"]); });
    } else if (kind == "AlterDomainStmt") {
        const auto how = node.text("subtype");
        auto& a = add(how == "C"   ? what::add_domain_check
                      : how == "V" ? what::validate_domain_check
                                   : what::harmless);
        a.table = path_of(node, "typeName");
        a.name = node.text("name");
        if (how == "O") a.what = what::add_domain_check; // SET NOT NULL
        a.not_valid = node["def"]["Constraint"].flag("skip_validation");
    } else if (kind == "AlterEnumStmt") {
        auto& a = add(node.text("oldVal").empty() ? what::add_enum_value : what::rename_enum_value);
        a.table = path_of(node, "typeName");
        a.name = node.text(node.text("oldVal").empty() ? "newVal" : "oldVal");
    } else if (kind == "CreateTrigStmt") {
        auto& a = add(what::create_trigger);
        a.table = table_of(node["relation"]);
        a.name = node.text("trigname");
    } else if (kind == "CreateTableAsStmt") {
        auto& a = add(what::create_table_as);
        a.table = table_of(node["into"]["rel"]);
        a.existing = node.flag("if_not_exists");
    } else if (kind == "AlterObjectSchemaStmt") {
        auto& a = add(what::set_schema);
        a.table = table_of(node["relation"]);
        a.other = node.text("newschema");
    } else if (kind == "AlterOwnerStmt") add(what::harmless);
    else if (kind == "RefreshMatViewStmt") {
        auto& a = add(what::refresh_view);
        a.table = table_of(node["relation"]);
        a.concurrently = node.flag("concurrent");
    } else if (kind == "ClusterStmt") add(what::cluster).table = table_of(node["relation"]);
    else if (kind == "ReindexStmt") {
        auto& a = add(what::reindex);
        a.table = table_of(node["relation"]);
        a.how = node.text("kind");
        node.each("params", [&](tree one) {
            if (one["DefElem"].text("defname") == "concurrently") a.concurrently = true;
        });
    } else if (kind == "VacuumStmt") {
        bool full = false;
        node.each("options", [&](tree one) { full = full || one["DefElem"].text("defname") == "full"; });
        node.each("rels", [&](tree one) {
            add(full ? what::vacuum_full : what::vacuum).table = table_of(one["VacuumRelation"]["relation"]);
        });
        if (!node["rels"]) add(full ? what::vacuum_full : what::vacuum);
    } else if (kind == "LockStmt") {
        node.each("relations", [&](tree one) {
            auto& a = add(what::lock_table);
            a.table = table_of(one["RangeVar"]);
            a.how = std::to_string(node.number("mode"));
        });
    } else if (kind == "TruncateStmt") {
        node.each("relations", [&](tree one) {
            auto& a = add(what::truncate);
            a.table = table_of(one["RangeVar"]);
            a.cascade = node.text("behavior") == "DROP_CASCADE";
        });
    } else if (kind == "SelectStmt") {
        auto& a = add(node["lockingClause"] ? what::lock_rows : what::select);
        calls_of(a, node);
        node.each("fromClause", [&](tree one) {
            if (a.table.empty()) a.table = table_of(one["RangeVar"]);
        });
    } else if (kind == "InsertStmt") add(what::insert).table = table_of(node["relation"]);
    else if (kind == "TransactionStmt") {
        const auto how = node.text("kind");
        add(how == "TRANS_STMT_BEGIN" || how == "TRANS_STMT_START" ? what::begin
            : how == "TRANS_STMT_COMMIT"                           ? what::commit
            : how == "TRANS_STMT_ROLLBACK"                         ? what::rollback
                                                                   : what::harmless);
    } else if (kind == "VariableSetStmt") {
        const auto name = node.text("name");
        add(name == "lock_timeout"        ? what::set_lock_timeout
            : name == "statement_timeout" ? what::set_statement_timeout
                                          : what::set);
    } else add(what::unknown).how = kind;
}

inline void postgres_reader::read(std::string_view kind, tree node) {
    if (kind == "AlterTableStmt") alter_table(node);
    else if (kind == "CreateStmt") create_table(node);
    else if (kind == "IndexStmt") index(node);
    else if (kind == "DropStmt") drop(node);
    else if (kind == "RenameStmt") rename(node);
    else if (kind == "UpdateStmt" || kind == "DeleteStmt") change_rows(kind, node);
    else other(kind, node);
}

} // namespace dataflow::lint_
