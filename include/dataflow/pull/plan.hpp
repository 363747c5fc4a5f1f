// What a header of models will say, before it is written: structs, fields, options, and what no model can
// say.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/pull/field_type.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::pull {

/// What is pulled, and how.
struct options {
    std::string name_space = "models"; ///< of the structs; `a::b` is one in another
    /// Which tables: names, in which `*` stands for any characters and `?` for one; with a point, of tables
    /// with their schema (`sales.*`). Empty: all.
    std::vector<std::string> tables{};
    std::vector<std::string> without{}; ///< tables that are left out, in the same form
};

/// A field of a struct; or a column that no field can hold, and why.
struct planned_field {
    const catalog::column* column = nullptr;
    field_type type{};
    std::string name{};        ///< empty: left out
    std::string spelled{};     ///< the whole type: `std::optional<df::id<Order>>`
    std::string initializer{}; ///< what follows the name: ` = 5`, `{}`; empty: the field is required
    std::vector<std::string> notes{};
};

/// A foreign key that a field's type says.
struct planned_reference {
    std::string field{};
    std::string_view action{}; ///< `cascade`; empty: the default
};

struct planned_model {
    const catalog::table* table = nullptr;
    std::string name{};
    bool read_only = false; ///< no record is written: a view, or a table without a key that a model can have
    std::string table_option{};
    std::string_view naming{};                                  ///< `camel_case`; empty: as is
    std::vector<std::pair<std::string, std::string>> renamed{}; ///< fields, and their columns
    std::vector<std::string> key{}; ///< fields; empty: `id` is the key, or there is none
    bool reuses_keys = false;
    std::vector<planned_field> fields{};
    std::vector<std::vector<std::string>> unique{}, indexes{}; ///< lists of fields
    std::vector<planned_reference> references{};
    std::vector<std::string> notes{}; ///< what stands above the struct

    [[nodiscard]] const planned_field* field_of(std::string_view column) const noexcept {
        for (const auto& f : fields)
            if (f.column->name == column && !f.name.empty()) return &f;
        return nullptr;
    }
};

/// A table that no model can be made of, and why.
struct left_out_table {
    const catalog::table* table = nullptr;
    std::string why{};
};

struct plan {
    const catalog::database_description* of = nullptr;
    std::string name_space{};
    std::vector<std::pair<const catalog::enumeration*, std::string>>
        enumerations{};                  ///< those that fields have
    std::vector<planned_model> models{}; ///< by schema and name
    std::vector<left_out_table> left_out{};
};

/// Plans the models of a database. Borrows from the description, which should have been read with its
/// details. The same description gives the same plan. Throws `invalid_value` for a namespace that is no name
/// of C++.
[[nodiscard]] plan plan_of(const catalog::database_description& found, const options& how = {});

/// Whether a name fits a pattern, in which `*` stands for any characters and `?` for one.
[[nodiscard]] bool fits(std::string_view name, std::string_view pattern) noexcept;

/// A header of C++ with the structs of a plan: by default of the one that `plan_of` makes. The text is the
/// same for the same description.
[[nodiscard]] std::string header_of(const plan& of);
[[nodiscard]] std::string header_of(const catalog::database_description& found, const options& how = {});

} // namespace dataflow::pull

#include <dataflow/pull/header.ipp>
#include <dataflow/pull/plan.ipp>
