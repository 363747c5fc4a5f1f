// The description of the tables of some models, made while the program runs: with all their defaults.
#pragma once

#include <dataflow/catalog/arena.hpp>
#include <dataflow/core/config.hpp>
#include <dataflow/core/value.hpp>
#include <dataflow/schema/model.hpp>
#include <dataflow/schema/record.hpp>
#include <dataflow/schema/table.hpp>

#include <array>
#include <span>
#include <tuple>

namespace dataflow::catalog {

/// A model as its table, and a default-constructed record for its defaults.
struct modelled {
    const schema::table* table;
    const void* prototype;
    constant_list<field_access> fields;
};

/// The description of their tables as a dialect spells them.
[[nodiscard]] live_description describe(dialect d, std::span<const modelled> models);

/// The same of models by their names: `df::catalog::describe_models<Customer, Order>(df::postgres)`. What a
/// struct gives while the program runs may differ from what the compiler sees; `of_models` is the constant.
template <class... Models>
[[nodiscard]] live_description describe_models(dialect d) {
    const std::tuple<record<Models>...> prototypes{};
    const std::array<modelled, sizeof...(Models)> all{modelled{
        &schema::table_of<Models>, &std::get<record<Models>>(prototypes), schema::fields_of<Models>}...};
    return describe(d, all);
}

} // namespace dataflow::catalog

#ifndef DATAFLOW_SEPARATE_COMPILATION
#include <dataflow/catalog/models.ipp>
#endif
