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

/// A foreign key that the options name: for its action, or because it has several columns.
struct planned_reference {
    std::vector<std::string> fields{};
    std::string target{};      ///< of several columns: the model; empty: the field's type says it
    std::string_view action{}; ///< `cascade`; empty: the default
};

struct planned_model {
    const catalog::table* table = nullptr;
    std::string name{};
    bool read_only = false; ///< no record is written: a view, or a table without a key that a model can have
    std::string table_option{};
    std::string_view naming{};                                  ///< `camel_case`; empty: as is
    std::vector<std::pair<std::string, std::string>> renamed{}; ///< fields, and their columns
    std::vector<std::string> key{};       ///< fields; empty: `id` is the key, or there is none
    std::vector<std::string> generated{}; ///< fields of columns that the database computes
    bool reuses_keys = false;
    std::vector<planned_field> fields{};
    std::vector<std::vector<std::string>> unique{}, indexes{}; ///< lists of fields
    std::vector<planned_reference> references{};
    std::vector<std::string> checks{}; ///< `df::check("positive", df::column("total") > 0)`
    std::vector<std::string> notes{};  ///< what stands above the struct

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
    std::vector<std::string> unmatched{}; ///< patterns of `options::tables` that no table fits
};

} // namespace dataflow::pull
