// The texts of triggers, in both databases' forms.
#pragma once

#include <dataflow/schema/table.hpp>
#include <dataflow/sql/detail/mark_trigger.hpp>
#include <dataflow/sql/writer.hpp>

#include <string>
#include <string_view>

namespace dataflow::rooms::sql {

namespace detail {

/// A table in a trigger's statement: on SQLite they are all of its own file, and have no other name there.
inline writer& beside(writer& w, std::string_view table) {
    return w.dialect().trigger_functions ? w.table(table) : w.identifier(schema::path_of(table).name);
}

/// PostgreSQL: the same statements, which see the rows of all tenants, whosever session it is that calls
/// them, where there is row-level security, too. What fails in between undoes the setting.
inline std::string over_all_tenants(std::string_view statements) {
    return std::string{
        "DECLARE v_all CONSTANT TEXT := coalesce(current_setting('dataflow.all_tenants', TRUE), "
        "'');\nBEGIN\nPERFORM set_config('dataflow.all_tenants', 'on', TRUE);\n"}
        .append(statements)
        .append("\nPERFORM set_config('dataflow.all_tenants', v_all, TRUE);\nEND;");
}

/// A function of the trigger's name and the trigger.
inline mark_trigger trigger_by_function(dialect d, const std::string& name, std::string_view events,
                                        std::string_view table, std::string_view when,
                                        std::string_view statement) {
    constexpr int row = 1, insert = 4, update = 16; // bits of pg_trigger.tgtype
    const std::string body = std::string{"\nBEGIN\n"}.append(statement).append("\nRETURN NULL;\nEND ");
    writer w{d};
    (w << "CREATE OR REPLACE FUNCTION ").identifier(name)
        << "() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $dataflow$" << body
        << "$dataflow$;\nCREATE TRIGGER ";
    w.identifier(name) << " AFTER " << events << " ON ";
    w.table(table) << " FOR EACH ROW WHEN (" << when << ") EXECUTE FUNCTION ";
    w.identifier(name) << "()";
    const int type = row | update | (events.starts_with("INSERT") ? insert : 0);
    return {name, std::to_string(type) + body, std::string{w.view()}};
}
/// A trigger with its statement in it; `event`: `BEFORE INSERT`. Without a condition it is always called.
inline mark_trigger trigger_called(dialect d, const std::string& name, std::string_view event,
                                   std::string_view table, std::string_view when,
                                   std::string_view statement) {
    const auto path = schema::path_of(table);
    writer rest{d}; // SQLite keeps the text without the schema
    rest.identifier(name) << " " << event << " ON ";
    rest.identifier(path.name);
    if (!when.empty()) rest << " WHEN " << when;
    rest << " BEGIN\n  " << statement << ";\nEND";
    writer w{d};
    w << "CREATE TRIGGER ";
    if (!path.space.empty()) w.identifier(path.space) << ".";
    w << rest.view();
    return {name, "CREATE TRIGGER " + std::string{rest.view()}, std::string{w.view()}};
}
/// The same after the change.
inline mark_trigger trigger_by_itself(dialect d, const std::string& name, std::string_view events,
                                      std::string_view table, std::string_view when,
                                      std::string_view statement) {
    return trigger_called(d, name, std::string{"AFTER "}.append(events), table, when, statement);
}

template <class Write>
std::string made_text(dialect d, Write write) {
    writer w{d};
    write(w);
    return std::string{w.view()};
}

} // namespace detail

} // namespace dataflow::rooms::sql
