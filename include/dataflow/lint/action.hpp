// What a statement of SQL does, as plain data: the same for both databases, whoever has read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dataflow::lint_ {

enum class action_kind : std::uint8_t {
    unknown, ///< not understood: never taken for safe

    create_table,
    create_table_as,
    create_index,
    create_trigger,
    create_domain,
    replaces_view,
    creates, ///< what nobody uses yet: a type, a view, a function, a sequence, a schema

    drop_table,
    drop_index,
    drop_schema,
    drop_view,
    drop_type,
    drop_trigger,
    drop_rule, ///< a policy, too
    drops,     ///< anything else

    rename_table,
    rename_column,
    rename_index,
    rename_schema,
    renames,
    set_schema,

    add_column,
    drop_column,
    change_type,
    set_not_null,
    drop_not_null,
    set_default,
    drop_default,
    add_identity,
    drop_identity,
    add_check,
    add_unique,
    add_primary_key,
    add_foreign_key,
    add_exclusion,
    drop_constraint,
    validate_constraint,
    attach_partition,
    detach_partition,
    toggle_trigger,
    rewrites,    ///< SET TABLESPACE, SET LOGGED, SET ACCESS METHOD
    settles,     ///< only settings of a table that others do not wait for: SET STATISTICS, storage parameters
    alter_table, ///< any other change of a table's catalog entry

    add_enum_value,
    rename_enum_value,
    add_domain_check,
    validate_domain_check,

    insert,
    update,
    erase,
    truncate,
    select,
    lock_rows,
    lock_table,
    refresh_view,
    reindex,
    cluster,
    vacuum_full,
    vacuum,
    harmless, ///< COMMENT, GRANT, ANALYZE and their like

    begin,
    commit,
    rollback,
    set_lock_timeout,
    set_statement_timeout,
    set,
    pragma, ///< of SQLite
};

struct action {
    action_kind what = action_kind::unknown;
    std::size_t statement = 0; ///< its number in the text, from 0
    std::size_t position = 0;  ///< where the statement begins in the text
    std::string table{};       ///< `orders`, `sales.orders`; also the name of what is dropped or renamed
    std::string other{};       ///< the table that a foreign key refers to; a partition; a new name
    std::string name{};        ///< of a column, or of a constraint or an index
    std::vector<std::string> columns{}; ///< of a key, a constraint or an index
    std::string type{};                 ///< of a column, as the database shows it
    std::string how{};                  ///< the method of an index; a lock's mode
    std::vector<std::string> calls{};   ///< functions that a default or a condition calls
    bool concurrently = false;
    bool not_valid = false;
    bool using_index = false;
    bool existing = false; ///< IF EXISTS, IF NOT EXISTS
    bool cascade = false;
    bool unique = false;
    bool partial = false;
    bool everything = false; ///< an UPDATE or DELETE without a WHERE
    bool has_default = false;
    bool not_null = false;
    bool has_check = false;
    bool refers = false;    ///< a column with a foreign key
    bool key = false;       ///< a column that is a primary key
    bool made = false;      ///< a column that is serial or an identity
    bool generated = false; ///< a column that is computed and stored
    bool has_using = false;
    bool casts = false; ///< USING has the cast that is written anyhow
    bool collates = false;
    bool other_form = false; ///< an index that is descending or over an expression
};

} // namespace dataflow::lint_
