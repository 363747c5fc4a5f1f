// One value that an opening asks the database for.
#pragma once

#include <dataflow/core/field.hpp>
#include <dataflow/node/context.hpp>
#include <dataflow/node/values.hpp>
#include <dataflow/schema/table.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>

namespace dataflow::database_ {

/// The one value that a statement gives.
template <class T>
[[nodiscard]] T ask(context& c, const sql::statement& s, std::uint64_t variant = 0,
                    const sql::bindings& given = {}) {
    T answer{};
    node_::one_row row{&answer};
    constexpr std::array<field_access, 1> field{field_access{0, &schema::info_of<T>, "answer"}};
    auto target = row.target(field);
    c.run(s, variant, given, &target);
    return answer;
}
/// The same of a text. `about`: the table that it is about, where there is one.
template <class T>
[[nodiscard]] T ask(context& c, void (*write)(sql::writer&, const sql::statement&),
                    const schema::table* about = nullptr) {
    return ask<T>(c, {.node = "open", .table = about, .own_text = write});
}

} // namespace dataflow::database_
