// The code of catalog/detail/found_row.hpp.
#pragma once

#include <dataflow/catalog/detail/found_row.hpp>
#include <dataflow/catalog/detail/source.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/types.hpp>
#include <dataflow/sql/statement.hpp>
#include <dataflow/sql/writer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dataflow::catalog {

namespace detail {

inline constexpr std::array<field_access, 10> row_fields{
    field_access{offsetof(found_row, kind), &schema::info_of<std::string>, "kind"},
    field_access{offsetof(found_row, schema), &schema::info_of<std::string>, "schema"},
    field_access{offsetof(found_row, table), &schema::info_of<std::string>, "table"},
    field_access{offsetof(found_row, name), &schema::info_of<std::string>, "name"},
    field_access{offsetof(found_row, part), &schema::info_of<std::string>, "part"},
    field_access{offsetof(found_row, type), &schema::info_of<std::string>, "type"},
    field_access{offsetof(found_row, text), &schema::info_of<std::string>, "text"},
    field_access{offsetof(found_row, other), &schema::info_of<std::string>, "other"},
    field_access{offsetof(found_row, more), &schema::info_of<std::string>, "more"},
    field_access{offsetof(found_row, flags), &schema::info_of<std::int64_t>, "flags"}};
inline constexpr std::array<field_access, 1> text_field{
    field_access{0, &schema::info_of<std::string>, "name"}};

/// Gathers rows in a vector.
template <class Row>
[[nodiscard]] driver::row_target gathered_in(std::vector<Row>& out, std::span<const field_access> fields) {
    return {[](void* to) -> void* { return &static_cast<std::vector<Row>*>(to)->emplace_back(); }, &out,
            fields};
}

} // namespace detail

DATAFLOW_RUNTIME std::vector<found_row> rows_of(const runner& via,
                                                void (*text)(sql::writer& w, const sql::statement& s),
                                                std::span<const std::string> names, which_tables which,
                                                std::string_view schema, std::string_view node) {
    schema::table in{};
    in.name = schema;
    return rows_of(via, text, names, which, in, node);
}

DATAFLOW_RUNTIME std::vector<found_row> rows_of(const runner& via,
                                                void (*text)(sql::writer& w, const sql::statement& s),
                                                std::span<const std::string> names, which_tables which,
                                                const schema::table& about, std::string_view node) {
    const sql::statement s{.node = node, .table = &about, .own_text = text, .variants = table_choices};
    const rows_view asked{reinterpret_cast<const std::byte*>(names.data()), sizeof(std::string), names.size(),
                          detail::text_field};
    std::vector<found_row> out;
    auto target = detail::gathered_in(out, detail::row_fields);
    via.run(via.on, s, static_cast<std::uint64_t>(which), {.rows = &asked}, target);
    return out;
}

DATAFLOW_RUNTIME std::vector<found_row> found_rows(const runner& via, std::span<const std::string> names,
                                                   which_tables which, std::string_view schema,
                                                   std::string_view node) {
    return rows_of(via, source_of(via.dialect).write, names, which, schema, node);
}

DATAFLOW_RUNTIME std::vector<std::string> schemas_of(const runner& via, std::string_view node) {
    const sql::statement s{.node = node, .own_text = source_of(via.dialect).write_schemas};
    std::vector<std::string> out;
    if (s.own_text == nullptr) return {std::string{}};
    auto target = detail::gathered_in(out, detail::text_field);
    via.run(via.on, s, 0, {}, target);
    return out;
}

} // namespace dataflow::catalog
