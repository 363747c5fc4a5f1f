// Part of lint/detail/read_postgres.hpp: ALTER TABLE.
#pragma once

#include <dataflow/lint/detail/read_postgres.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::lint_ {

inline void postgres_reader::alter_part(const std::string& table, tree part) {
    using kind = action_kind;
    constexpr std::pair<std::string_view, kind> simple[]{
        {"AT_DropColumn", kind::drop_column},
        {"AT_SetNotNull", kind::set_not_null},
        {"AT_DropNotNull", kind::drop_not_null},
        {"AT_AddIdentity", kind::add_identity},
        {"AT_DropIdentity", kind::drop_identity},
        {"AT_DropConstraint", kind::drop_constraint},
        {"AT_ValidateConstraint", kind::validate_constraint},
        {"AT_SetStatistics", kind::settles},
        {"AT_SetOptions", kind::settles},
        {"AT_ResetOptions", kind::settles},
        {"AT_SetRelOptions", kind::settles},
        {"AT_ResetRelOptions", kind::settles},
        {"AT_ClusterOn", kind::settles},
        {"AT_DropCluster", kind::settles},
        {"AT_SetTableSpace", kind::rewrites},
        {"AT_SetLogged", kind::rewrites},
        {"AT_SetUnLogged", kind::rewrites},
        {"AT_SetAccessMethod", kind::rewrites},
        {"AT_EnableTrig", kind::toggle_trigger},
        {"AT_EnableAlwaysTrig", kind::toggle_trigger},
        {"AT_EnableReplicaTrig", kind::toggle_trigger},
        {"AT_DisableTrig", kind::toggle_trigger},
        {"AT_EnableTrigAll", kind::toggle_trigger},
        {"AT_DisableTrigAll", kind::toggle_trigger},
        {"AT_EnableTrigUser", kind::toggle_trigger},
        {"AT_DisableTrigUser", kind::toggle_trigger},
    };
    const auto what = part.text("subtype");
    for (const auto& [word, means] : simple)
        if (word == what) {
            auto& a = add(means);
            a.table = table;
            a.name = part.text("name");
            a.cascade = part.text("behavior") == "DROP_CASCADE";
            a.existing = part.flag("missing_ok");
            return;
        }
    if (what == "AT_AddColumn") {
        auto& a = add(kind::add_column);
        a.table = table;
        a.existing = part.flag("missing_ok");
        column(a, part["def"]["ColumnDef"]);
    } else if (what == "AT_ColumnDefault") {
        auto& a = add(part["def"] ? kind::set_default : kind::drop_default);
        a.table = table;
        a.name = part.text("name");
    } else if (what == "AT_AlterColumnType") {
        auto& a = add(kind::change_type);
        const auto def = part["def"]["ColumnDef"];
        a.table = table;
        a.name = part.text("name");
        a.type = type_of(def["typeName"]);
        a.has_using = static_cast<bool>(def["raw_default"]);
        // USING column, or the column's cast to the type, changes nothing
        const auto cast = def["raw_default"]["TypeCast"];
        const auto same = cast ? cast["arg"]["ColumnRef"] : def["raw_default"]["ColumnRef"];
        if (same && (!cast || type_of(cast["typeName"]) == a.type))
            a.has_using = names_of(same, "fields") != std::vector{a.name};
        a.casts = static_cast<bool>(cast) && !a.has_using;
        a.collates = static_cast<bool>(def["collClause"]);
    } else if (what == "AT_AddConstraint") {
        const auto c = part["def"]["Constraint"];
        const auto of = c.text("contype");
        auto& a = add(of == "CONSTR_CHECK"       ? kind::add_check
                      : of == "CONSTR_UNIQUE"    ? kind::add_unique
                      : of == "CONSTR_PRIMARY"   ? kind::add_primary_key
                      : of == "CONSTR_FOREIGN"   ? kind::add_foreign_key
                      : of == "CONSTR_EXCLUSION" ? kind::add_exclusion
                                                 : kind::unknown);
        a.table = table;
        a.name = c.text("conname");
        a.not_valid = c.flag("skip_validation");
        a.using_index = !c.text("indexname").empty();
        a.type = c.text("indexname");
        a.other = table_of(c["pktable"]);
        a.columns = names_of(c, of == "CONSTR_FOREIGN" ? "fk_attrs" : "keys");
        if (const auto test = c["raw_expr"]["NullTest"]; test.text("nulltesttype") == "IS_NOT_NULL") {
            a.not_null = true;
            a.columns = names_of(test["arg"]["ColumnRef"], "fields");
        }
    } else if (what == "AT_AttachPartition" || what == "AT_DetachPartition" ||
               what == "AT_DetachPartitionFinalize") {
        auto& a = add(what == "AT_AttachPartition" ? kind::attach_partition : kind::detach_partition);
        a.table = table;
        a.other = table_of(part["def"]["PartitionCmd"]["name"]);
        a.concurrently =
            part["def"]["PartitionCmd"].flag("concurrent") || what == "AT_DetachPartitionFinalize";
    } else if (what.starts_with("AT_")) {
        if (what == "AT_AddInherit") add(kind::settles).table = table_of(part["def"]["RangeVar"]);
        auto& a = add(kind::alter_table);
        a.table = table;
        a.name = part.text("name");
    } else add(kind::unknown).table = table;
}

inline void postgres_reader::alter_table(tree node) {
    const auto table = table_of(node["relation"]);
    const auto of = node.text("objtype");
    node.each("cmds", [&](tree one) {
        if (of == "OBJECT_TABLE" || of == "OBJECT_MATVIEW" || of == "OBJECT_FOREIGN_TABLE")
            alter_part(table, one["AlterTableCmd"]);
        else if (of == "OBJECT_VIEW") add(action_kind::alter_table).table = table;
        else if (of == "OBJECT_INDEX") add(action_kind::settles).table = table;
        else add(action_kind::harmless).table = table;
    });
}

} // namespace dataflow::lint_
