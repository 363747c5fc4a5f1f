// The triggers of a table, as the database tells them.
#pragma once

#include <dataflow/driver/connection.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/statement.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace dataflow::database_::detail {

/// What it does; nothing where it is disabled.
struct found_trigger {
    std::string name;
    std::string does;
};

/// Those that a statement gives, which `look` writes.
[[nodiscard]] inline std::vector<found_trigger> triggers_of(driver::connection& c, const schema::table& t,
                                                            void (*look)(sql::writer&,
                                                                         const sql::statement&)) {
    static constexpr std::array<field_access, 2> fields{
        field_access{offsetof(found_trigger, name), &schema::info_of<std::string>, "name"},
        field_access{offsetof(found_trigger, does), &schema::info_of<std::string>, "does"}};
    const sql::statement s{.node = "open", .table = &t, .own_text = look};
    std::vector<found_trigger> out;
    auto target = node_::rows_into(out, fields);
    c.run(s, 0, {}, &target);
    return out;
}

} // namespace dataflow::database_::detail
