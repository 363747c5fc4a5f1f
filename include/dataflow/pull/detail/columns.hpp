// What the columns of a table are called in C++, and which of their names the options say.
#pragma once

#include <dataflow/pull/names.hpp>
#include <dataflow/pull/planned.hpp>
#include <dataflow/schema/name_checks.hpp>
#include <dataflow/schema/naming.hpp>
#include <dataflow/schema/options.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull::detail {

[[nodiscard]] inline std::string spelled_by(naming how, std::string_view field) {
    std::string out(field.size(), '\0');
    out.resize(schema::spell_column(how, field, out.data()));
    return out;
}

inline constexpr std::size_t most_fields = 100;
inline constexpr std::size_t most_renamed = 64;

/// Names the fields of a model, chooses the policy that names most of its columns, and lists the others.
inline void name_fields(planned_model& m) {
    name_set names;
    (void)names.take(m.name, "_");
    for (auto& f : m.fields)
        if (f.type.kind != family::none) f.name = names.take(snake_case_name(f.column->name, "column"), "_");
    constexpr std::pair<naming, std::string_view> policies[]{{naming::as_is, ""},
                                                             {naming::camel_case, "camel_case"},
                                                             {naming::pascal_case, "pascal_case"},
                                                             {naming::upper_case, "upper_case"}};
    std::size_t best = 0, most = 0;
    for (std::size_t p = 0; p < std::size(policies); ++p) {
        std::size_t named = 0;
        for (const auto& f : m.fields)
            named += !f.name.empty() && spelled_by(policies[p].first, f.name) == f.column->name ? 1 : 0;
        if (named > most || p == 0) best = p, most = named;
    }
    m.naming = policies[best].second;
    for (auto& f : m.fields) {
        if (f.name.empty() || spelled_by(policies[best].first, f.name) == f.column->name) continue;
        if (m.renamed.size() == most_renamed) {
            f.type = {.kind = family::none, .name = "a model has at most 64 columns of another name"};
            f.name.clear();
        } else m.renamed.emplace_back(f.name, f.column->name);
    }
}

/// Why no field can have a column because of its name, or of its place; empty where one can. `before`: the
/// fields that are there already.
[[nodiscard]] inline std::string column_fault(const catalog::column& c,
                                              const std::vector<planned_field>& before) {
    using schema::detail::name_fault;
    switch (schema::detail::fault_of(c.name, true)) {
    case name_fault::too_long: return "its name has more than 63 bytes";
    case name_fault::not_taken: return "its name is kept by a database or by the library";
    case name_fault::none: break;
    }
    std::size_t fields = 0;
    for (const auto& f : before) {
        if (f.type.kind == family::none) continue;
        ++fields;
        if (schema::same_name(f.column->name, c.name))
            return "its name differs from another one's in case only";
    }
    return fields >= most_fields ? "a model has at most 100 fields" : "";
}

} // namespace dataflow::pull::detail
