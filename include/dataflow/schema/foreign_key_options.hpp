// What a model's options say of its foreign keys.
#pragma once

#include <dataflow/core/constant_list.hpp>
#include <dataflow/core/constant_pointer.hpp>
#include <dataflow/core/type_info.hpp>
#include <dataflow/schema/option_list.hpp>
#include <dataflow/schema/table.hpp>

#include <string_view>

namespace dataflow::schema {

/// The key of a model, for foreign keys of others to it.
struct key_facts {
    std::string_view model{};
    std::string_view table{};
    constant_list<std::string_view> columns{};
    constant_list<storage> stored{};
    bool plain = true; ///< its records belong to no tenant, and are deleted, not only marked
};
/// In schema/key_facts.hpp.
template <class M>
struct key_facts_of;

} // namespace dataflow::schema

namespace dataflow {

/// What happens to this model's records when the one that `column` refers to is deleted.
struct foreign_key_rule {
    std::string_view column{};
    on_delete action = on_delete::restrict;
    column_names columns{};                       ///< of `df::foreign_key_to`: all of them
    constant_pointer<schema::key_facts> target{}; ///< and the key that they refer to
    bool itself = false;                          ///< or that of the same model
    [[nodiscard]] constexpr bool over_columns() const noexcept { return columns.size != 0; }
};
using foreign_key_list = option_list<foreign_key_rule, 8>;

/// Up to 8 rules: `df::foreign_keys({"customer_id", df::on_delete::cascade})`.
[[nodiscard]] constexpr foreign_key_list
foreign_keys(const foreign_key_rule& a, const foreign_key_rule& b = {}, const foreign_key_rule& c = {},
             const foreign_key_rule& d = {}, const foreign_key_rule& e = {}, const foreign_key_rule& f = {},
             const foreign_key_rule& g = {}, const foreign_key_rule& h = {}) {
    foreign_key_list out;
    for (const auto* one : {&a, &b, &c, &d, &e, &f, &g, &h})
        if (one->column.data() != nullptr) out.add(*one);
    return out;
}
template <class... Rules>
    requires(sizeof...(Rules) == 0 || sizeof...(Rules) > 8)
[[nodiscard]] constexpr foreign_key_list foreign_keys(const Rules&... all) {
    foreign_key_list out;
    (out.add(all), ...);
    return out;
}
/// A foreign key of plain fields, one for each part of the other model's key, in its order:
/// `df::foreign_keys(df::foreign_key_to<Flight>({"flight_year", "flight_number"}, df::on_delete::cascade))`.
/// Where one of them is NULL, it refers to nothing. That model stands before this one.
template <class Target>
[[nodiscard]] constexpr foreign_key_rule foreign_key_to(const column_names& fields,
                                                        on_delete action = on_delete::restrict) {
    return {fields.names[0], action, fields, &schema::key_facts_of<Target>::value};
}
/// The same to the key of the model itself.
[[nodiscard]] constexpr foreign_key_rule foreign_key_to_itself(const column_names& fields,
                                                               on_delete action = on_delete::restrict) {
    return {fields.names[0], action, fields, {}, true};
}

} // namespace dataflow
